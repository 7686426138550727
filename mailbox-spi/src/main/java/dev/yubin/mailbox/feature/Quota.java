package dev.yubin.mailbox.feature;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a quota root bounds: RFC 9208 section 3.
 *
 * @param root its name; {@code ""} is as good as any
 */
public record Quota(String root, Map<Resource, Usage> resources) {
    /** What can be bounded: RFC 9208 section 5. */
    public enum Resource {
        /** Octets of messages. IMAP tells them in units of 1024. */
        STORAGE,
        /** Messages. */
        MESSAGE,
        /** Mailboxes. */
        MAILBOX,
        /** Octets of annotations. IMAP tells them in units of 1024. */
        ANNOTATION_STORAGE
    }

    /** How much there is and may be, in octets or by number. */
    public record Usage(long used, long limit) {
        public Usage {
            if (used < 0 || limit < 0) {
                throw new IllegalArgumentException("a usage is 0 or more, not " + used + " of " + limit);
            }
        }
    }

    public Quota {
        Objects.requireNonNull(root, "root");
        Map<Resource, Usage> ordered = new EnumMap<>(Resource.class);
        ordered.putAll(resources);
        resources = Collections.unmodifiableMap(ordered);
    }
}
