package dev.yubin.mailbox.outline;

import java.util.Objects;

/**
 * A parameter of a MIME field, such as {@code charset=utf-8}: RFC 2045 section 5.1. Quoting is taken away. The pieces of a value that was
 * written in several (RFC 2231 section 3) are joined under one name, as RFC 9051 section 7.5.2 wishes; where a piece is in extended form,
 * the name ends in {@code *} and the value is in that form: {@code charset'language'percent-encoded}.
 */
public record Parameter(String name, String value) {
    public Parameter {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
