package dev.yubin.routing.authentication;

import dev.yubin.smtp.Domain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What was found out about where a message comes from, for the recipient's programs. RFC 8601.
 *
 * @param authservId who says so, as a rule the server's name: section 2.5
 * @param results    none when nothing was checked
 */
public record AuthenticationResults(String authservId, List<Result> results) {
    /** The field's name. */
    public static final String NAME = "Authentication-Results";

    private static final int LONGEST_VALUE = 320; // of an address, and a line may have 998 octets
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`{|}~0-9A-Za-z-]+");
    private static final Pattern ADDRESS = Pattern.compile("([!#$%&'*+./=?^_`{|}~0-9A-Za-z-]*@)?[0-9A-Za-z.-]+");

    public AuthenticationResults {
        Objects.requireNonNull(authservId, "authservId");
        results = List.copyOf(results);
    }

    /**
     * Of one method.
     *
     * @param method     such as {@code spf}: section 2.7
     * @param value      such as {@code pass}
     * @param properties of what it is said: section 2.3
     */
    public record Result(String method, String value, List<Property> properties) {
        /** @throws IllegalArgumentException when method or value is no word */
        public Result {
            requireToken(method);
            requireToken(value);
            properties = List.copyOf(properties);
        }

        /** Of which nothing more is said. */
        public static Result of(String method, String value) {
            return new Result(method, value, List.of());
        }

        /** The same with one more. */
        public Result property(String name, String value) {
            List<Property> more = new ArrayList<>(properties);
            more.add(new Property(name, value));
            return new Result(method, this.value, more);
        }
    }

    /**
     * What was checked.
     *
     * @param name  such as {@code smtp.mailfrom}
     * @param value as the message has it; what cannot stand in a field is written as {@code ?}, and no more than 320 characters are
     */
    public record Property(String name, String value) {
        /** @throws IllegalArgumentException when the name is no word */
        public Property {
            requireToken(name);
            value = value.replaceAll("[^ -~\\x{a0}-\\x{10ffff}]", "?");
            value = value.substring(0, Math.min(LONGEST_VALUE, value.length()));
        }

        @Override
        public String toString() {
            return name + '=' + (ADDRESS.matcher(value).matches() ? value : quoted(value));
        }
    }

    private static void requireToken(String word) {
        if (!TOKEN.matcher(word).matches()) {
            throw new IllegalArgumentException("expected a word of letters, digits and - or ., not \"" + word + '"');
        }
    }

    private static String quoted(String text) {
        return '"' + text.replaceAll("([\"\\\\])", "\\\\$1") + '"';
    }

    /** The field that says so. Section 2.2. */
    public HeaderFields field() {
        StringBuilder body = new StringBuilder(TOKEN.matcher(authservId).matches() ? authservId : quoted(authservId));
        if (results.isEmpty()) {
            body.append("; none");
        }
        for (Result result : results) {
            body.append(";\r\n\t").append(result.method()).append('=').append(result.value());
            result.properties().forEach(property -> body.append("\r\n\t ").append(property));
        }
        return HeaderFields.of(NAME, body.toString());
    }

    /**
     * Whether a field says that it is from here. One of which that cannot be told says so too, for others may read it otherwise.
     *
     * @param body what stands behind its colon
     */
    public static boolean claims(String body, String authservId) {
        Optional<String> said = Claim.of(body);
        return said.isEmpty() || compared(said.get()).equals(compared(authservId));
    }

    /** Mostly a domain, which may be written in two ways. */
    private static String compared(String authservId) {
        try {
            return Domain.of(authservId).aLabels();
        } catch (IllegalArgumentException e) {
            return authservId.toLowerCase(Locale.ROOT);
        }
    }
}
