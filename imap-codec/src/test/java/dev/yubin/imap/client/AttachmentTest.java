package dev.yubin.imap.client;

import static dev.yubin.imap.fetch.FetchItem.Attribute.BODYSTRUCTURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.Spoken;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachmentTest {
    private static List<Attachment> attachments(String structure) {
        FetchData told = (FetchData) Spoken.response("* 1 FETCH (BODYSTRUCTURE " + structure + ")");
        return Fetched.of(told).attachments();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ("name" "a.pdf")        | ("attachment" ("filename" "b.pdf"))                      | b.pdf
            ("name" "a.pdf")        | ("attachment" NIL)                                       | a.pdf
            ("name" "a.pdf")        | ("inline" NIL)                                           | a.pdf
            ("NAME" "a.pdf")        | NIL                                                      | a.pdf
            NIL                     | ("ATTACHMENT" NIL)                                       | -
            NIL                     | "attachment"                                             | -
            NIL                     | ("attachment" ("filename" "=?utf-8?B?4oKs?="))           | €
            NIL                     | ("attachment" ("filename" "E" "filename*" "utf-8''%e2%82%ac+")) | €+
            NIL                     | ("attachment" ("filename*" "no'charset'%41"))            | no'charset'%41
            NIL                     | ("attachment" ("filename*" "utf-8''%4"))                 | utf-8''%4
            NIL                     | ("attachment" ("filename" "../../.profile"))             | ../../.profile
            """, delimiter = '|')
    void itHasTheNameItsSenderGaveIt(String parameters, String disposition, String name) {
        String part = "(\"A\" \"B\" " + parameters + " NIL NIL \"7BIT\" 1 NIL " + disposition + " NIL NIL)";
        List<Attachment> one = attachments(part);
        assertThat(one).hasSize(1);
        assertThat(one.get(0).number()).containsExactly(1);
        assertThat(one.get(0).fileName().orElse("-")).isEqualTo(name);
    }

    @Test
    void itIsFoundHoweverDeepItLiesButNotInAnotherMessage() {
        String text = "(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1 NIL NIL NIL NIL)";
        String file = "(\"A\" \"B\" (\"name\" \"x\") NIL NIL \"7BIT\" 1 NIL NIL NIL NIL)";
        String related = "(" + text + file + " \"RELATED\")";
        String message = "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 9 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ("
                + text + file + " \"MIXED\") 3 NIL (\"attachment\" NIL) NIL NIL)";
        assertThat(attachments("(" + related + message + file + " \"MIXED\")"))
                .extracting(Attachment::number)
                .containsExactly(List.of(1, 2), List.of(2), List.of(3));
        assertThat(attachments(text)).isEmpty();
    }

    private static ScriptedServer server(String encoding, String content) {
        return ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1] ready
                C: A1 EXAMINE INBOX
                S: A1 OK [READ-ONLY] done
                C: A2 UID FETCH 7 BODYSTRUCTURE
                S: * 1 FETCH (UID 7 BODYSTRUCTURE ("A" "B" ("name" "x") NIL NIL "%s" 9 NIL NIL NIL NIL))
                S: A2 OK done
                C: A3 UID FETCH 7 BODY.PEEK[1]
                S: * 1 FETCH (UID 7 BODY[1] {%d}
                S: %s)
                S: A3 OK done
                EOF
                """.formatted(encoding, content.length(), content));
    }

    private static long save(int port, WritableByteChannel into) throws FaultException {
        try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                .connect()
                .await()) {
            imap.select(Select.readOnly(ImapName.INBOX)).await();
            Fetch structure = Fetch.of(true, SequenceSet.of(7), BODYSTRUCTURE);
            Attachment file = imap.fetch(structure).await().get(0).attachments().get(0);
            return imap.fetch(7, file, into).await();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BASE64, aGkhIQ==, hi!!",
        "quoted-printable, h=69, hi",
        "quoted-printable, hi=4, hi=4",
        "x-own, aGk=, aGk="
    })
    void itIsWrittenWithoutItsTransferEncoding(String encoding, String content, String plain) {
        server(encoding, content).playEveryWay(port -> {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            assertThat(save(port, Channels.newChannel(octets))).isEqualTo(plain.length());
            assertThat(octets).hasToString(plain);
        });
    }

    /** As it may for what is held back to the end. */
    @Test
    void aFileThatCannotBeWrittenEndsTheConnection() {
        WritableByteChannel full = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer octets) throws IOException {
                if (octets.hasRemaining()) {
                    throw new IOException("no space left");
                }
                return 0;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        server("quoted-printable", "=4").playUncut(port -> {
            FaultException why = catchThrowableOfType(FaultException.class, () -> save(port, full));
            assertThat(why.fault().cause()).isEqualTo(Cause.CLOSED_HERE);
            assertThat(why.getMessage()).contains("no space left");
        });
    }
}
