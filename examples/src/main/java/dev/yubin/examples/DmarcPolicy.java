package dev.yubin.examples;

import dev.yubin.protocol.FaultException;
import dev.yubin.routing.dns.Dns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the domain of a message's author asks to be done with mail that is not from it: DMARC, RFC 9989, whose DNS tree walk (section 4.10) finds the
 * organisation without a list of public suffixes.
 */
final class DmarcPolicy {
    /** A longer name is cut to so many labels once its own record has been looked for. */
    private static final int MOST_LABELS = 7;

    private final Dns dns;

    DmarcPolicy(Dns dns) {
        this.dns = dns;
    }

    /** What is wanted of mail that fails, from least to most. */
    enum Wish {
        NONE,
        QUARANTINE,
        REJECT
    }

    /** One record. @param domain where it stands, without {@code _dmarc.} */
    private record Entry(String domain, Map<String, String> tags) {
        boolean says(String tag, String value) {
            return value.equalsIgnoreCase(tags.getOrDefault(tag, ""));
        }
    }

    /** What one asks about an author's domain. */
    final class Of {
        private final String author;
        private final List<Entry> entries;

        private Of(String author, List<Entry> entries) {
            this.author = author;
            this.entries = entries;
        }

        /** Whether it, its organisation or the registry above asks for anything. */
        boolean isThere() {
            return record().isPresent();
        }

        /** Its own, that of its organisation, or that of the registry above: section 4.10.1. */
        private Optional<Entry> record() {
            String organisation = organisation(author, entries);
            return at(author)
                    .or(() -> at(organisation))
                    .or(() -> entries.stream()
                            .filter(entry -> entry.says("psd", "y"))
                            .findFirst());
        }

        private Optional<Entry> at(String domain) {
            return entries.stream()
                    .filter(entry -> entry.domain().equals(domain))
                    .findFirst();
        }

        /** Whether a domain that SPF or DKIM has proven is the author's, or of the same organisation where that is enough: section 4.4. */
        boolean isAligned(String proven, String tag) throws FaultException {
            String domain = proven.toLowerCase(Locale.ROOT);
            return domain.equals(author)
                    || record().filter(entry -> !entry.says(tag, "s")).isPresent()
                            && organisation(domain, walk(domain)).equals(organisation(author, entries));
        }

        /** What is to become of mail that has failed: section 4.7. */
        Wish wish() throws FaultException {
            Entry entry = record().orElseThrow();
            String p = entry.tags().getOrDefault("p", "none");
            String wanted = p;
            if (!entry.domain().equals(author)) {
                wanted = entry.tags().getOrDefault("sp", p);
                if (entry.tags().containsKey("np") && !dns.anyAddresses(author).isThere()) {
                    wanted = entry.tags().get("np");
                }
            }
            Wish wish = wanted.equalsIgnoreCase("reject")
                    ? Wish.REJECT
                    : wanted.equalsIgnoreCase("quarantine") ? Wish.QUARANTINE : Wish.NONE;
            return entry.says("t", "y") && wish != Wish.NONE ? Wish.values()[wish.ordinal() - 1] : wish;
        }
    }

    /** @throws FaultException when there is no telling now */
    Of of(String author) throws FaultException {
        String domain = author.toLowerCase(Locale.ROOT);
        return new Of(domain, walk(domain));
    }

    /** From the domain up to the root, and no further than to where a record says that it is an organisation's or a registry's. */
    private List<Entry> walk(String domain) throws FaultException {
        List<Entry> entries = new ArrayList<>();
        String next = domain;
        while (!next.isEmpty()) {
            Optional<Entry> entry = entry(next);
            entry.ifPresent(entries::add);
            if (entry.filter(end -> end.says("psd", "n") || end.says("psd", "y"))
                    .isPresent()) {
                break;
            }
            next = above(next);
        }
        return entries;
    }

    private static String above(String domain) {
        String[] labels = domain.split("\\.");
        int left = Math.min(labels.length - 1, MOST_LABELS);
        return String.join(".", List.of(labels).subList(labels.length - left, labels.length));
    }

    private Optional<Entry> entry(String domain) throws FaultException {
        List<Map<String, String>> records = dns.texts("_dmarc." + domain).records().stream()
                .filter(text -> text.matches("v\\s*=\\s*DMARC1\\s*(;.*)?"))
                .map(DmarcPolicy::tags)
                .toList();
        return records.size() == 1 ? Optional.of(new Entry(domain, records.get(0))) : Optional.empty();
    }

    private static Map<String, String> tags(String text) {
        Map<String, String> tags = new HashMap<>();
        for (String tag : text.split(";")) {
            String[] parts = tag.split("=", 2);
            if (parts.length == 2) {
                tags.putIfAbsent(parts[0].strip().toLowerCase(Locale.ROOT), parts[1].strip());
            }
        }
        return tags;
    }

    /** Section 4.10.2. */
    private static String organisation(String domain, List<Entry> walked) {
        for (Entry entry : walked) {
            if (entry.says("psd", "n")) {
                return entry.domain();
            } else if (entry.says("psd", "y") && !entry.domain().equals(domain)) {
                String below =
                        domain.substring(0, domain.length() - entry.domain().length() - 1);
                return below.substring(below.lastIndexOf('.') + 1) + '.' + entry.domain();
            }
        }
        return walked.isEmpty() ? domain : walked.get(walked.size() - 1).domain(); // the one of the fewest labels
    }
}
