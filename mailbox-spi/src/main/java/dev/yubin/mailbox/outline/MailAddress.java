package dev.yubin.mailbox.outline;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of an address list, in the four parts of RFC 9051 section 7.5.2, which IMAP writes as they stand, NIL for what is empty here.
 *
 * <p>An address has a mailbox and a host. A group (RFC 5322 section 3.4) is its start, with its name as the mailbox and no host; its
 * members; and {@link #GROUP_END}. Of something that is no address, such as a lone word, the host is {@code ""}.
 *
 * @param name    the display name without quoting; where there is none, the comment behind the address, as in {@code ann@example.net (Ann)}
 * @param route   the source route, such as {@code @a.example,@b.example}: RFC 5322 section 4.4
 * @param mailbox the local part without quoting, or a group's name; empty at a group's end
 * @param host    the domain, {@code ""} where it is missing; empty at a group's start and end
 */
public record MailAddress(
        Optional<String> name, Optional<String> route, Optional<String> mailbox, Optional<String> host) {
    /** What stands behind the last member of a group. */
    public static final MailAddress GROUP_END =
            new MailAddress(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public MailAddress {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(route, "route");
        if (mailbox.isEmpty() && host.isPresent()) {
            throw new IllegalArgumentException("an address with a host has a mailbox");
        }
    }

    /** What stands before the first member of a group. */
    public static MailAddress groupStart(String name) {
        return new MailAddress(Optional.empty(), Optional.empty(), Optional.of(name), Optional.empty());
    }

    /**
     * Reads the value of a From, To or like field: RFC 5322 sections 3.4 and 4.4. It never fails: whatever stands between two commas
     * becomes an address, as good as can be.
     */
    public static List<MailAddress> readList(String value) {
        return new AddressReader(value).list();
    }

    /** Whether this is where a group begins; {@link #mailbox} is then its name. */
    public boolean startsGroup() {
        return mailbox.isPresent() && host.isEmpty();
    }

    /** Whether this is where a group ends. */
    public boolean endsGroup() {
        return mailbox.isEmpty();
    }
}
