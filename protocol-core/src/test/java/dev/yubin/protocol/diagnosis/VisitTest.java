package dev.yubin.protocol.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.diagnosis.Finding.Verdict;
import dev.yubin.protocol.diagnosis.Note.Topic;
import dev.yubin.protocol.diagnosis.Protocol.Port;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The steps that are alike in all protocols, with a client that takes any octet for a greeting. */
@Timeout(30)
class VisitTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static Pending<AutoCloseable> open(Dialer dialer) {
        return dialer.open(Workers.standard(), channel -> {
            CompletableFuture<AutoCloseable> greeted = new CompletableFuture<>();
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object octets) {
                    ReferenceCountUtil.release(octets);
                    greeted.complete(ctx::close);
                }

                @Override
                public void channelInactive(ChannelHandlerContext ctx) {
                    greeted.completeExceptionally(dialer.failure(
                            Cause.CONNECTION_LOST, "waiting for the greeting", Optional.empty(), "it hung up"));
                }
            });
            return greeted;
        });
    }

    private static Dialer to(int port) {
        return new Dialer("127.0.0.1", port, TlsMode.PLAINTEXT, TlsTrust.nobody(), Duration.ofSeconds(10));
    }

    private static int closed() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void whereAPortIsClosedTheOtherUsualOnesAreTried() throws Exception {
        try (ServerSocket open = new ServerSocket(0, 5, LOOPBACK)) {
            List<Port> usual = List.of(
                    new Port(open.getLocalPort(), TlsMode.IMPLICIT), new Port(closed(), TlsMode.STARTTLS_REQUIRED));
            List<Finding> findings = new ArrayList<>();
            assertThat(new Visit<>(Protocol.IMAP, to(closed()), VisitTest::open, findings::add, usual).open())
                    .isEmpty();

            assertThat(findings).extracting(Finding::step).containsExactly(Step.NAME, Step.CONNECTION);
            assertThat(findings.get(1).trouble()).contains(Trouble.NOTHING_LISTENS);
            assertThat(findings.get(1).notes())
                    .containsExactly(Topic.OPEN_PORT.of(open.getLocalPort(), TlsMode.IMPLICIT));
        }
    }

    @Test
    void aServersOctetsAreShownEscaped() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
            List<Finding> findings = new ArrayList<>();
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
                try (Socket peer = server.accept()) {
                    peer.getOutputStream().write("* OK \u001b[2J\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    peer.getInputStream().read();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            new Visit<>(Protocol.IMAP, to(server.getLocalPort()), VisitTest::open, findings::add)
                    .open()
                    .orElseThrow()
                    .close();
            serving.join();

            assertThat(findings)
                    .filteredOn(finding -> finding.step() == Step.GREETING)
                    .flatExtracting(Finding::notes)
                    .containsExactly(Topic.FIRST_LINE.of("* OK \\x1B[2J"));
        }
    }

    @Test
    void aDiagnosisThatIsCancelledEnds() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, LOOPBACK)) {
            CompletableFuture<Finding> last = new CompletableFuture<>();
            Dialer dialer = to(silent.getLocalPort());
            Diagnosis diagnosis = Diagnosis.of(
                    Protocol.IMAP,
                    dialer,
                    findings -> new Visit<>(Protocol.IMAP, dialer, VisitTest::open, findings).open());
            Pending<Report> report = diagnosis.begin(finding -> {
                if (finding.verdict() == Verdict.FAILED) {
                    last.complete(finding);
                }
            });
            try (Socket peer = silent.accept()) {
                report.cancel(true);
                assertThat(last.get(20, TimeUnit.SECONDS).trouble()).contains(Trouble.ENDED_HERE);
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aFindingIsOfOneMind() {
        assertThatThrownBy(() ->
                        new Finding(Step.NAME, Verdict.FAILED, "a", 1, Optional.empty(), Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Finding(
                        Step.NAME, Verdict.PASSED, "a", 1, Optional.of(Trouble.SILENT), Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
