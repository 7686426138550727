package dev.yubin.routing;

import dev.yubin.protocol.Network;
import dev.yubin.smtp.AddressLiteral;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a line of a {@link RouteFile} may begin with, a row each, and how to write it. */
enum RouteWord {
    LOCAL("local osaka.test", (line, table) -> {
        Domain domain = line.domain();
        table.local(domain);
        if (line.accept("case-sensitive")) {
            table.caseSensitive(domain);
        }
    }),
    LITERAL("literal [192.0.2.1] osaka.test", (line, table) -> {
        AddressLiteral literal = AddressLiteral.of(line.next("an address in brackets"));
        table.literal(literal.address(), line.domain());
    }),
    POSTMASTER("postmaster root@osaka.test", (line, table) -> table.postmaster(line.targets())),
    ALIAS(
            "alias info@osaka.test bbb@osaka.test aaa@tokyo.test",
            (line, table) -> table.alias(line.mailbox(), line.targets())),
    CATCH_ALL("catch-all osaka.test bbb@osaka.test", (line, table) -> table.catchAll(line.domain(), line.targets())),
    SUBADDRESS(
            "subaddress +",
            (line, table) -> table.subaddress(line.next("separators").toCharArray())),
    TRUST("trust 192.0.2.0/24", (line, table) -> table.trust(Network.of(line.next("a network")))),
    RELAY("relay kobe.test mx.kobe.test:25", (line, table) -> {
        Domain domain = line.domain();
        table.relay(domain);
        if (line.hasNext()) {
            route(domain, line, table);
        }
    }),
    ROUTE("route tokyo.test mx.tokyo.test:25", (line, table) -> {
        route(line.domain(), line, table);
    }),
    FROM("from ccc@osaka.test smtp.isp.test:587", (line, table) -> {
        if (line.nextIsMailbox()) {
            Mailbox sender = line.mailbox();
            table.from(sender, line.hops(Contradiction.Way.from(sender)));
        } else {
            Domain sender = line.domain();
            table.fromDomain(sender, line.hops(Contradiction.Way.from(sender)));
        }
    }),
    SMART_HOST("smart-host smtp.isp.test:25", (line, table) -> table.smartHost(line.hop()));

    private static void route(Domain domain, RouteLine line, Router.Builder table) throws IOException {
        NextHop[] hops = line.hops(Contradiction.Way.to(domain));
        if (hops.length == 0 && line.acceptsTls()) {
            table.routeSecurely(domain);
        } else {
            table.route(domain, hops);
        }
    }

    private interface Statement {
        void read(RouteLine line, Router.Builder table) throws IOException;
    }

    private final String example;
    private final Statement statement;

    RouteWord(String example, Statement statement) {
        this.example = example;
        this.statement = statement;
    }

    /**
     * Puts a line into a table; an empty one, or one of a comment alone, says nothing.
     *
     * @throws IllegalArgumentException when it is wrong; says what to write
     * @throws IOException              when a file that it names cannot be read
     */
    static void read(RouteLine line, Router.Builder table) throws IOException {
        if (line.hasNext()) {
            of(line.next("a statement")).put(line, table);
        }
    }

    private static RouteWord of(String word) {
        return Stream.of(values())
                .filter(each -> each.text().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no statement begins with \"" + word + "\"; these do: "
                        + Stream.of(values()).map(RouteWord::text).collect(Collectors.joining(", "))));
    }

    private void put(RouteLine line, Router.Builder table) throws IOException {
        try {
            statement.read(line, table);
            line.end();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; write it as in \"" + example + '"', e);
        }
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
