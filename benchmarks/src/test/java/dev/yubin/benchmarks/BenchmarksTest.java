package dev.yubin.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yubin.benchmarks.SmtpCodecBenchmark.Transaction;
import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.Verb;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.outline.Part;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.codec.EndOfContent;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.smtp.SmtpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.angus.mail.imap.protocol.BODYSTRUCTURE;
import org.eclipse.angus.mail.imap.protocol.ENVELOPE;
import org.junit.jupiter.api.Test;

/** Each benchmark measures what it says: it is run twice, as state is left between, and what it gives is looked at. */
class BenchmarksTest {
    private final SmtpCodecBenchmark smtp = new SmtpCodecBenchmark();
    private final SmtpBesideNettyBenchmark beside = new SmtpBesideNettyBenchmark();
    private final Pop3CodecBenchmark pop3 = new Pop3CodecBenchmark();
    private final ImapCodecBenchmark imap = new ImapCodecBenchmark();
    private final DotStuffingBenchmark dots = new DotStuffingBenchmark();
    private final OutlineBenchmark outlines = new OutlineBenchmark();

    @Test
    void anSmtpTransactionIsReadWhole() {
        assertThat(smtp.readTransaction()).isEqualTo(smtp.readTransaction());
        Transaction read = smtp.readTransaction();

        assertThat(read.contentOctets()).isEqualTo(SmtpCodecBenchmark.MESSAGE_OCTETS);
        assertThat(read.values()).hasSize(6).endsWith(EndOfContent.SOUND);
        assertThat(read.values().subList(0, 5))
                .map(command -> ((SmtpCommand) command).line() + "\r\n")
                .containsExactlyElementsOf(lines(SmtpCodecBenchmark.GROUP));
    }

    @Test
    void anSmtpTransactionIsWrittenWhole() {
        smtp.writeTransaction();

        assertEquals(SmtpCodecBenchmark.GROUP + SmtpCodecBenchmark.CONTENT, text(smtp.writeTransaction()));
    }

    @Test
    void smtpRepliesAreReadAndWrittenWhole() {
        smtp.writeReplies();

        assertThat(smtp.readReplies()).hasSize(7).isEqualTo(smtp.readReplies());
        assertThat(smtp.readReplies())
                .map(reply -> ((Reply) reply).code())
                .containsExactly(250, 250, 250, 250, 250, 354, 250);
        assertEquals(SmtpCodecBenchmark.REPLIES, text(smtp.writeReplies()));
    }

    @Test
    void nettysCodecReadsAndWritesTheSame() {
        beside.readCommands();
        beside.writeCommands();
        beside.writeCommandsByNetty();
        beside.readReplies();
        beside.readRepliesByNetty();

        assertThat(beside.readCommands())
                .map(command -> ((SmtpCommand) command).line() + "\r\n")
                .containsExactlyElementsOf(lines(SmtpBesideNettyBenchmark.COMMANDS));
        assertEquals(SmtpBesideNettyBenchmark.COMMANDS, text(beside.writeCommands()));
        assertEquals(SmtpBesideNettyBenchmark.COMMANDS, text(beside.writeCommandsByNetty()));
        assertThat(beside.readRepliesByNetty())
                .map(reply -> ((SmtpResponse) reply).code())
                .containsExactlyElementsOf(beside.readReplies().stream()
                        .map(reply -> ((Reply) reply).code())
                        .toList());
    }

    @Test
    void pop3CommandsAreReadAndWrittenWhole() {
        pop3.readCommands();
        pop3.writeCommands();

        assertThat(pop3.readCommands())
                .map(command -> ((Pop3Command) command).verb().name())
                .containsExactlyElementsOf(lines(Pop3CodecBenchmark.COMMANDS).stream()
                        .map(line -> line.split("\\W")[0])
                        .toList());
        assertEquals(Pop3CodecBenchmark.COMMANDS, text(pop3.writeCommands()));
    }

    @Test
    void aPop3ListingIsReadAndWrittenWhole() throws Exception {
        pop3.readListing();
        pop3.writeListing();

        assertThat(pop3.readListing()).isEqualTo(Pop3CodecBenchmark.LISTINGS);
        assertEquals(Pop3CodecBenchmark.LISTING, text(pop3.writeListing()));
    }

    @Test
    void imapCommandsAreReadAndWrittenWhole() {
        imap.readCommands();
        imap.writeCommands();

        assertThat(imap.readCommands())
                .map(request -> ((ImapRequest) request).command().verb())
                .containsExactly(
                        Verb.SELECT,
                        Verb.UID_FETCH,
                        Verb.UID_FETCH,
                        Verb.UID_SEARCH,
                        Verb.UID_STORE,
                        Verb.LIST,
                        Verb.STATUS,
                        Verb.NOOP);
        assertEquals(ImapCodecBenchmark.COMMANDS, text(imap.writeCommands()));
    }

    @Test
    void imapResponsesAreReadAndWrittenWhole() {
        imap.writeResponses();

        assertThat(imap.readResponses()).isEqualTo(imap.readResponses());
        assertThat(imap.readResponses())
                .hasSize(ImapCodecBenchmark.MESSAGES)
                .allSatisfy(
                        response -> assertThat(((FetchData) response).data()).hasSize(6));
        assertEquals(ImapCodecBenchmark.RESPONSES, text(imap.writeResponses()));
    }

    @Test
    void angusMailReadsTheSameImapResponses() throws Exception {
        imap.readResponsesByAngus();

        assertThat(imap.readResponsesByAngus())
                .hasSize(ImapCodecBenchmark.MESSAGES)
                .allSatisfy(response -> {
                    assertThat(response.getItem(ENVELOPE.class).messageId).endsWith("@tokyo.test>");
                    assertThat(response.getItem(BODYSTRUCTURE.class).bodies).hasSize(2);
                });
    }

    @Test
    void jamesReadsTheSameImapCommandsAndWritesTheSameResponses() throws Exception {
        imap.readCommandsByJames();
        imap.writeResponsesByJames();

        assertThat(imap.readCommandsByJames())
                .map(command -> command.getClass().getSimpleName())
                .containsExactly(
                        "SelectRequest",
                        "FetchRequest",
                        "FetchRequest",
                        "SearchRequest",
                        "StoreRequest",
                        "ListRequest",
                        "StatusRequest",
                        "NoopRequest");
        String written = new String(imap.writeResponsesByJames(), StandardCharsets.US_ASCII);
        assertThat(written.lines()).hasSize(ImapCodecBenchmark.MESSAGES);
        for (String line : ImapCodecBenchmark.RESPONSES.split("\r\n")) {
            assertThat(written).contains(line.substring(line.indexOf("ENVELOPE"), line.length() - 1));
        }
    }

    @Test
    void everyDotIsStuffedAndTakenOffAgain() {
        dots.stuff();
        dots.unstuff();
        dots.copy();

        assertThat(dots.stuff())
                .isEqualTo(DotStuffingBenchmark.STUFFED.length())
                .isGreaterThan(DotStuffingBenchmark.OCTETS + 500);
        assertThat(dots.unstuff()).isEqualTo(DotStuffingBenchmark.OCTETS);
        assertThat(dots.ended()).isTrue();
    }

    @Test
    void anOutlineHasTheEnvelopeAndEveryPart() {
        Outline letter = outlines.scanLetter();
        Outline attachment = outlines.scanAttachment();

        assertThat(letter.octets()).isEqualTo(OutlineBenchmark.LETTER_OCTETS);
        assertThat(letter.envelope().to()).hasSize(2);
        assertThat(attachment.octets()).isEqualTo(OutlineBenchmark.ATTACHMENT_OCTETS);
        assertThat(attachment.root().children()).map(Part::subtype).containsExactly("alternative", "jpeg");
        assertThat(attachment.root().children().get(1).bodyEnd()).isGreaterThan(1_048_000);
    }

    private static List<String> lines(String text) {
        return text.lines().map(line -> line + "\r\n").toList();
    }

    private static String text(ByteBuf octets) {
        return octets.toString(StandardCharsets.US_ASCII);
    }
}
