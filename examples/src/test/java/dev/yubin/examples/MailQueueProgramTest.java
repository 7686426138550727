package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.routing.spool.Intake;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReversePath;
import dev.yubin.spool.sqlite.SqliteSpool;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a spool, and does to it. */
class MailQueueProgramTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void twoMessagesWait() throws Exception {
        file = folder.resolve("spool");
        try (SqliteSpool spool = SqliteSpool.open(file)) {
            accept(spool, "osaka.test");
            accept(spool, "kyoto.test");
            Reply refused = Reply.of(451, "4.4.1", "Connection refused");
            spool.change(1, Set.of(0), bob -> bob.triedInVain(refused, NOON.plusSeconds(900)));
            spool.putOff("osaka.test", 1, NOON.plusSeconds(900));
        }
    }

    private static void accept(SqliteSpool spool, String destination) throws Exception {
        try (Intake intake = spool.begin(OptionalLong.empty())) {
            intake.write(ByteBuffer.wrap("Subject: hello\r\n\r\n".getBytes("US-ASCII")));
            Rcpt bob = new Rcpt(ForwardPath.of("bob@" + destination), RcptParameters.NONE);
            intake.commit(
                    new Mail(ReversePath.of("ann@tokyo.test"), MailParameters.NONE),
                    NOON,
                    List.of(SpooledRecipient.pending(0, bob, destination, NOON)));
        }
    }

    private Program.Run run(String... words) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        String[] line = new String[words.length + 1];
        line[0] = file.toString();
        System.arraycopy(words, 0, line, 1, words.length);
        int exit = MailQueueProgram.commandLine().setOut(out).setErr(out).execute(line);
        return new Program.Run(exit, said.toString());
    }

    private String says(String... words) {
        Program.Run run = run(words);
        assertThat(run.exit()).as(run.output()).isZero();
        return run.output();
    }

    @Test
    void heSeesWhatWaitsAndWhy() {
        assertThat(says("counts").lines())
                .containsExactly(
                        "kyoto.test: 1 pending, 0 held",
                        "osaka.test: 1 pending, 0 held, not reached 1 times, again at 2026-11-27T12:15:00Z");
        assertThat(says("list").lines())
                .containsExactly(
                        "1 from <ann@tokyo.test>, 18 octets, since 2026-11-27T12:00:00Z",
                        "2 from <ann@tokyo.test>, 18 octets, since 2026-11-27T12:00:00Z");
        assertThat(says("show", "1").lines())
                .containsExactly(
                        "1 from <ann@tokyo.test>, 18 octets, since 2026-11-27T12:00:00Z",
                        "  <bob@osaka.test>: pending, 1 attempts, due at 2026-11-27T12:15:00Z: 451 4.4.1 Connection refused");
    }

    @Test
    void heHoldsReleasesAndDrops() {
        assertThat(says("hold", "all")).isEqualTo("2 messages" + System.lineSeparator());
        assertThat(says("counts")).contains("kyoto.test: 0 pending, 1 held");
        assertThat(says("release", "kyoto.test")).startsWith("1 message");
        assertThat(says("counts")).contains("kyoto.test: 1 pending, 0 held", "osaka.test: 0 pending, 1 held");
        assertThat(says("drop", "2")).startsWith("1 message");
        assertThat(says("list").lines()).hasSize(1);
        says("drop", "1", "--notice", "mx.tokyo.test");
        assertThat(says("list")).startsWith("3 from <>, ");
        assertThat(says("counts")).startsWith("tokyo.test: 1 pending, 0 held");
    }

    @Test
    void anAddressLiteralIsFoundAsItIsShown() throws Exception {
        try (SqliteSpool spool = SqliteSpool.open(file)) {
            accept(spool, "[IPv6:2001:db8::1]");
        }
        assertThat(says("hold", "[IPv6:2001:db8::1]")).startsWith("1 message");
        assertThat(says("hold", "OSAKA.test")).startsWith("1 message");
    }

    @Test
    void anotherServersWordsMoveNoCursor() throws Exception {
        try (SqliteSpool spool = SqliteSpool.open(file)) {
            Reply refused = Reply.of(451, "4.7.1", "\u001b[2JAll is well\u202e");
            spool.change(2, Set.of(0), bob -> bob.triedInVain(refused, NOON));
        }
        assertThat(says("show", "2")).endsWith("451 4.7.1 ?[2JAll is well?" + System.lineSeparator());
    }

    @Test
    void whatIsToBeRetriedIsNotTriedHere() {
        says("retry", "osaka.test");
        assertThat(says("show", "1")).contains("pending, 1 attempts, due at ");
        assertThat(says("counts")).contains("osaka.test: 1 pending, 0 held, not reached 1 times");
    }

    @Test
    void whatIsNotThereIsSaidInASentence() {
        assertThat(run("show", "7").output().strip()).isEqualTo("mail-queue: message 7 is not in the queue any more");
        assertThat(run("drop").output().strip()).isEqualTo("mail-queue: drop needs a message, a destination or all");
        assertThat(run("hold", "7").output().strip())
                .isEqualTo("mail-queue: " + file + ": message 7 is not in the queue any more");
        assertThat(run("list", "all").exit()).isEqualTo(2);
    }
}
