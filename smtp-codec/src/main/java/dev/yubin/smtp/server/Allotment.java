package dev.yubin.smtp.server;

import dev.yubin.smtp.EsmtpParameter;
import dev.yubin.smtp.Host;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How much one client has used of what its session may have: RFC 5321 section 4.5.3.1, RFC 9422 section 4. */
final class Allotment {
    /** What LIMITS can tell: a number of one to six digits. */
    private static final long MOST_TOLD = 999_999;

    private final SmtpLimits limits;
    private long transactions;
    /** Of recipients of all transactions; empty where any number may come. */
    private Set<Host> domains = Set.of();
    /** Of the recipients of the present transaction. */
    private long octets;

    Allotment(SmtpLimits limits) {
        this.limits = limits;
    }

    /** What stands behind LIMITS in the answer to EHLO. */
    static String told(SmtpLimits limits) {
        List<String> told = new ArrayList<>();
        tell("MAILMAX", limits.transactions(), told);
        tell("RCPTMAX", limits.recipients(), told);
        tell("RCPTDOMAINMAX", limits.recipientDomains(), told);
        return String.join(" ", told);
    }

    private static void tell(String name, long limit, List<String> told) {
        if (limit <= MOST_TOLD) {
            told.add(name + "=" + limit);
        }
    }

    /** A MAIL has come, and counts whatever becomes of it. Why it is one too many, if so. */
    Optional<Reply> begun() {
        return ++transactions > limits.transactions()
                ? refused(421, "4.7.0", "No more than " + limits.transactions() + " transactions; connect again")
                : Optional.empty();
    }

    /**
     * Why this is one recipient too many, if so.
     *
     * @param before how many the message has
     */
    Optional<Reply> refusal(Rcpt rcpt, int before) {
        if (before >= limits.recipients()) {
            return tooMany("No more than " + limits.recipients() + " recipients; send the rest later");
        } else if (before > 0 && octets + octets(rcpt) > limits.envelopeOctets()) {
            return tooMany("The recipients have over " + limits.envelopeOctets() + " octets; send the rest later");
        } else if (domains.size() >= limits.recipientDomains() && !known(rcpt)) {
            return tooMany(
                    "No more than " + limits.recipientDomains() + " domains; send the rest over another connection");
        }
        return Optional.empty();
    }

    private static Optional<Reply> tooMany(String text) {
        return refused(452, "4.5.3", text);
    }

    private static Optional<Reply> refused(int code, String status, String text) {
        return Optional.of(Reply.of(code, status, text));
    }

    private boolean known(Rcpt rcpt) {
        return rcpt.to().mailbox().map(Mailbox::host).map(domains::contains).orElse(true);
    }

    /** It is a recipient now. */
    void took(Rcpt rcpt) {
        octets += octets(rcpt);
        if (limits.recipientDomains() < Long.MAX_VALUE && !known(rcpt)) {
            if (domains.isEmpty()) {
                domains = new HashSet<>();
            }
            domains.add(rcpt.to().mailbox().orElseThrow().host());
        }
    }

    /** The transaction is over. */
    void forgetTransaction() {
        octets = 0;
    }

    private static int octets(Rcpt rcpt) {
        int octets = rcpt.to().mailbox().map(Allotment::octets).orElse(0);
        for (EsmtpParameter parameter : rcpt.parameters().all()) {
            octets += parameter.keyword().length()
                    + parameter.value().map(String::length).orElse(0);
        }
        return octets;
    }

    private static int octets(Mailbox mailbox) {
        return mailbox.localPart().length() + mailbox.host().toString().length();
    }
}
