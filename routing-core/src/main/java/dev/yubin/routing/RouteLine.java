package dev.yubin.routing;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line of a {@link RouteFile}, word by word; what begins with {@code #} is a comment. Each method takes what it is named for, or throws
 * {@link IllegalArgumentException} with what was expected.
 */
final class RouteLine {
    /** Quoted, where a local part has it so, or without a space. */
    private static final Pattern WORD = Pattern.compile("\\G\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"])+)");

    private static final Set<String> OPTIONS = Set.of("tls", "login", "password-file", "preference", "weight");
    private static final String DNS = "dns";
    private static final String DNS_TLS = "tls=";

    private final Path folder;
    private final Deque<String> words = new ArrayDeque<>();
    private final List<Object> named = new ArrayList<>();

    /** @param folder where the files are that it names */
    RouteLine(String text, Path folder) {
        this.folder = folder;
        Matcher word = WORD.matcher(text);
        int end = 0;
        while (word.find() && !word.group(1).startsWith("#")) {
            words.add(word.group(1));
            end = word.end();
        }
        String rest = text.substring(end).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            words.add(rest); // with a quote that is not closed, at which the reader of the word stumbles
        }
    }

    /** The domains and mailboxes that were taken, and the {@link Contradiction.Way}s. */
    List<Object> named() {
        return named;
    }

    boolean hasNext() {
        return !words.isEmpty();
    }

    String next(String what) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("expected " + what + " but the line ends");
        }
        return words.remove();
    }

    boolean accept(String word) {
        return word.equals(words.peek()) && words.remove() != null;
    }

    void end() {
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("expected the end of the line but found \"" + words.peek() + '"');
        }
    }

    Domain domain() {
        Domain domain = Domain.of(next("a domain"));
        named.add(domain);
        return domain;
    }

    boolean nextIsMailbox() {
        return hasNext() && words.peek().indexOf('@') >= 0;
    }

    Mailbox mailbox() {
        Mailbox mailbox = Mailbox.of(next("an address"));
        named.add(mailbox);
        return mailbox;
    }

    /** All that is left: one address at least. */
    String[] targets() {
        List<String> targets = new ArrayList<>(List.of(next("an address")));
        while (hasNext()) {
            targets.add(words.remove());
        }
        return targets.toArray(String[]::new);
    }

    /** One server; or none, which leaves it to the DNS. @param way whose mail goes there */
    NextHop[] hops(Contradiction.Way way) throws IOException {
        named.add(way);
        return accept(DNS) ? new NextHop[0] : new NextHop[] {hop()};
    }

    /** Behind {@code dns}: whether TLS is demanded of the servers. */
    boolean acceptsTls() {
        if (!hasNext()) {
            return false;
        }
        String demand = DNS_TLS + text(TlsMode.STARTTLS_REQUIRED);
        if (!accept(demand)) {
            throw new IllegalArgumentException(
                    "expected " + demand + " or nothing behind dns but found \"" + words.peek() + '"');
        }
        return true;
    }

    /** host[:port] [tls=...] [login=... password-file=...] [preference=...] [weight=...] */
    NextHop hop() throws IOException {
        NextHop bare = NextHop.parse(next("a server"));
        Map<String, String> options = options();
        TlsMode tls = options.containsKey("tls") ? tls(options.get("tls")) : TlsMode.STARTTLS_OPTIONAL;
        NextHop hop = new NextHop(bare.host(), bare.port(), tls)
                .among(number(options, "preference"), number(options, "weight"));
        if (options.containsKey("login") != options.containsKey("password-file")) {
            throw new IllegalArgumentException("login= and password-file= go together");
        } else if (!options.containsKey("login")) {
            return hop;
        } else if (tls == TlsMode.STARTTLS_OPTIONAL) {
            throw new IllegalArgumentException(
                    "a login goes with tls=starttls-required or tls=implicit, so that it is known who hears it");
        }
        return hop.withLogin(Credentials.of(options.get("login"), password(options.get("password-file"))), tls);
    }

    private Map<String, String> options() {
        Map<String, String> options = new HashMap<>();
        while (hasNext()) {
            String[] option = words.remove().split("=", 2);
            if (option.length < 2 || !OPTIONS.contains(option[0])) {
                throw new IllegalArgumentException(
                        "expected an option such as tls=starttls-required but found \"" + option[0] + '"');
            } else if (options.put(option[0], option[1]) != null) {
                throw new IllegalArgumentException("expected one " + option[0] + "= but found two");
            }
        }
        return options;
    }

    private static TlsMode tls(String text) {
        return Stream.of(TlsMode.values())
                .filter(mode -> text(mode).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected tls= one of "
                        + Stream.of(TlsMode.values()).map(RouteLine::text).collect(Collectors.joining(", "))
                        + " but found \"" + text + '"'));
    }

    private static String text(TlsMode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int number(Map<String, String> options, String name) {
        String text = options.getOrDefault(name, "0");
        if (!text.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("expected " + name + "= a number up to 65535 but found \"" + text + '"');
        }
        return Integer.parseInt(text);
    }

    private Secret password(String file) throws IOException {
        List<String> lines = RouteFile.lines(folder.resolve(file));
        if (lines.isEmpty() || lines.get(0).isEmpty()) {
            throw new IllegalArgumentException("expected a password in the first line of " + folder.resolve(file));
        }
        return Secret.of(lines.get(0));
    }
}
