package dev.yubin.mailbox.outline;

import java.util.ArrayList;
import java.util.List;

/**
 * The value of a structured MIME field: what stands before the first semicolon, and parameters (RFC 2045 section 5.1), comments and
 * quoting taken away. What cannot be read as a parameter is passed over.
 */
record MimeValue(String head, List<Parameter> parameters) {
    static MimeValue read(String value) {
        return new Reader(value).read();
    }

    /** The value of the first parameter of that name, or {@code ""}. */
    static String find(List<Parameter> parameters, String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equalsIgnoreCase(name))
                .map(Parameter::value)
                .findFirst()
                .orElse("");
    }

    private static final class Reader {
        private final String in;
        private int at;

        Reader(String in) {
            this.in = in;
        }

        MimeValue read() {
            String head = text(";");
            List<Parameter> parameters = new ArrayList<>();
            while (at < in.length()) {
                at++; // the semicolon
                String name = text(";=");
                if (at < in.length() && in.charAt(at) == '=') {
                    at++;
                    String value = text(";");
                    if (!name.isEmpty()) {
                        parameters.add(new Parameter(name, value));
                    }
                }
            }
            return new MimeValue(head, ParameterPieces.join(parameters));
        }

        /** What stands before any of {@code ends}: tokens as they are, quoted strings without quoting, one space for any between them. */
        private String text(String ends) {
            StringBuilder text = new StringBuilder();
            boolean gap = false;
            while (at < in.length() && ends.indexOf(in.charAt(at)) < 0) {
                char c = in.charAt(at);
                if (c == '(') {
                    skipComment();
                    gap = true;
                } else if (Octets.isSpace(c)) {
                    at++;
                    gap = true;
                } else {
                    if (gap && text.length() > 0) {
                        text.append(' ');
                    }
                    gap = false;
                    if (c == '"') {
                        quoted(text);
                    } else {
                        text.append(c);
                        at++;
                    }
                }
            }
            return text.toString();
        }

        private void quoted(StringBuilder into) {
            at++;
            while (at < in.length() && in.charAt(at) != '"') {
                if (in.charAt(at) == '\\' && at + 1 < in.length()) {
                    at++;
                }
                into.append(in.charAt(at++));
            }
            at = Math.min(at + 1, in.length());
        }

        private void skipComment() {
            int depth = 0;
            while (at < in.length()) {
                char c = in.charAt(at++);
                if (c == '\\') {
                    at = Math.min(at + 1, in.length());
                } else if (c == '(') {
                    depth++;
                } else if (c == ')' && --depth == 0) {
                    return;
                }
            }
        }
    }
}
