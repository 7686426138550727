package dev.yubin.conformance.imap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One response: RFC 9051 section 7.
 *
 * @param tag    of the command that it ends; * for data, + for a continuation request
 * @param name   such as OK, EXISTS or FETCH, in upper case; empty for a continuation request
 * @param number what stands before the name, such as a message's; 0 where nothing does
 * @param code   what stands in brackets behind a status; empty where nothing does
 * @param values what stands behind the name of data
 */
record Response(String tag, String name, long number, String code, List<Value> values) {
    private static final Pattern STATUS =
            Pattern.compile("(\\S+) (OK|NO|BAD|BYE|PREAUTH)(?: (?:\\[([^\\]]*)\\] ?)?(.*))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DATA =
            Pattern.compile("\\* (?:(0|[1-9][0-9]{0,18}) )?([A-Za-z][A-Za-z0-9.-]*)(?:( ).*)?", Pattern.DOTALL);
    /** RFC 9051 section 9: tag = 1*(any ASTRING-CHAR except "+"). */
    private static final Pattern TAG = Pattern.compile("[^\\x00-\\x20\\x7f-\\xff(){%*\"\\\\+]+");

    /** @throws IllegalArgumentException when it is none */
    static Response read(String octets) {
        if (octets.equals("+") || octets.startsWith("+ ")) {
            return new Response("+", "", 0, "", List.of());
        }
        Matcher status = STATUS.matcher(octets);
        if (status.matches()) {
            if (!status.group(1).equals("*") && !TAG.matcher(status.group(1)).matches()) {
                throw new IllegalArgumentException("no tag: " + status.group(1));
            }
            return new Response(
                    status.group(1),
                    status.group(2).toUpperCase(Locale.ROOT),
                    0,
                    Optional.ofNullable(status.group(3)).orElse(""),
                    List.of());
        }
        Matcher data = DATA.matcher(octets);
        if (!data.matches()) {
            throw new IllegalArgumentException("a response begins with *, + or a tag, and a name");
        }
        List<Value> values = data.group(3) == null || data.end(3) == octets.length() // some lists are empty: * SEARCH
                ? List.of()
                : new Value.Reader(octets, data.end(3)).all();
        String number = Optional.ofNullable(data.group(1)).orElse("0");
        return new Response("*", data.group(2).toUpperCase(Locale.ROOT), Long.parseLong(number), "", values);
    }

    boolean isUntagged() {
        return tag.equals("*");
    }

    boolean isContinuation() {
        return tag.equals("+");
    }

    boolean ok() {
        return name.equals("OK");
    }

    /** Whether the code is of that name. */
    boolean has(String wanted) {
        return codeName().equals(wanted);
    }

    /** The code's name in upper case; empty where there is none. */
    String codeName() {
        return code.split(" ")[0].toUpperCase(Locale.ROOT);
    }

    /** What stands behind the code's name. */
    List<Value> codeValues() {
        int space = code.indexOf(' ');
        return space < 0 ? List.of() : new Value.Reader(code, space + 1).all();
    }

    Value value(int index) {
        return values.get(index);
    }

    /** Of FETCH: the items by their names. */
    Map<String, Value> items() {
        return values.get(0).pairs();
    }

    /** The texts of the values. */
    List<String> texts() {
        return values.stream().map(Value::text).toList();
    }
}
