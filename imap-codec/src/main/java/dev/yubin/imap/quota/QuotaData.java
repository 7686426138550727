package dev.yubin.imap.quota;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.mailbox.feature.Quota.Usage;
import dev.yubin.protocol.line.SyntaxException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a quota root bounds: RFC 9208 section 4.2.1. On the wire, octets are told in units of 1024, usage and limit both rounded up, so that neither
 * passes the other by it. Resources of unknown meaning are passed over when read.
 */
public record QuotaData(Quota quota) implements ImapResponse {
    public QuotaData {
        Objects.requireNonNull(quota, "quota");
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.QUOTA;
    }

    /** "QUOTA" SP quota-root-name SP "(" [quota-resource *(SP quota-resource)] ")" */
    public static QuotaData read(ImapReader in) throws SyntaxException {
        in.expect("* QUOTA ");
        String root = in.astring();
        in.space();
        Map<Resource, Usage> resources = new EnumMap<>(Resource.class);
        in.list(each -> readResource(each, resources));
        return new QuotaData(new Quota(root, resources));
    }

    /** resource-name SP resource-usage SP resource-limit */
    private static String readResource(ImapReader in, Map<Resource, Usage> resources) throws SyntaxException {
        String word = in.atom("a resource");
        long used = in.space().number64();
        long limit = in.space().number64();
        for (Resource resource : Resource.values()) {
            if (Syntax.word(resource).equalsIgnoreCase(word)) {
                resources.put(resource, new Usage(fromUnits(resource, used), fromUnits(resource, limit)));
            }
        }
        return word;
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* QUOTA ").astring(quota.root()).space();
        out.list(quota.resources().keySet(), (resource, to) -> {
            Usage usage = quota.resources().get(resource);
            to.text(Syntax.word(resource));
            to.space().number(inUnits(resource, usage.used()));
            to.space().number(inUnits(resource, usage.limit()));
        });
    }

    /** What a number on the wire stands for; more than there can be is the most there can be. */
    static long fromUnits(Resource resource, long units) {
        return Math.min(units, Long.MAX_VALUE / unit(resource)) * unit(resource);
    }

    /** As it stands on the wire, rounded up. */
    static long inUnits(Resource resource, long number) {
        return -Math.floorDiv(-number, unit(resource));
    }

    private static long unit(Resource resource) {
        return resource == Resource.STORAGE || resource == Resource.ANNOTATION_STORAGE ? 1024 : 1;
    }
}
