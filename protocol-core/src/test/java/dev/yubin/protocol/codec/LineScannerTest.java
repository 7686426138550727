package dev.yubin.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.codec.Line.Defect;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineScannerTest {
    private static final String STREAM = "NOOP\r\n\r\nbare\nre\rturn\r\nn\0l\r\n" + "x".repeat(30) + "\r\nQUIT\r\n";
    private static final List<String> LINES =
            List.of("NOOP NONE", " NONE", "bare BARE_LF", "re\rturn BARE_CR", "n\0l NUL", "* TOO_LONG", "QUIT NONE");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void theSameOctetsGiveTheSameLinesHoweverTheyCome(int piece) throws ProtocolException {
        LineScanner scanner = new LineScanner(20);
        byte[] stream = STREAM.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf in = Unpooled.buffer();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < stream.length; i += piece) {
            in.writeBytes(stream, i, Math.min(piece, stream.length - i));
            for (Optional<Line> line = scanner.next(in); line.isPresent(); line = scanner.next(in)) {
                String octets = new String(line.get().octets(), StandardCharsets.ISO_8859_1);
                Defect defect = line.get().defect();
                lines.add((defect == Defect.TOO_LONG ? "*" : octets) + " " + defect);
            }
        }
        in.release();
        assertThat(lines).isEqualTo(LINES);
    }

    @Test
    void theLimitCountsTheEndOfTheLine() throws ProtocolException {
        assertThat(only("1234567\r\n", 9).defect()).isEqualTo(Defect.NONE);
        assertThat(only("12345678\r\n", 9).defect()).isEqualTo(Defect.TOO_LONG);
    }

    @Test
    void aLineThatNeverEndsIsGivenUpAndTakesNoMemory() {
        LineScanner scanner = new LineScanner(512);
        ByteBuf in = Unpooled.buffer();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        in.writeBytes(new byte[1024]);
                        assertThat(scanner.next(in)).isEmpty();
                        in.discardReadBytes();
                        assertThat(in.readableBytes()).isLessThanOrEqualTo(1024);
                    }
                })
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("the longest taken here is 512");
        in.release();
    }

    @Test
    void eightMebibytesComeInSmallPiecesAndTheNextLineIsReadAsIfNothingHadBeen() throws ProtocolException {
        int eight = 8 * 1024 * 1024;
        LineScanner scanner = new LineScanner(eight / 8);
        ByteBuf in = Unpooled.buffer();
        for (int sent = 0; sent < eight; sent += 8192) {
            in.writeBytes(new byte[8192]);
            assertThat(scanner.next(in)).isEmpty();
            in.discardReadBytes();
            assertThat(in.readableBytes()).isLessThanOrEqualTo(eight / 8);
        }
        in.writeBytes("\r\nNOOP\r\n".getBytes(StandardCharsets.US_ASCII));
        Line line = scanner.next(in).orElseThrow();
        assertThat(line.defect()).isEqualTo(Defect.TOO_LONG);
        assertThat(line.octets()).hasSizeLessThanOrEqualTo(eight / 8);
        assertThat(scanner.next(in).orElseThrow().octets()).isEqualTo("NOOP".getBytes(StandardCharsets.US_ASCII));
        in.release();
    }

    private static Line only(String octets, int limit) throws ProtocolException {
        return new LineScanner(limit)
                .next(Unpooled.copiedBuffer(octets, StandardCharsets.ISO_8859_1))
                .orElseThrow();
    }
}
