package dev.yubin.routing.accounts;

import dev.yubin.protocol.sasl.SaslPrep;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.util.Locale;
import java.util.Optional;

/**
 * What an account is called, in the one spelling that all of its spellings share: as one types it to log in (SASLprep, RFC 4013), in lower case, its domain in
 * A-labels.
 */
record AccountName(String localPart, String domain) {
    /** @throws IllegalArgumentException when no account can be called so; says why */
    static AccountName of(String address) {
        Mailbox mailbox = Mailbox.of(address);
        if (!(mailbox.host() instanceof Domain domain) || address.startsWith("\"")) {
            throw new IllegalArgumentException("expected name@domain, without quotes, but found \"" + address + '"');
        }
        String localPart = SaslPrep.stored(mailbox.localPart())
                .orElseThrow(() -> new IllegalArgumentException("SASLprep (RFC 4013) refuses \"" + address + '"'));
        return new AccountName(localPart.toLowerCase(Locale.ROOT), domain.aLabels());
    }

    /**
     * Whom an alias stands for, as it was written: elsewhere case may matter.
     *
     * @throws IllegalArgumentException when it is no address, or one that needs quotes; says why
     */
    static String target(String address) {
        if (address.startsWith("\"")) {
            throw new IllegalArgumentException("expected an address without quotes but found " + address);
        }
        return Mailbox.of(address).toString();
    }

    /** Whom somebody means who logs in; empty when it is nobody's name at all. */
    static Optional<AccountName> meant(String user) {
        try {
            return Optional.of(of(user));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return localPart + '@' + domain;
    }
}
