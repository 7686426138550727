package dev.yubin.mailbox.outline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pieces of one parameter that was written as {@code name*0}, {@code name*1}, ...: RFC 2231 section 3. */
final class ParameterPieces {
    /** name "*" number ["*"]: section 7, where numbers have no leading zero; more than four digits is no piece. */
    private static final Pattern PIECE = Pattern.compile("([^*]+)\\*(0|[1-9][0-9]{0,3})(\\*?)");

    /** What may not stand unencoded in an extended value: section 7, attribute-char. */
    private static final String NOT_ATTRIBUTE_CHARS = "*'%()<>@,;:\\\"/[]?= ";

    private final Map<Integer, Parameter> byNumber = new HashMap<>();
    private boolean joined;

    /** Joins what belongs together, where its first piece stood; a piece to which no others lead stays as it is. */
    static List<Parameter> join(List<Parameter> parameters) {
        Map<String, ParameterPieces> byName = new HashMap<>();
        for (Parameter parameter : parameters) {
            Matcher piece = PIECE.matcher(parameter.name());
            if (piece.matches()) {
                byName.computeIfAbsent(key(piece), name -> new ParameterPieces())
                        .byNumber
                        .putIfAbsent(Integer.valueOf(piece.group(2)), parameter);
            }
        }
        List<Parameter> whole = new ArrayList<>();
        for (Parameter parameter : parameters) {
            Matcher piece = PIECE.matcher(parameter.name());
            if (piece.matches()) {
                byName.get(key(piece)).joinOrKeep(piece.group(1), Integer.parseInt(piece.group(2)), parameter, whole);
            } else {
                whole.add(parameter);
            }
        }
        return List.copyOf(whole);
    }

    private static String key(Matcher piece) {
        return piece.group(1).toLowerCase(Locale.ROOT);
    }

    private void joinOrKeep(String name, int number, Parameter piece, List<Parameter> into) {
        if (!joined && byNumber.containsKey(0)) {
            into.add(joined(name));
            joined = true;
        }
        if (byNumber.get(number) == piece) {
            into.add(piece);
        }
    }

    /** Takes the pieces that follow each other from 0. */
    private Parameter joined(String name) {
        List<Parameter> pieces = new ArrayList<>();
        for (Parameter next; (next = byNumber.remove(pieces.size())) != null; ) {
            pieces.add(next);
        }
        boolean extended = pieces.stream().anyMatch(ParameterPieces::isExtended);
        StringBuilder value = new StringBuilder(extended && !isExtended(pieces.get(0)) ? "''" : "");
        for (Parameter piece : pieces) {
            value.append(extended && !isExtended(piece) ? encoded(piece.value()) : piece.value());
        }
        return new Parameter(extended ? name + '*' : name, value.toString());
    }

    private static boolean isExtended(Parameter piece) {
        return piece.name().endsWith("*");
    }

    private static String encoded(String value) {
        StringBuilder encoded = new StringBuilder();
        for (char c : value.toCharArray()) {
            if (c <= ' ' || c >= 0x7f || NOT_ATTRIBUTE_CHARS.indexOf(c) >= 0) {
                encoded.append(String.format("%%%02X", (int) c));
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }
}
