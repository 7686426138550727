package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Omission;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** CAPA: RFC 2449 sections 3, 5 and 6. */
final class Capabilities {
    /** A tag of printable octets without a dot, and parameters. */
    private static final Pattern CAPABILITY = Pattern.compile("[\\x21-\\x2d\\x2f-\\x7f]+(?: [\\x21-\\x7e]+)*");

    private static final int LONGEST = 512;

    static final List<Check> CHECKS = List.of(
            new Check("RFC 2449 section 5", "CAPA is answered before and after login", on -> {
                offered(on);
                Connection connection = on.loggedIn();
                connection.lines("CAPA");
            }),
            new Check("RFC 2449 section 3", "a capability is a tag and its parameters, each tag once", on -> {
                offered(on);
                Connection connection = on.ready();
                check(connection, connection.lines("CAPA"));
                Connection in = on.loggedIn();
                check(in, in.lines("CAPA"));
            }),
            new Check(
                    "RFC 2449 section 5", "what is offered before login is listed after it", Capabilities::afterLogin),
            new Check("RFC 2449 section 6.1", "TOP is served where it is offered", on -> {
                on.need("TOP");
                Mail mail = on.standardMail();
                on.loggedIn().lines("TOP " + mail.number(0) + " 0");
            }),
            new Check("RFC 2449 section 6.8", "UIDL is served where it is offered", on -> {
                on.need("UIDL");
                on.loggedIn().lines("UIDL");
            }),
            new Check("RFC 2449 section 6.3", "SASL names mechanisms", on -> {
                List<String> mechanisms = on.need("SASL");
                Connection connection = on.ready();
                connection.require(!mechanisms.isEmpty(), "there are none");
                connection.require(
                        mechanisms.stream().allMatch(name -> name.matches("[A-Z0-9_-]{1,20}")),
                        "a name is up to 20 letters in upper case, digits, - and _: RFC 4422 section 3.1, not "
                                + mechanisms);
            }),
            new Check("RFC 2449 section 6.5", "LOGIN-DELAY has a number of seconds, and USER where it differs", on -> {
                List<String> delay = on.need("LOGIN-DELAY");
                on.ready().require(String.join(" ", delay).matches("[0-9]+( USER)?"), "the parameters are " + delay);
                Connection in = on.loggedIn();
                List<String> own =
                        Examination.capabilities(in).orElseGet(Map::of).getOrDefault("LOGIN-DELAY", List.of());
                in.require(String.join(" ", own).matches("[0-9]+"), "after login there is one number, not " + own);
            }),
            new Check("RFC 2449 section 6.7", "EXPIRE has a number of days or NEVER, and USER where it differs", on -> {
                List<String> expire = on.need("EXPIRE");
                on.ready()
                        .require(
                                String.join(" ", expire).matches("(NEVER|[0-9]+)( USER)?"),
                                "the parameters are " + expire);
                Connection in = on.loggedIn();
                List<String> own =
                        Examination.capabilities(in).orElseGet(Map::of).getOrDefault("EXPIRE", List.of());
                in.require(String.join(" ", own).matches("NEVER|[0-9]+"), "after login there is one value, not " + own);
            }),
            new Check("RFC 2449 section 6.9", "IMPLEMENTATION says which it is", on -> {
                List<String> name = on.need("IMPLEMENTATION");
                on.ready().require(!name.isEmpty(), "it says nothing");
            }));

    private Capabilities() {}

    private static Map<String, List<String>> offered(Examination on) {
        return on.capabilities().orElseThrow(() -> Omission.notOffered("there is no CAPA"));
    }

    private static void check(Connection connection, List<String> lines) {
        Set<String> tags = new HashSet<>();
        for (String line : lines) {
            connection.require(CAPABILITY.matcher(line).matches(), "no capability: " + line);
            connection.require(
                    line.length() + 2 <= LONGEST,
                    "a capability of " + (line.length() + 2) + " octets; 512 are the most");
            connection.require(tags.add(line.split(" ")[0]), "listed twice: " + line);
        }
    }

    /** STLS stands only where it may be said: RFC 2595 section 4. */
    private static void afterLogin(Examination on) {
        Set<String> missing = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        missing.addAll(offered(on).keySet());
        Connection connection = on.loggedIn();
        Examination.capabilities(connection).orElseGet(Map::of).keySet().forEach(missing::remove);
        missing.remove("STLS");
        connection.require(missing.isEmpty(), "not listed any more: " + missing);
    }
}
