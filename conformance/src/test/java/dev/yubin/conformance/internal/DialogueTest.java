package dev.yubin.conformance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DialogueTest {
    private static final int LINES = 200_000;

    /** As a flood of a million commands has it, which would fill the heap. */
    @Test
    void aLongDialogueIsKeptByItsBeginningAndItsEnd() throws Exception {
        String lines = IntStream.range(0, LINES).mapToObj(i -> i + "\r\n").collect(Collectors.joining());
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread speaker = new Thread(() -> {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            speaker.start();
            try (Dialogue dialogue =
                    Dialogue.with((InetSocketAddress) server.getLocalSocketAddress(), false, Duration.ofSeconds(20))) {
                for (int i = 0; i < LINES; i++) {
                    assertThat(dialogue.line("a number")).isEqualTo(Integer.toString(i));
                }
                assertThat(dialogue.said())
                        .startsWith("S: 0\nS: 1\n")
                        .contains("\n# (lines are left out)\nS: ")
                        .endsWith("\nS: 199999\n")
                        .hasSizeLessThan(Dialogue.MOST_SAID);
            }
            speaker.join();
        }
    }
}
