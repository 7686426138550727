package dev.yubin.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.yubin.imap.ExampleTranscripts;
import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.Malformed;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.Verb;
import dev.yubin.imap.mailbox.AppendMore;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** Whatever comes, a codec hands on values or its one exception, holds no more than its limits, and ends. A failure prints its seed. */
class RandomOctetsTest {
    private static final int ROUNDS = 1000;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final ImapLimits LIMITS = new ImapLimits(512, 300, 4, 2048, 6, 40, 4096, 1 << 20);

    private static byte[] mutated(List<byte[]> valid, Random random) {
        if (random.nextInt(8) == 0) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] octets = valid.get(random.nextInt(valid.size())).clone();
        byte[] alphabet = "\r\n \"\\(){}+~*%[]<>.,:$0123456789aAnNiIlL&-\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        for (int n = random.nextInt(6); n > 0 && octets.length > 1; n--) {
            int at = random.nextInt(octets.length);
            int other = random.nextInt(octets.length);
            switch (random.nextInt(4)) {
                case 0 -> octets[at] = alphabet[random.nextInt(alphabet.length)];
                case 1 -> octets[at] = (byte) random.nextInt(256);
                case 2 -> octets = Arrays.copyOf(octets, at);
                default -> {
                    int count = Math.min(random.nextInt(20), octets.length - Math.max(at, other));
                    System.arraycopy(octets, at, octets, other, count);
                }
            }
        }
        return octets;
    }

    private static List<byte[]> said(Stream<Arguments> transcripts) {
        return transcripts.map(each -> Ear.octets((String) each.get()[1])).toList();
    }

    private interface Listening {
        Ear begin(Random random);
    }

    private static void listen(List<byte[]> valid, Listening listening) {
        Assertions.assertTimeoutPreemptively(LONG_ENOUGH, () -> {
            for (int seed = 0; seed < ROUNDS; seed++) {
                int shown = seed;
                Random random = new Random(seed);
                assertThatCode(() -> {
                            try (Ear ear = listening.begin(random)) {
                                for (int i = random.nextInt(3); i >= 0; i--) {
                                    byte[] octets = mutated(valid, random);
                                    for (int at = 0; at < octets.length; ) {
                                        int next = Math.min(octets.length, at + 1 + random.nextInt(200));
                                        ear.hear(octets, at, next);
                                        assertThat(ear.held()).isLessThanOrEqualTo(Ear.mostHeld(LIMITS));
                                        at = next;
                                    }
                                }
                                assertThat(ear.heard)
                                        .noneMatch(each -> each.contains("Exception: ")
                                                && !each.startsWith("ProtocolException: "));
                                ear.said();
                            }
                        })
                        .as("seed %d", shown)
                        .doesNotThrowAnyException();
            }
        });
    }

    @Test
    void aServerHearsValuesOrStops() {
        listen(said(ExampleTranscripts.ofClients()), random -> {
            ImapEncoding.Literals literals = ImapEncoding.Literals.values()[random.nextInt(3)];
            ImapEncoding encoding = ImapEncoding.PLAIN.with(literals);
            ImapServerCodec codec = new ImapServerCodec(LIMITS, random.nextBoolean() ? encoding.withUtf8() : encoding);
            boolean takes = random.nextBoolean();
            return new Ear(codec, message -> {
                if ((message instanceof AppendMore more && more.literal().isPresent())
                        || (message instanceof ImapRequest r
                                && r.command().streamed().isPresent())) {
                    if (takes) {
                        codec.accept();
                    } else {
                        codec.refuse();
                    }
                } else if (message instanceof ImapRequest r && r.command().verb() == Verb.IDLE) {
                    codec.expectContinuation();
                }
            });
        });
    }

    @Test
    void aClientHearsValuesOrStops() {
        listen(
                said(ExampleTranscripts.ofServers()),
                random -> new Ear(new ImapClientCodec(LIMITS, ImapEncoding.PLAIN, random.nextInt(20))));
    }

    /** But for words and challenges, of which a codec refuses CR and NUL before they are read, and whose lack is written as a dot. */
    @Test
    void whatIsReadIsWrittenSoThatItReadsBackEqual() {
        List<byte[]> commands = said(ExampleTranscripts.ofClients());
        List<byte[]> responses = said(ExampleTranscripts.ofServers());
        for (int seed = 0; seed < 20 * ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] line = line(mutated(commands, random), random);
            ImapRequest request = ImapRequest.read(ImapReader.command(line, line.length, ImapEncoding.PLAIN, LIMITS));
            if (!(request.command() instanceof Malformed)
                    && request.command().streamed().isEmpty()) {
                ImapWriter out = ImapWriter.command(ImapEncoding.PLAIN);
                request.write(out);
                byte[] written = octets(out);
                assertThat(ImapRequest.read(
                                ImapReader.command(written, written.length, ImapEncoding.PLAIN, ImapLimits.client())))
                        .as("seed %d", seed)
                        .isEqualTo(request);
            }
            line = line(mutated(responses, random), random);
            ImapResponse response =
                    ImapResponse.read(ImapReader.response(line, line.length, ImapEncoding.PLAIN, LIMITS));
            if (response.kind() != ResponseKind.UNREADABLE
                    && response.kind() != ResponseKind.STATUS_REPLY
                    && response.kind() != ResponseKind.CONTINUATION) {
                ImapWriter out = ImapWriter.response(ImapEncoding.PLAIN);
                assertThatCode(() -> response.write(out)).as("seed %d", seed).doesNotThrowAnyException();
                byte[] written = octets(out);
                assertThat(ImapResponse.read(
                                ImapReader.response(written, written.length, ImapEncoding.PLAIN, ImapLimits.client())))
                        .as("seed %d", seed)
                        .isEqualTo(response);
            }
        }
    }

    /** A random line of it, mostly; with its literal, perhaps. */
    private static byte[] line(byte[] octets, Random random) {
        int from = octets.length == 0 ? 0 : random.nextInt(octets.length);
        while (from > 0 && octets[from - 1] != '\n') {
            from--;
        }
        int to = from;
        int lines = 1 + random.nextInt(2);
        while (to < octets.length && lines > 0) {
            lines -= octets[to++] == '\r' ? 1 : 0;
        }
        return Arrays.copyOfRange(octets, from, to > from && octets[to - 1] == '\r' ? to - 1 : to);
    }

    private static byte[] octets(ImapWriter out) {
        byte[] octets = new byte[out.size()];
        out.octets().get(octets);
        return octets;
    }
}
