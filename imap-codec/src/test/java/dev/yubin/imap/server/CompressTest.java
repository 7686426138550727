package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.imap.ImapLimits;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** COMPRESS=DEFLATE: RFC 4978. */
class CompressTest {
    private static final int MIB = 1024 * 1024;

    @RegisterExtension
    final Office office = Office.with(Letters.PLAIN, "Subject: long\n\n" + "all the same\n".repeat(20_000))
            .limits(SessionLimits.standard().with(new ImapLimits(8192, 8192, 10, 16_384, 8, 100, MIB, MIB)));

    /** Section 3's second example; that of who asks again is ours to refuse, for COMPRESS is a layer like any other. */
    @Test
    void whatIsCompressedAlreadyIsNotCompressedAgain() throws IOException {
        try (Packed client = Packed.begun(office.server().port())) {
            client.say("c COMPRESS DEFLATE\r\n");
            assertThat(client.line()).isEqualTo("c NO [COMPRESSIONACTIVE] DEFLATE is active already via COMPRESS");
            client.say("d NOOP\r\n");
            assertThat(client.line()).isEqualTo("d OK NOOP done");
        }
    }

    @Test
    void itIsOfferedToWhoIsKnownAndNamesItsAlgorithm() {
        office.play("""
                S: * OK ...
                C: a1 COMPRESS DEFLATE
                S: a1 BAD COMPRESS is not possible before login
                """);
        office.loggedIn("""
                C: a1 COMPRESS
                S: a1 BAD ...
                C: a2 COMPRESS LZW
                S: a2 BAD DEFLATE is the only algorithm here
                C: a3 CAPABILITY
                S: * CAPABILITY ... COMPRESS=DEFLATE ...
                S: a3 OK CAPABILITY done
                """);
    }

    /** Section 3's first example, with the words of this server. */
    @Test
    void itWorksWithinTls() {
        office.wire().play("""
                S: * OK [CAPABILITY ...] Yubin ready
                C: a starttls
                S: a OK begin TLS now
                TLS
                C: b login bbb@osaka.test tanuki
                S: b OK [CAPABILITY ... COMPRESS=DEFLATE ...] LOGIN done
                C: c compress deflate
                S: c OK DEFLATE active
                """);
    }

    @Test
    void manyCommandsInOneWriteAreAnsweredInTheirOrder() throws IOException {
        try (Packed client = Packed.begun(office.server().port())) {
            StringBuilder commands = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                commands.append("n").append(i).append(" NOOP\r\n");
            }
            client.say(commands.toString());
            for (int i = 0; i < 500; i++) {
                assertThat(client.line()).isEqualTo("n" + i + " OK NOOP done");
            }
        }
    }

    @Test
    void aConversationGoesOnOctetByOctet() throws IOException {
        try (Packed client = Packed.begun(office.server().port())) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(9, true), true)) {
                out.write("s EXAMINE INBOX\r\nf FETCH 1 RFC822.SIZE\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                for (byte octet : packed.toByteArray()) {
                    client.sayPlain(new byte[] {octet});
                }
            }
            String line = client.line();
            while (line.startsWith("*") && !line.contains("FETCH")) {
                line = client.line();
            }
            assertThat(line).isEqualTo("s OK [READ-ONLY] SELECT done".replace("SELECT", "EXAMINE"));
            assertThat(client.line()).isEqualTo("* 1 FETCH (RFC822.SIZE " + Letters.octets(Letters.PLAIN) + ")");
            assertThat(client.line()).isEqualTo("f OK FETCH done");
        }
    }

    @Test
    void longAnswersAndMessagesPassBothWays() throws IOException {
        try (Packed client = Packed.begun(office.server().port())) {
            String message = "Subject: up\r\n\r\n" + "up and away\r\n".repeat(10_000);
            client.say("a APPEND INBOX {" + message.length() + "+}\r\n" + message + "\r\n");
            assertThat(client.line()).matches("a OK \\[APPENDUID \\d+ 3] APPEND done");
            client.say("s EXAMINE INBOX\r\nf FETCH 2:3 BODY.PEEK[TEXT]\r\n");
            String line = client.line();
            while (!line.startsWith("s OK")) {
                line = client.line();
            }
            assertThat(client.line()).isEqualTo("* 2 FETCH (BODY[TEXT] {280000}");
            for (int i = 0; i < 20_000; i++) {
                assertThat(client.line()).isEqualTo("all the same");
            }
            assertThat(client.line()).isEqualTo(")");
            assertThat(client.line()).isEqualTo("* 3 FETCH (BODY[TEXT] {130000}");
            for (int i = 0; i < 10_000; i++) {
                assertThat(client.line()).isEqualTo("up and away");
            }
            assertThat(client.line()).isEqualTo(")");
            assertThat(client.line()).isEqualTo("f OK FETCH done");
        }
    }

    /** 64 MiB are 64 KiB on the wire, and the line's limit is 8 KiB: what is over is counted as it is inflated, and soon no more is. */
    @Test
    void aBombIsRefusedLikeAnyEndlessLine() throws IOException {
        try (Packed client = Packed.begun(office.server().port())) {
            client.sayPlain(bomb(64 * MIB));
            assertThat(client.line()).startsWith("* BYE a command that was refused goes on");
        }
    }

    @Test
    void aLiteralIsBoundedByWhatItIsInflatedTo() throws IOException {
        try (Packed client = Packed.begun(office.server().port())) {
            client.say("a LIST \"\" {8193+}\r\n" + "x".repeat(8193) + "\r\nb NOOP\r\n");
            assertThat(client.line()).startsWith("a BAD [TOOBIG]");
            assertThat(client.line()).isEqualTo("b OK NOOP done");
        }
    }

    private static byte[] bomb(int octets) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(9, true), true)) {
            byte[] piece = new byte[MIB];
            java.util.Arrays.fill(piece, (byte) 'x');
            for (int i = 0; i < octets / MIB; i++) {
                out.write(piece);
            }
        }
        return packed.toByteArray();
    }

    @Test
    void whatIsNotCompressedThoughItWasAgreedEndsTheConversation() throws IOException {
        try (Packed client = Packed.begun(office.server().port())) {
            client.sayPlain("a NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.line()).startsWith("* BYE what came is not compressed with DEFLATE");
        }
    }

    @Test
    void whatComesBehindTheEndOfTheStreamEndsTheConversation() throws IOException {
        try (Packed client = Packed.begun(office.server().port())) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(9, true))) {
                out.write("a NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            client.sayPlain(packed.toByteArray());
            assertThat(client.line()).isEqualTo("a OK NOOP done");
            client.sayPlain(new byte[] {1, 2, 3});
            assertThat(client.line()).isEqualTo("* BYE the compression was ended, but more has come");
        }
    }

    @Test
    void nothingMayBeSentBehindCompressBeforeItIsAnswered() throws IOException {
        try (Packed client = new Packed(office.server().port())) {
            client.line();
            client.say("l LOGIN bbb@osaka.test tanuki\r\nz COMPRESS DEFLATE\r\na NOOP\r\n");
            client.line();
            assertThat(client.line()).isEqualTo("z OK DEFLATE active");
            assertThatThrownBy(client::line).isInstanceOf(EOFException.class);
        }
    }
}
