package dev.yubin.routing.spool;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.routing.authentication.Signing;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameter;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Notify;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.Ret;
import dev.yubin.smtp.ReversePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells senders what became of their messages: writes notices (RFC 3464; RFC 6533 where an address is beyond ASCII) and puts them into the spool, from the
 * null sender. It heeds NOTIFY, RET, ENVID and ORCPT (RFC 3461); where a sender has said nothing he hears of failure and of delay. A message from the null
 * sender is itself a notice, and nobody is told of it (RFC 5321 section 4.5.5).
 *
 * <p>A notice of failure gives the message back with RET=FULL, and its header otherwise, as all other notices do. Of a message of over 1 MiB it is always the
 * header, of which it is at most 64 KiB, and so it is of one with REQUIRETLS, whose notice has REQUIRETLS too (RFC 8689 section 5). Of a message that is damaged in the spool it is nothing: the third part of a report may be missing (RFC 6522 section
 * 3).
 */
public final class Notices implements SpoolListener {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    /** A larger message is not given back whole. */
    static final int MOST_RETURNED = 1 << 20;
    /** No more of a header is. */
    static final int MOST_HEADER = 64 << 10;

    private static final int PIECE = 64 << 10;

    private final Domain host;
    private final Spool spool;
    private final InstantSource clock;
    private final Duration giveUpAfter;
    private final Optional<Signing> signing;

    /**
     * @param host   this server's name in the DNS, by which it reports
     * @param spool  where notices wait to be sent, as other mail does
     * @param limits the scheduler's, for a notice of delay says until when it will try
     */
    public Notices(Domain host, Spool spool, SchedulerLimits limits, InstantSource clock) {
        this(host, spool, clock, limits.giveUpAfter(), Optional.empty());
    }

    private Notices(Domain host, Spool spool, InstantSource clock, Duration giveUpAfter, Optional<Signing> signing) {
        this.host = Objects.requireNonNull(host, "host");
        this.spool = Objects.requireNonNull(spool, "spool");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.giveUpAfter = giveUpAfter;
        this.signing = signing;
    }

    /** The same, signed for this host. One that cannot be signed is sent without rather than lost. */
    public Notices signedBy(Signing signing) {
        return new Notices(host, spool, clock, giveUpAfter, Optional.of(signing));
    }

    @Override
    public void delivered(SpooledMessage message, List<Settled> recipients) throws StoreException {
        List<Settled> endingHere = recipients.stream()
                .filter(settled -> settled.outcome().success() != Outcome.Success.HANDED_ON)
                .toList();
        notify(message, wanting(Notify.Event.SUCCESS, endingHere), Report.Kind.SUCCESS);
    }

    @Override
    public void delayed(SpooledMessage message, List<Settled> recipients) throws StoreException {
        notify(message, wanting(Notify.Event.DELAY, recipients), Report.Kind.DELAY);
    }

    @Override
    public void failed(SpooledMessage message, List<Settled> recipients) throws StoreException {
        notify(message, wanting(Notify.Event.FAILURE, recipients), Report.Kind.FAILURE);
    }

    @Override
    public void expired(SpooledMessage message, List<Settled> recipients) throws StoreException {
        notify(message, wanting(Notify.Event.FAILURE, recipients), Report.Kind.EXPIRY);
    }

    private static List<Settled> wanting(Notify.Event event, List<Settled> recipients) {
        return recipients.stream()
                .filter(settled -> settled.recipient()
                        .rcpt()
                        .parameters()
                        .find(Notify.class)
                        .map(notify -> notify.of().contains(event))
                        .orElse(event != Notify.Event.SUCCESS))
                .toList();
    }

    private void notify(SpooledMessage message, List<Settled> recipients, Report.Kind kind) throws StoreException {
        Optional<Mailbox> sender = message.mail().from().mailbox();
        if (sender.isEmpty() || recipients.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        MailParameters said = message.mail().parameters();
        boolean whole = kind.isFailure()
                && said.find(Ret.class).filter(Ret.FULL::equals).isPresent()
                && !said.has(MailFlag.REQUIRETLS)
                && message.octets() <= MOST_RETURNED;
        Report report = new Report(
                host,
                message,
                sender.get(),
                recipients,
                kind,
                whole,
                now,
                message.arrived().plus(giveUpAfter));
        try {
            write(report, true);
        } catch (StoreException e) {
            if (e.reason() == Reason.CORRUPTION) {
                write(report, false);
            } else if (e.reason() != Reason.NONEXISTENT && e.reason() != Reason.EXPUNGED) {
                throw e;
            } // else it is gone: somebody else has told its end
        }
    }

    private void write(Report report, boolean givenBack) throws StoreException {
        try (Intake intake = spool.begin(OptionalLong.empty())) {
            if (signing.isPresent()) {
                ByteArrayOutputStream notice = new ByteArrayOutputStream(); // not much over a megabyte
                write(
                        report,
                        givenBack,
                        octets -> notice.write(
                                octets.array(), octets.arrayOffset() + octets.position(), octets.remaining()));
                write(intake::write, signature(notice.toByteArray()));
                intake.write(ByteBuffer.wrap(notice.toByteArray()));
            } else {
                write(report, givenBack, intake::write);
            }
            Rcpt to = new Rcpt(ForwardPath.to(report.to()), RcptParameters.of(Notify.NEVER));
            intake.commit(
                    new Mail(ReversePath.NULL, parameters(report)),
                    report.now(),
                    List.of(SpooledRecipient.pending(0, to, SpooledRecipient.destination(to.to()), report.now())));
        }
    }

    /** Where a notice is written to. */
    @FunctionalInterface
    private interface Out {
        void write(ByteBuffer octets) throws StoreException;
    }

    private void write(Report report, boolean givenBack, Out out) throws StoreException {
        write(out, report.head());
        if (givenBack) {
            giveBack(report, out);
        }
        write(out, report.tail());
    }

    private String signature(byte[] notice) {
        try {
            return signing.orElseThrow()
                    .sign(host, () -> new ByteArrayInputStream(notice))
                    .text();
        } catch (IOException e) {
            LOG.error("a notice goes without a signature", e);
            return "";
        }
    }

    private void giveBack(Report report, Out out) throws StoreException {
        try (Content original = spool.content(report.message().id())) {
            write(out, report.headOfReturned());
            write(original, report.whole() ? original.octets() : header(original), out);
        }
    }

    /** What is given back has the octets that came in, and what is said of it is in UTF-8. */
    private static MailParameters parameters(Report report) {
        List<MailParameter> parameters = new ArrayList<>();
        MailParameters original = report.message().mail().parameters();
        if (report.international() || original.body() != Body.SEVEN_BIT) {
            parameters.add(Body.EIGHT_BIT_MIME);
        }
        if (report.international()) {
            parameters.add(MailFlag.SMTPUTF8);
        }
        if (original.has(MailFlag.REQUIRETLS)) {
            parameters.add(MailFlag.REQUIRETLS);
        }
        return new MailParameters(parameters);
    }

    private static void write(Out out, String text) throws StoreException {
        out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(Content from, long octets, Out to) throws StoreException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long at = 0; at < octets; ) {
            piece.clear().limit((int) Math.min(PIECE, octets - at));
            at += from.read(at, piece);
            to.write(piece.flip());
        }
    }

    /** How many octets the header has, with the CR LF of its last line; whole lines alone where it is cut off. */
    private static long header(Content content) throws StoreException {
        ByteBuffer octets = ByteBuffer.allocate((int) Math.min(MOST_HEADER, content.octets()));
        while (octets.hasRemaining()) {
            content.read(octets.position(), octets);
        }
        int end = 0;
        for (int i = 1; i < octets.limit(); i++) {
            if (octets.get(i) == '\n' && octets.get(i - 1) == '\r') {
                if (i - 1 == end) {
                    return end; // the empty line
                }
                end = i + 1;
            }
        }
        return end;
    }
}
