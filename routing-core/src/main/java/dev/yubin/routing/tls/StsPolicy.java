package dev.yubin.routing.tls;

import dev.yubin.smtp.Domain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A policy of MTA-STS: RFC 8461 section 3.2.
 *
 * @param maxAge how long it may be kept, at most {@link #LONGEST}
 * @param mx     the servers that it speaks of, in A-labels: names, and {@code *.} before what follows any one label
 */
public record StsPolicy(Mode mode, Duration maxAge, List<String> mx) {
    /** A year and a day or so: {@code max_age} is at most 31557600 seconds. */
    public static final Duration LONGEST = Duration.ofSeconds(31_557_600);

    private static final String VERSION = "STSv1";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

    /** What is done where TLS fails. */
    public enum Mode {
        /** Mail does not go. */
        ENFORCE,
        /** It is reported, and mail goes. */
        TESTING,
        /** Nothing: the domain has taken its policy back. */
        NONE;

        private static Mode of(String word) {
            return switch (word) {
                case "enforce" -> ENFORCE;
                case "testing" -> TESTING;
                case "none" -> NONE;
                default ->
                    throw new IllegalArgumentException(
                            "expected the mode enforce, testing or none, not " + shown(word));
            };
        }
    }

    /** @throws IllegalArgumentException when it names no server, or one that can be none; says which */
    public StsPolicy {
        Objects.requireNonNull(mode, "mode");
        mx = List.copyOf(mx);
        if (maxAge.isNegative() || maxAge.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "max_age is 0 to " + LONGEST.toSeconds() + " seconds, not " + maxAge.toSeconds());
        }
        if (mode != Mode.NONE && mx.isEmpty()) {
            throw new IllegalArgumentException("the policy names no server (mx)");
        }
        mx.forEach(StsPolicy::check);
    }

    private static void check(String mx) {
        try {
            if (Domain.of(mx.startsWith("*.") ? mx.substring(2) : mx).ascii()) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // told of below, with those that are not in A-labels
        }
        throw new IllegalArgumentException("the mx " + shown(mx) + " is neither a host nor *. before one");
    }

    /**
     * Reads a policy's text. What is said twice counts as it was said first, and fields that are not known are passed over.
     *
     * @throws IllegalArgumentException when it is none; says why
     */
    public static StsPolicy parse(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> mx = new ArrayList<>();
        for (String line : lines(text)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(colon, 0)).strip();
            String value = line.substring(colon + 1).strip();
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "expected a field and its value, such as mode: enforce, not " + shown(line));
            } else if (name.equals("mx")) {
                mx.add(value);
            } else {
                fields.putIfAbsent(name, value);
            }
        }
        String version = value(fields, "version");
        if (!version.equals(VERSION)) {
            throw new IllegalArgumentException("expected the version " + VERSION + ", not " + shown(version));
        }
        String age = value(fields, "max_age");
        if (!SECONDS.matcher(age).matches()) {
            throw new IllegalArgumentException("expected max_age in seconds, not " + shown(age));
        }
        return new StsPolicy(Mode.of(value(fields, "mode")), Duration.ofSeconds(Long.parseLong(age)), mx);
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).collect(Collectors.toList());
    }

    private static String value(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the policy has no " + name);
        }
        return value;
    }

    /** What a stranger wrote, for people. */
    private static String shown(String text) {
        String some = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return '"' + some.replaceAll("[^ -~]", "?") + '"';
    }

    /** Whether it speaks of this server: section 4.1. */
    public boolean names(String host) {
        return mx.stream().anyMatch(pattern -> CertificateNames.matches(pattern, host));
    }

    /** Its text, as {@link #parse} reads it. */
    public String text() {
        StringBuilder text = new StringBuilder(
                "version: " + VERSION + "\nmode: " + mode.name().toLowerCase(Locale.ROOT) + '\n');
        mx.forEach(name -> text.append("mx: ").append(name).append('\n'));
        return text.append("max_age: ").append(maxAge.toSeconds()).append('\n').toString();
    }
}
