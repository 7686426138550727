package dev.yubin.conformance.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a response: an atom, a string or a list of parts (RFC 9051 section 4).
 *
 * @param text  of an atom or a string, an octet a character; empty for a list
 * @param items of a list; else empty
 */
record Value(Kind kind, String text, List<Value> items) {
    enum Kind {
        /** A number, a flag, NIL and the name of a section are atoms too. */
        ATOM,
        /** Quoted or a literal. */
        STRING,
        LIST
    }

    boolean isNil() {
        return kind == Kind.ATOM && text.equalsIgnoreCase("NIL");
    }

    boolean isList() {
        return kind == Kind.LIST;
    }

    boolean isString() {
        return kind == Kind.STRING;
    }

    boolean isNumber() {
        return kind == Kind.ATOM && text.matches("0|[1-9][0-9]{0,18}");
    }

    /** A string or NIL. */
    boolean isNstring() {
        return isString() || isNil();
    }

    long number() {
        return Long.parseLong(text);
    }

    Value item(int index) {
        return items.get(index);
    }

    int size() {
        return items.size();
    }

    /** The texts of a list's items. */
    List<String> texts() {
        return items.stream().map(Value::text).toList();
    }

    /** The texts of a list's items in lower case, for flags and attributes, whose case does not count. */
    List<String> words() {
        return items.stream().map(item -> item.text().toLowerCase(Locale.ROOT)).toList();
    }

    /** A list of names and values, by names in upper case. */
    Map<String, Value> pairs() {
        Map<String, Value> pairs = new TreeMap<>();
        for (int i = 0; i + 1 < items.size(); i += 2) {
            pairs.put(items.get(i).text().toUpperCase(Locale.ROOT), items.get(i + 1));
        }
        return pairs;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case ATOM -> text;
            case STRING -> '"' + text + '"';
            case LIST -> items.toString();
        };
    }

    /** Reads values one after another; what breaks the grammar is an {@link IllegalArgumentException}. */
    static final class Reader {
        private static final int DEEPEST = 500;

        private final String octets;
        private int at;

        Reader(String octets, int from) {
            this.octets = octets;
            this.at = from;
        }

        boolean atEnd() {
            return at == octets.length();
        }

        /** *(value SP) value, to the end. */
        List<Value> all() {
            List<Value> values = new ArrayList<>();
            values.add(value(0));
            while (!atEnd()) {
                if (!(values.get(values.size() - 1).isList() && peek() == '(')) { // * THREAD (1)(2)
                    expect(' ');
                }
                values.add(value(0));
            }
            return values;
        }

        private Value value(int depth) {
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("lists nest deeper than " + DEEPEST);
            }
            return switch (peek()) {
                case '(' -> list(depth);
                case '"' -> quoted();
                case '{' -> literal();
                case '~' -> octets.startsWith("{", at + 1) ? literal8() : atom();
                default -> atom();
            };
        }

        private char peek() {
            if (atEnd()) {
                throw new IllegalArgumentException("something is missing at the end");
            }
            return octets.charAt(at);
        }

        private void expect(char c) {
            if (peek() != c) {
                throw new IllegalArgumentException("expected " + (c == ' ' ? "SP" : c) + " at octet " + at + ", behind "
                        + octets.substring(Math.max(0, at - 20), at));
            }
            at++;
        }

        /** Bodies of a multipart stand side by side with no space between: RFC 9051 section 9, body-type-mpart. */
        private Value list(int depth) {
            expect('(');
            List<Value> items = new ArrayList<>();
            while (peek() != ')') {
                if (!items.isEmpty() && !(items.get(items.size() - 1).isList() && peek() == '(')) {
                    expect(' ');
                }
                items.add(value(depth + 1));
            }
            at++;
            return new Value(Kind.LIST, "", items);
        }

        private Value quoted() {
            expect('"');
            StringBuilder text = new StringBuilder();
            while (peek() != '"') {
                if (peek() == '\\') {
                    at++;
                    if (peek() != '"' && peek() != '\\') {
                        throw new IllegalArgumentException("a backslash in a quoted string stands before \" or \\");
                    }
                }
                if (peek() == '\0' || peek() == '\r' || peek() == '\n') {
                    throw new IllegalArgumentException("a quoted string has no NUL, CR or LF");
                }
                text.append(peek());
                at++;
            }
            at++;
            return new Value(Kind.STRING, text.toString(), List.of());
        }

        private Value literal8() {
            at++;
            return literal();
        }

        private Value literal() {
            int end = octets.indexOf("}\r\n", at);
            int length = Integer.parseInt(octets.substring(at + 1, end));
            at = end + 3 + length;
            return new Value(Kind.STRING, octets.substring(end + 3, at), List.of());
        }

        /** What stands in brackets belongs to it: a section's name, which may have a list. */
        private Value atom() {
            int from = at;
            int brackets = 0;
            while (!atEnd() && (brackets > 0 || " ()\"{".indexOf(octets.charAt(at)) < 0)) {
                char c = octets.charAt(at);
                brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
                if (c < ' ' || c == 0x7f) {
                    throw new IllegalArgumentException("a control character stands in an atom");
                }
                at++;
            }
            if (at == from) {
                throw new IllegalArgumentException(
                        "expected a value at octet " + at + ", behind " + octets.substring(Math.max(0, at - 20), at));
            }
            return new Value(Kind.ATOM, octets.substring(from, at), List.of());
        }
    }
}
