package dev.yubin.routing.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.EnvelopeId;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Notify;
import dev.yubin.smtp.OriginalRecipient;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Ret;
import dev.yubin.smtp.ReversePath;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a sender reads of what became of his message, octet for octet. */
class NoticesTest {
    private static final Reply UNKNOWN = Reply.of(550, "5.1.1", "No such mailbox here");
    private static final String LETTER = "Subject: Konnichi wa\r\nFrom: ann@kyoto.test\r\n\r\nHow are you?\r\n";

    private final TurnedClock clock = new TurnedClock();
    private final MemorySpool spool = new MemorySpool(1 << 24);
    private final Notices notices = new Notices(Domain.of("mx.kyoto.test"), spool, SchedulerLimits.standard(), clock);

    private SpooledMessage message(String from, MailParameters said, String content, Rcpt rcpt) throws StoreException {
        try (Intake intake = spool.begin(OptionalLong.empty())) {
            intake.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            long id = intake.commit(
                    new Mail(ReversePath.of(from), said),
                    clock.instant(),
                    List.of(SpooledRecipient.pending(0, rcpt, "osaka.test", clock.instant())));
            return spool.message(id).orElseThrow();
        }
    }

    private SpooledMessage message(MailParameters said, RcptParameters wished) throws StoreException {
        return message("ann@kyoto.test", said, LETTER, new Rcpt(ForwardPath.of("bob@osaka.test"), wished));
    }

    private List<Settled> all(SpooledMessage message, Reply reply, String... server) throws StoreException {
        return spool.recipients(message.id()).stream()
                .map(recipient -> new Settled(
                        recipient, new Outcome(reply, List.of(server).stream().findFirst())))
                .toList();
    }

    private List<SpooledMessage> written() throws StoreException {
        return spool.messages(1, 10); // behind the message that they are about
    }

    private String text(SpooledMessage message) throws StoreException {
        try (Content content = spool.content(message.id())) {
            ByteBuffer into = ByteBuffer.allocate((int) content.octets());
            content.read(0, into);
            return new String(into.array(), StandardCharsets.UTF_8)
                    .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
        }
    }

    @Test
    void aFailureIsToldAsTheRfcsShowIt() throws Exception {
        SpooledMessage message = message(
                MailParameters.of(Ret.FULL, new EnvelopeId("letter 7")),
                RcptParameters.of(new OriginalRecipient("rfc822", "robert@nara.test")));
        clock.turn(Duration.ofMinutes(1));
        notices.failed(message, all(message, UNKNOWN, "mx.osaka.test:25"));
        SpooledMessage notice = written().get(0);
        assertThat(notice.mail()).isEqualTo(new Mail(ReversePath.NULL, MailParameters.NONE));
        assertThat(spool.recipients(notice.id()))
                .containsExactly(SpooledRecipient.pending(
                        0,
                        new Rcpt(ForwardPath.of("ann@kyoto.test"), RcptParameters.of(Notify.NEVER)),
                        "kyoto.test",
                        clock.instant()));
        assertThat(text(notice)).isEqualTo("""
                Date: Fri, 27 Nov 2026 08:01:00 +0000
                From: Mail delivery <postmaster@mx.kyoto.test>
                To: <ann@kyoto.test>
                Subject: Not delivered: your message
                Message-ID: <ID@mx.kyoto.test>
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status;
                \tboundary="ID"


                --ID
                Content-Type: text/plain; charset=utf-8

                This is the mail server mx.kyoto.test.

                Your message was not delivered to:

                <bob@osaka.test>: 550 5.1.1 No such mailbox here

                --ID
                Content-Type: message/delivery-status

                Original-Envelope-Id: letter 7
                Reporting-MTA: dns; mx.kyoto.test
                Arrival-Date: Fri, 27 Nov 2026 08:00:00 +0000

                Original-Recipient: rfc822; robert@nara.test
                Final-Recipient: rfc822; bob@osaka.test
                Action: failed
                Status: 5.1.1
                Remote-MTA: dns; mx.osaka.test
                Diagnostic-Code: smtp; 550 5.1.1 No such mailbox here
                Last-Attempt-Date: Fri, 27 Nov 2026 08:01:00 +0000

                --ID
                Content-Type: message/rfc822

                Subject: Konnichi wa
                From: ann@kyoto.test

                How are you?

                --ID--
                """.replace("\n", "\r\n"));
    }

    @Test
    void theHeaderAloneComesBackUnlessAllIsWished() throws Exception {
        SpooledMessage message = message(MailParameters.NONE, RcptParameters.NONE);
        notices.failed(message, all(message, UNKNOWN));
        assertThat(text(written().get(0)))
                .contains("\r\nDiagnostic-Code: smtp; 550 5.1.1 No such mailbox here\r\n")
                .doesNotContain("Remote-MTA")
                .endsWith("Content-Type: text/rfc822-headers\r\n\r\n"
                        + "Subject: Konnichi wa\r\nFrom: ann@kyoto.test\r\n\r\n--ID--\r\n");
    }

    /** RFC 8689 section 5. */
    @Test
    void aNoticeOfAMessageThatDemandsTlsDemandsItTooAndHasTheHeaderAlone() throws Exception {
        SpooledMessage message = message(MailParameters.of(Ret.FULL, MailFlag.REQUIRETLS), RcptParameters.NONE);
        notices.failed(message, all(message, UNKNOWN));
        assertThat(written().get(0).mail())
                .isEqualTo(new Mail(ReversePath.NULL, MailParameters.of(MailFlag.REQUIRETLS)));
        assertThat(text(written().get(0)))
                .contains("Content-Type: text/rfc822-headers\r\n")
                .doesNotContain("How are you?");
    }

    @Test
    void aDamagedMessageIsNotGivenBack() throws Exception {
        SpooledMessage message = message(MailParameters.of(Ret.FULL), RcptParameters.NONE);
        Spool damaged = (Spool) Proxy.newProxyInstance(
                Spool.class.getClassLoader(), new Class<?>[] {Spool.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("content")) {
                        throw new StoreException(Reason.CORRUPTION, "message 1 has no whole chunk 0");
                    }
                    return method.invoke(spool, arguments);
                });
        new Notices(Domain.of("mx.kyoto.test"), damaged, SchedulerLimits.standard(), clock)
                .failed(message, all(message, UNKNOWN, "mx.osaka.test:25"));
        assertThat(written()).hasSize(1);
        assertThat(text(written().get(0)))
                .endsWith("Last-Attempt-Date: Fri, 27 Nov 2026 08:00:00 +0000\r\n\r\n--ID--\r\n");
    }

    @Test
    void nobodyIsToldOfANotice() throws Exception {
        SpooledMessage message = message(
                "", MailParameters.NONE, LETTER, new Rcpt(ForwardPath.of("ann@kyoto.test"), RcptParameters.NONE));
        notices.failed(message, all(message, UNKNOWN));
        notices.delayed(message, all(message, UNKNOWN));
        notices.expired(message, all(message, UNKNOWN));
        assertThat(written()).isEmpty();
    }

    @Test
    void whoWantsNoneHearsNothing() throws Exception {
        SpooledMessage message = message(MailParameters.NONE, RcptParameters.of(Notify.NEVER));
        notices.failed(message, all(message, UNKNOWN));
        notices.delayed(message, all(message, UNKNOWN));
        notices.delivered(message, all(message, Reply.of(250, "2.0.0", "Taken")));
        assertThat(written()).isEmpty();
    }

    @Test
    void successIsToldToWhoWantsItAlone() throws Exception {
        SpooledMessage message = message(MailParameters.NONE, RcptParameters.NONE);
        Reply taken = Reply.of(250, "2.1.5", "Taken");
        notices.delivered(message, all(message, taken));
        assertThat(written()).isEmpty();
        SpooledMessage wished = message(MailParameters.NONE, RcptParameters.of(Notify.of(Notify.Event.SUCCESS)));
        notices.delivered(wished, all(wished, taken, "mx.osaka.test:25"));
        notices.delivered(wished, all(wished, taken));
        notices.failed(wished, all(wished, UNKNOWN));
        notices.delayed(wished, all(wished, Reply.of(451, "4.4.1", "Connection refused")));
        notices.expired(wished, all(wished, Reply.of(451, "4.4.1", "Connection refused")));
        List<SpooledMessage> told = spool.messages(wished.id(), 10);
        assertThat(told).as("and of nothing else").hasSize(2);
        assertThat(text(told.get(0)))
                .contains("\r\nAction: relayed\r\nStatus: 2.1.5\r\nRemote-MTA: dns; mx.osaka.test\r\n"
                        + "Diagnostic-Code: smtp; 250 2.1.5 Taken\r\n");
        assertThat(text(told.get(1))).contains("\r\nAction: delivered\r\nStatus: 2.1.5\r\nLast-Attempt");
    }

    @Test
    void whatAnotherServerTellsIsNotToldHere() throws Exception {
        SpooledMessage message = message(MailParameters.NONE, RcptParameters.of(Notify.of(Notify.Event.SUCCESS)));
        Settled handedOn = new Settled(
                spool.recipients(message.id()).get(0),
                new Outcome(
                        Reply.of(250, "2.1.5", "Taken"), Optional.of("mx.osaka.test:25"), Outcome.Success.HANDED_ON));
        notices.delivered(message, List.of(handedOn));
        assertThat(written()).isEmpty();
    }

    /** RFC 6533 section 3: a sender who knows no SMTPUTF8 is told in ASCII. */
    @Test
    void anOriginalRecipientBeyondAsciiIsEncodedForWhoReadsAsciiAlone() throws Exception {
        SpooledMessage message =
                message(MailParameters.NONE, RcptParameters.of(new OriginalRecipient("utf-8", "\u72f8@osaka.test")));
        notices.failed(message, all(message, UNKNOWN));
        assertThat(written().get(0).mail().parameters()).isEqualTo(MailParameters.NONE);
        assertThat(text(written().get(0)))
                .contains("\r\nOriginal-Recipient: utf-8; \\x{72F8}@osaka.test\r\n")
                .contains("Content-Type: message/delivery-status\r\n");
    }

    @Test
    void delayAndExpiryHaveTheirOwnWords() throws Exception {
        SpooledMessage message = message(MailParameters.of(Ret.FULL), RcptParameters.NONE);
        Reply refused = Reply.of(451, "4.4.1", "Connection refused");
        notices.delayed(message, all(message, refused));
        notices.expired(message, all(message, refused));
        assertThat(text(written().get(0)))
                .contains("Subject: Delayed: your message\r\n", "\r\nAction: delayed\r\nStatus: 4.4.1\r\n")
                .contains("\r\nWill-Retry-Until: Wed, 2 Dec 2026 08:00:00 +0000\r\n")
                .as("a message that still may come is not given back")
                .contains("text/rfc822-headers");
        assertThat(text(written().get(1)))
                .contains(
                        "\r\nAction: failed\r\nStatus: 5.4.7\r\nDiagnostic-Code: smtp; 451 4.4.1 Connection refused\r\n")
                .contains("message/rfc822");
    }

    @Test
    void aHeaderWithoutEndIsCutOffAtALine() throws Exception {
        String endless = "X-Long: 0123456789\r\n".repeat(10_000);
        SpooledMessage message = message(
                "ann@kyoto.test",
                MailParameters.of(Ret.HDRS),
                endless,
                new Rcpt(ForwardPath.of("bob@osaka.test"), RcptParameters.NONE));
        notices.failed(message, all(message, UNKNOWN));
        assertThat(text(written().get(0)))
                .hasSizeBetween(60_000, Notices.MOST_HEADER + 2000)
                .endsWith("0123456789\r\n\r\n--ID--\r\n");
    }

    @Test
    void whatIsTooLargeIsNotGivenBackWhole() throws Exception {
        SpooledMessage message = message(
                "ann@kyoto.test",
                MailParameters.of(Ret.FULL),
                LETTER + "x".repeat(Notices.MOST_RETURNED),
                new Rcpt(ForwardPath.of("bob@osaka.test"), RcptParameters.NONE));
        notices.failed(message, all(message, UNKNOWN));
        assertThat(written().get(0).octets()).isLessThan(2000);
    }

    @Test
    void aLongReplyIsFoldedAndCutOff() throws Exception {
        SpooledMessage message = message(MailParameters.NONE, RcptParameters.NONE);
        String[] lines = Collections.nCopies(100, "Your mail is refused; see https://osaka.test/" + "x".repeat(400))
                .toArray(String[]::new);
        notices.failed(message, all(message, Reply.of(550, "5.7.1", lines), "mx.osaka.test:25"));
        String text = text(written().get(0));
        assertThat(text.lines()).allMatch(line -> line.length() <= 330);
        assertThat(text)
                .hasSizeLessThan(6000)
                .contains("\r\n<bob@osaka.test>: 550 5.7.1 Your mail is refused; see\r\n    https://osaka.test/xxx")
                .contains("\r\nDiagnostic-Code: smtp; 550 5.7.1 Your mail is refused; see\r\n https://osaka.test/xxx")
                .contains(" ...\r\nLast-Attempt-Date: ");
    }

    @Test
    void theTimeOfAnAttemptIsToldWhereItIsKnown() throws Exception {
        SpooledMessage message = message(MailParameters.NONE, RcptParameters.NONE);
        Reply refused = Reply.of(451, "4.4.1", "Connection refused");
        notices.delayed(message, all(message, refused, "mx.osaka.test:25"));
        notices.expired(message, all(message, refused, "mx.osaka.test:25"));
        notices.failed(message, all(message, Reply.of(554, "5.3.0", "Removed from the queue")));
        assertThat(written()).hasSize(3);
        for (SpooledMessage notice : written()) {
            assertThat(text(notice)).doesNotContain("Last-Attempt-Date");
        }
    }

    @Test
    void aServerIsNamedInALabels() throws Exception {
        SpooledMessage message = message(MailParameters.NONE, RcptParameters.NONE);
        new Notices(Domain.of("b\u00fccher.test"), spool, SchedulerLimits.standard(), clock)
                .failed(message, all(message, UNKNOWN));
        assertThat(text(written().get(0))).contains("\r\nThis is the mail server xn--bcher-kva.test.\r\n");
    }

    @Test
    void addressesBeyondAsciiHaveTheTypesOfTheirOwnRfc() throws Exception {
        SpooledMessage message = message(
                "\u305f\u306c\u304d@kyoto.test",
                MailParameters.of(Body.EIGHT_BIT_MIME, MailFlag.SMTPUTF8),
                LETTER,
                new Rcpt(ForwardPath.to(Mailbox.of("\u72f8@osaka.test")), RcptParameters.NONE));
        notices.failed(message, all(message, UNKNOWN));
        SpooledMessage notice = written().get(0);
        assertThat(notice.mail().parameters()).isEqualTo(MailParameters.of(Body.EIGHT_BIT_MIME, MailFlag.SMTPUTF8));
        assertThat(text(notice))
                .contains("\r\nTo: <\u305f\u306c\u304d@kyoto.test>\r\n")
                .contains("Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n")
                .contains("\r\nFinal-Recipient: utf-8; \u72f8@osaka.test\r\n")
                .contains("Content-Type: message/global-headers\r\n");
    }
}
