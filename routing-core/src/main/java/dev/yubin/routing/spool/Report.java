package dev.yubin.routing.spool;

import dev.yubin.smtp.Body;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.EnhancedStatus;
import dev.yubin.smtp.EnvelopeId;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.OriginalRecipient;
import dev.yubin.smtp.Received;
import dev.yubin.smtp.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * One notice as multipart/report: words for people, the same for programs (RFC 3464), and what is given back. RFC 6522; where an address is beyond ASCII, RFC
 * 6533.
 *
 * @param to         who sent the message, and is told
 * @param recipients those of whom it tells
 * @param whole      whether the message is given back, rather than its header
 * @param now        when it is written
 * @param until      how long a delayed message is tried
 */
record Report(
        Domain host,
        SpooledMessage message,
        Mailbox to,
        List<Settled> recipients,
        Kind kind,
        boolean whole,
        Instant now,
        Instant until,
        String id) {
    private static final int LINE = 78;
    /** An address has 320 octets at most, and some signs around it. */
    private static final int LONGEST_WORD = 325;
    /** A reply may have many lines; no more of its words is told. */
    private static final int MOST_WORDS = 2000;

    /** What it tells. */
    enum Kind {
        SUCCESS("Delivered", "Your message has been handed on for:"),
        DELAY(
                "Delayed",
                "Your message has not reached these recipients yet. It will be tried again; you need not send it again:"),
        FAILURE("Not delivered", "Your message was not delivered to:"),
        EXPIRY("Not delivered", "Your message could not be delivered in time, and will not be tried again:");

        private final String subject;
        private final String words;

        Kind(String subject, String words) {
            this.subject = subject;
            this.words = words;
        }

        boolean isFailure() {
            return this == FAILURE || this == EXPIRY;
        }
    }

    Report(
            Domain host,
            SpooledMessage message,
            Mailbox to,
            List<Settled> recipients,
            Kind kind,
            boolean whole,
            Instant now,
            Instant until) {
        this(
                host,
                message,
                to,
                recipients,
                kind,
                whole,
                now,
                until,
                UUID.randomUUID().toString());
    }

    /** Whether the types of RFC 6533 are needed. */
    boolean international() {
        return message.mail().parameters().has(MailFlag.SMTPUTF8)
                || !to.ascii()
                || recipients.stream()
                        .anyMatch(settled -> !settled.recipient().rcpt().to().ascii());
    }

    /** What is told. */
    String head() {
        StringBuilder out = new StringBuilder();
        line(out, "Date: " + Received.dateTime(now));
        line(out, "From: Mail delivery <postmaster@" + host.aLabels() + ">");
        line(out, "To: <" + to + ">");
        line(out, "Subject: " + kind.subject + ": your message");
        line(out, "Message-ID: <" + id + "@" + host.aLabels() + ">");
        line(out, "Auto-Submitted: auto-replied"); // RFC 3834 section 5
        line(out, "MIME-Version: 1.0");
        line(out, "Content-Type: multipart/report; report-type=delivery-status;");
        line(out, "\tboundary=\"" + id + "\"");
        line(out, "");
        part(out, "text/plain; charset=utf-8");
        line(out, "This is the mail server " + host.aLabels() + ".");
        line(out, "");
        line(out, kind.words);
        line(out, "");
        for (Settled settled : recipients) {
            line(out, folded(settled.recipient().rcpt().to() + ": " + words(settled), "    "));
        }
        part(out, international() ? "message/global-delivery-status" : "message/delivery-status");
        ofTheMessage(out);
        recipients.forEach(settled -> ofTheRecipient(out, settled));
        return out.toString();
    }

    /** What stands before that which is given back. */
    String headOfReturned() {
        StringBuilder out = new StringBuilder();
        part(out, returned());
        return out.toString();
    }

    private String returned() {
        if (whole) {
            return international() ? "message/global" : "message/rfc822";
        }
        return international() ? "message/global-headers" : "text/rfc822-headers";
    }

    /** The end. */
    String tail() {
        return "\r\n--" + id + "--\r\n";
    }

    private static void line(StringBuilder out, String line) {
        out.append(line).append("\r\n");
    }

    private void part(StringBuilder out, String type) {
        line(out, "");
        line(out, "--" + id);
        line(out, "Content-Type: " + type);
        if (international() || message.mail().parameters().body() != Body.SEVEN_BIT) {
            line(out, "Content-Transfer-Encoding: 8bit");
        }
        line(out, "");
    }

    /** Section 2.2. */
    private void ofTheMessage(StringBuilder out) {
        message.mail()
                .parameters()
                .find(EnvelopeId.class)
                .ifPresent(envelope -> line(out, "Original-Envelope-Id: " + envelope.id()));
        line(out, "Reporting-MTA: dns; " + host.aLabels());
        line(out, "Arrival-Date: " + Received.dateTime(message.arrived()));
    }

    /** Section 2.3. */
    private void ofTheRecipient(StringBuilder out, Settled settled) {
        SpooledRecipient recipient = settled.recipient();
        Outcome outcome = settled.outcome();
        line(out, "");
        recipient
                .rcpt()
                .parameters()
                .find(OriginalRecipient.class)
                .ifPresent(original -> line(out, "Original-Recipient: " + text(original)));
        ForwardPath path = recipient.rcpt().to();
        String address = path.mailbox().map(Mailbox::toString).orElse("postmaster");
        line(out, "Final-Recipient: " + (path.ascii() ? "rfc822; " : "utf-8; ") + address);
        line(out, "Action: " + action(outcome));
        line(out, "Status: " + status(outcome.reply()));
        outcome.server().ifPresent(server -> line(out, "Remote-MTA: dns; " + server.replaceAll(":[0-9]+$", "")));
        if (outcome.server().isPresent() || !outcome.reply().isPositive()) {
            line(out, folded("Diagnostic-Code: smtp; " + words(settled), " "));
        }
        if (isAttemptedNow(outcome)) {
            line(out, "Last-Attempt-Date: " + Received.dateTime(now));
        }
        if (kind == Kind.DELAY) {
            line(out, "Will-Retry-Until: " + Received.dateTime(until));
        }
    }

    /** Its address as people write it; beyond ASCII, in a notice that is not, as utf-8-addr-xtext (RFC 6533 section 3). */
    private String text(OriginalRecipient original) {
        boolean fits = international() || original.address().chars().allMatch(c -> c <= '~');
        return fits
                ? original.type() + "; " + original.address()
                : original.value().orElseThrow().replaceFirst(";", "; ");
    }

    /** Section 2.3.3. */
    private String action(Outcome outcome) {
        return switch (kind) {
            case SUCCESS -> outcome.success().name().toLowerCase(Locale.ROOT);
            case DELAY -> "delayed";
            case FAILURE, EXPIRY -> "failed";
        };
    }

    private String status(Reply reply) {
        if (kind == Kind.EXPIRY) {
            return "5.4.7"; // RFC 3463 section 3.5: delivery time expired
        }
        return reply.status()
                .orElseGet(() -> new EnhancedStatus(reply.code() / 100, 0, 0))
                .toString();
    }

    /** Whether an attempt was made just now. Else its time is not known (section 2.3.7): the operator's word is no attempt, and what has expired was tried before. */
    private boolean isAttemptedNow(Outcome outcome) {
        return kind == Kind.SUCCESS || kind == Kind.FAILURE && outcome.server().isPresent();
    }

    private String words(Settled settled) {
        String words = settled.outcome().reply().toString();
        if (words.length() > MOST_WORDS) {
            int end = Character.isHighSurrogate(words.charAt(MOST_WORDS - 1)) ? MOST_WORDS - 1 : MOST_WORDS;
            words = words.substring(0, end) + " ...";
        }
        return international() ? words : words.replaceAll("[^ -~]", "?");
    }

    /**
     * In lines of 78 characters (RFC 5322 section 2.1.1); a longer word has a line of its own, and what no address can be is cut into lines that have no 998 octets
     * in UTF-8.
     */
    private static String folded(String text, String indent) {
        StringBuilder out = new StringBuilder();
        int length = 0;
        for (String word : text.split(" +")) {
            for (int at = 0; at < word.length(); ) {
                int end = Math.min(word.length(), at + LONGEST_WORD);
                if (end < word.length() && Character.isHighSurrogate(word.charAt(end - 1))) {
                    end--;
                }
                if (length > 0 && length + 1 + end - at > LINE) {
                    out.append("\r\n").append(indent);
                    length = indent.length();
                } else if (length > 0) {
                    out.append(' ');
                    length++;
                }
                out.append(word, at, end);
                length += end - at;
                at = end;
            }
        }
        return out.toString();
    }
}
