package dev.yubin.smtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a server offers in its answer to EHLO or LHLO. RFC 5321 section 4.1.1.1.
 *
 * @param offered each keyword in upper case, with what stands behind it, perhaps nothing; those we do not know among them
 */
public record Extensions(Map<String, String> offered) {
    /** Those of a server that was greeted with HELO. */
    public static final Extensions NONE = new Extensions(Map.of());

    public Extensions {
        Map<String, String> copy = new LinkedHashMap<>();
        offered.forEach((keyword, text) -> copy.put(keyword.toUpperCase(Locale.ROOT), text.strip()));
        offered = Collections.unmodifiableMap(copy);
    }

    /** Those that a positive answer to EHLO names; its first line is the server's greeting. */
    public static Extensions read(Reply reply) {
        Map<String, String> offered = new LinkedHashMap<>();
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            // "AUTH=PLAIN LOGIN" is how servers from before RFC 2554 said it; some say both, and the first stands.
            String[] words = line.strip().split("[ =]", 2);
            offered.putIfAbsent(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
        }
        return new Extensions(offered);
    }

    /** ehlo-ok-rsp: the answer to EHLO that offers these. */
    public Reply reply(String greeting) {
        List<String> lines = new ArrayList<>(List.of(greeting));
        offered.forEach((keyword, text) -> lines.add((keyword + ' ' + text).strip()));
        return Reply.plain(250, lines.toArray(String[]::new));
    }

    /** Whether the server offers this one. */
    public boolean offers(Extension extension) {
        return offered.containsKey(extension.keyword());
    }

    /** The largest message in octets, where the server says it; RFC 1870 section 4. Zero there means that none is known, and is empty here. */
    public OptionalLong maxMessageOctets() {
        String text = offered.getOrDefault(Extension.SIZE.keyword(), "");
        return text.matches("0*[1-9][0-9]{0,17}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** How much the server takes of this, where it says so: RFC 9422. What is no number of one to six digits without a zero before is as if it were not said. */
    public OptionalInt limit(Limit limit) {
        String text = offered.getOrDefault(Extension.LIMITS.keyword(), "");
        return Arrays.stream(text.split(" +"))
                .filter(said -> said.matches(limit + "=[1-9][0-9]{0,5}"))
                .mapToInt(said -> Integer.parseInt(said.substring(said.indexOf('=') + 1)))
                .findFirst();
    }

    /** The SASL mechanisms offered, in upper case, in the server's order. RFC 4954 section 3. */
    public Set<String> mechanisms() {
        String text = offered.getOrDefault(Extension.AUTH.keyword(), "").toUpperCase(Locale.ROOT);
        Set<String> mechanisms = new LinkedHashSet<>(Arrays.asList(text.split(" +")));
        mechanisms.remove("");
        return Collections.unmodifiableSet(mechanisms);
    }
}
