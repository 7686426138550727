package dev.yubin.imap.quota;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Sets what a quota root bounds: RFC 9208 section 4.1.3.
 *
 * @param limits octets, or numbers, by what they bound; what is not among them is bounded no more. On the wire, octets are told in units of
 *               1024, those that are none rounded up
 */
public record SetQuota(String root, Map<Resource, Long> limits) implements ImapCommand {
    public SetQuota {
        Objects.requireNonNull(root, "root");
        Map<Resource, Long> ordered = new EnumMap<>(Resource.class);
        ordered.putAll(limits);
        limits = Collections.unmodifiableMap(ordered);
        if (limits.values().stream().anyMatch(limit -> limit < 0)) {
            throw new IllegalArgumentException("a limit is 0 or more: " + limits);
        }
    }

    @Override
    public Verb verb() {
        return Verb.SETQUOTA;
    }

    /** setquota = "SETQUOTA" SP quota-root-name SP "(" [resource-name SP resource-limit *(SP ...)] ")" */
    public static SetQuota read(ImapReader in) throws SyntaxException {
        String root = in.astring();
        in.space();
        Map<Resource, Long> limits = new EnumMap<>(Resource.class);
        in.list(each -> {
            Resource resource = each.option(Resource.values());
            return limits.put(
                    resource, QuotaData.fromUnits(resource, each.space().number64()));
        });
        return new SetQuota(root, limits);
    }

    @Override
    public void write(ImapWriter out) {
        out.astring(root)
                .space()
                .list(
                        limits.keySet(),
                        (resource, to) -> to.text(Syntax.word(resource))
                                .space()
                                .number(QuotaData.inUnits(resource, limits.get(resource))));
    }
}
