package dev.yubin.imap.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** COMPRESS=DEFLATE from a client's side: RFC 4978. */
class CompressTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-26T12:00:00+09:00");
    private static final FetchItem.Body WHOLE = new FetchItem.Body(Section.ALL, true, Optional.empty());

    private static ImapClient.Builder to(int port) {
        return ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT).plaintextLogin(true);
    }

    @Test
    void aMessageGoesUpAndComesDownCompressed() throws Exception {
        MemoryMailStore store = MemoryMailStore.create("bbb@osaka.test");
        UserTable users = new UserTable(4096).add("bbb@osaka.test", Secret.of("tanuki"));
        byte[] message = ("Subject: long\r\n\r\n" + "all the same\r\n".repeat(50_000)).getBytes(US_ASCII);
        try (ImapServer server = ImapServer.builder(store, users)
                        .plaintextLogin(true)
                        .listen(new InetSocketAddress("127.0.0.1", 0), TlsMode.PLAINTEXT)
                        .start();
                ImapClient imap = to(server.port()).connect().await()) {
            imap.login(Credentials.of("bbb@osaka.test", Secret.of("tanuki"))).await();
            imap.compress().await();
            imap.append(
                            ImapName.INBOX,
                            Set.of(),
                            NOON,
                            message.length,
                            Channels.newChannel(new ByteArrayInputStream(message)))
                    .await();
            imap.select(Select.of(ImapName.INBOX)).await();
            ByteArrayOutputStream came = new ByteArrayOutputStream();
            Fetch fetch = Fetch.of(false, SequenceSet.of(1), WHOLE);
            assertThat(imap.fetch(fetch, Channels.newChannel(came)).await()).isEqualTo(message.length);
            assertThat(came.toByteArray()).isEqualTo(message);
            FaultException twice = catchThrowableOfType(
                    FaultException.class, () -> imap.compress().await());
            assertThat(twice.fault().cause()).isEqualTo(Cause.REFUSED);
            assertThat(twice).hasMessageContaining("[COMPRESSIONACTIVE]");
            imap.logout().await();
        }
    }

    @Test
    void aServerThatRefusesIsSpokenToAsBefore() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1] ready
                C: A1 COMPRESS DEFLATE
                S: A1 NO [COMPRESSIONACTIVE] DEFLATE active via TLS
                C: A2 NOOP
                S: A2 OK done
                """).playEveryWay(port -> {
            try (ImapClient imap = to(port).connect().await()) {
                FaultException refused = catchThrowableOfType(
                        FaultException.class, () -> imap.compress().await());
                assertThat(refused.fault().cause()).isEqualTo(Cause.REFUSED);
                imap.noop().await();
            }
        });
    }

    private static byte[] deflated(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(9, true), true);
        out.write(text.getBytes(US_ASCII));
        out.flush();
        return packed.toByteArray();
    }

    /** Greets one client, and says each of these once something more has come. */
    private static Thread server(ServerSocket socket, byte[]... says) {
        Thread thread = new Thread(() -> {
            try (Socket client = socket.accept()) {
                client.getOutputStream().write("* PREAUTH [CAPABILITY IMAP4rev1] ready\r\n".getBytes(US_ASCII));
                for (byte[] each : says) {
                    client.getInputStream().read(new byte[4096]);
                    client.getOutputStream().write(each);
                }
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // the client has gone
            }
        });
        thread.start();
        return thread;
    }

    private static byte[] active(byte[] behind) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write("A1 OK DEFLATE active\r\n".getBytes(US_ASCII));
        all.write(behind);
        return all.toByteArray();
    }

    /** "The server MUST compress starting immediately after the CRLF which ends the tagged OK response", whatever segment that is in. */
    @Test
    void whatComesInOneSegmentWithTheOkIsCompressed() throws Exception {
        byte[] says = active(deflated("* 23 EXISTS\r\n* BYE [UNAVAILABLE] enough\r\n"));
        LinkedBlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        ImapNews news = new ImapNews() {
            @Override
            public void exists(long messages) {
                heard.add(messages);
            }

            @Override
            public void bye(String words) {
                heard.add(words);
            }
        };
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = server(socket, says);
            try (ImapClient imap =
                    to(socket.getLocalPort()).news(news).connect().await()) {
                imap.compress().await();
                assertThat(heard.take()).isEqualTo(23L);
                assertThat(heard.take()).isEqualTo("enough");
            }
            thread.join();
        }
    }

    /** 32 MiB of answer come in 32 KiB; the bound is on what they are inflated to. */
    @Test
    void anAnswerIsBoundedByWhatItIsInflatedTo() throws Exception {
        String data = "* 1 FETCH (BODY[] {1048576}\r\n" + "x".repeat(1024 * 1024) + ")\r\n";
        byte[] says = deflated(data.repeat(32) + "A3 OK done\r\n");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = server(socket, active(new byte[0]), deflated("A2 OK done\r\n"), says);
            try (ImapClient imap =
                    to(socket.getLocalPort()).answerLimit(1024 * 1024).connect().await()) {
                imap.compress();
                imap.select(Select.of(ImapName.INBOX)).await();
                FaultException over = catchThrowableOfType(
                        FaultException.class,
                        () -> imap.fetch(Fetch.of(false, SequenceSet.of(1), WHOLE))
                                .await());
                assertThat(over.fault().cause()).isEqualTo(Cause.LIMIT);
            }
            thread.join();
        }
    }

    @Test
    void whatIsNotCompressedEndsTheConnection() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = server(socket, active(new byte[0]), "A2 OK\r\n".getBytes(US_ASCII));
            try (ImapClient imap = to(socket.getLocalPort()).connect().await()) {
                imap.compress();
                FaultException broken = catchThrowableOfType(
                        FaultException.class, () -> imap.noop().await());
                assertThat(broken.fault().cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
                assertThat(broken).hasMessageContaining("not compressed with DEFLATE");
            }
            thread.join();
        }
    }
}
