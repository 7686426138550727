package dev.yubin.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.imap.Bare;
import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.Login;
import dev.yubin.imap.Tag;
import dev.yubin.imap.Verb;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.AppendMessage;
import dev.yubin.imap.mailbox.AppendMore;
import dev.yubin.imap.mailbox.Create;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.protocol.Secret;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImapClientCodecTest {
    private static final ImapEncoding PLUS = ImapEncoding.PLAIN.with(ImapEncoding.Literals.PLUS);
    private static final ImapLimits TIGHT = new ImapLimits(512, 100, 2, 1024, 8, 100, 2000, 1 << 20);

    private static ImapClientCodec codec(ImapEncoding encoding) {
        return new ImapClientCodec(ImapLimits.client(), encoding, 8);
    }

    private static List<String> heard(String text, BiConsumer<Ear, byte[]> pace) {
        try (Ear ear = new Ear(codec(ImapEncoding.PLAIN))) {
            pace.accept(ear, Ear.octets(text));
            return ear.heard;
        }
    }

    @ParameterizedTest
    @MethodSource("dev.yubin.imap.ExampleTranscripts#ofServers")
    void theSameIsHeardHoweverItIsCut(String name, String text, List<String> expected) {
        assertThat(heard(text, (ear, all) -> ear.hear(all, 0, all.length))).isEqualTo(expected);
        for (int i = 1; i < Ear.octets(text).length; i++) {
            int cut = i;
            assertThat(heard(text, (ear, all) -> ear.hear(all, 0, cut).hear(all, cut, all.length)))
                    .as("%s, cut at %d", name, cut)
                    .isEqualTo(expected);
        }
        List<String> byOctets = heard(text, (ear, all) -> {
            for (int i = 0; i < all.length; i++) {
                ear.hear(all, i, i + 1);
            }
        });
        assertThat(byOctets).isEqualTo(expected);
    }

    /** A blank line, LF alone, and in a quoted string what RFC 9051 section 9 has no place for there. */
    @Test
    void linesOfSomeServersAreForgiven() {
        try (Ear ear = new Ear(codec(ImapEncoding.PLAIN))) {
            ear.hear("↵* 1 EXISTS\n\n* 1 FETCH (ENVELOPE (NIL \"a\0b\rc\" NIL NIL NIL NIL NIL NIL NIL NIL))↵↵");
            assertThat(ear.heard).hasSize(2);
            assertThat(ear.heard.get(0)).isEqualTo("NumberData[kind=EXISTS, number=1]");
            assertThat(ear.heard.get(1)).contains("subject=Optional[a");
        }
    }

    // ------------------------------------------------------------------ limits

    @ParameterizedTest
    @ValueSource(
            strings = {"* LIST () \"/\" {101}↵", "* LIST ({1}↵a {1}↵b {1}↵c", "* 1 FETCH (ENVELOPE ({9999999999}↵"})
    void aServerThatSaysTooMuchIsLeft(String said) {
        try (Ear ear = new Ear(new ImapClientCodec(TIGHT, ImapEncoding.PLAIN, 1 << 30))) {
            ear.hear(said).hear("* 1 EXISTS↵");
            assertThat(ear.heard).hasSize(1);
            assertThat(ear.heard.get(0)).startsWith("ProtocolException: from the server came");
        }
    }

    @Test
    void aLineWithoutEndIsLeftWithBoundedMemory() {
        byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
        try (Ear ear = new Ear(new ImapClientCodec(ImapLimits.standard(), ImapEncoding.PLAIN, 8))) {
            ear.hear("* OK ");
            for (int i = 0; i < 512; i++) {
                ear.hear(piece, 0, piece.length);
                assertThat(ear.held()).isLessThan(300_000);
            }
            assertThat(ear.heard).hasSize(1);
            assertThat(ear.heard.get(0)).startsWith("ProtocolException");
        }
    }

    @Test
    void aMessageOfAGigabyteIsHandedOnAsItComes() {
        try (Ear ear = new Ear(codec(ImapEncoding.PLAIN))) {
            ear.hear("* 1 FETCH (BODY[] {1073741824}↵");
            ear.hear("x".repeat(1 << 20));
            assertThat(ear.held()).isZero();
        }
    }

    @Test
    void whatFollowsOctetsMustBeAFetchResponseStill() {
        try (Ear ear = new Ear(codec(ImapEncoding.PLAIN))) {
            ear.hear("* 1 FETCH (BODY[] {9}↵123456789 ???↵");
            assertThat(ear.heard.get(2)).startsWith("ProtocolException: a FETCH response goes on");
        }
    }

    // ------------------------------------------------------------------ what is said

    private static ImapRequest request(String tag, ImapCommand command) {
        return new ImapRequest(new Tag(tag), command);
    }

    private static ChannelFuture write(Ear ear, Object message) {
        return ear.channel.writeAndFlush(message);
    }

    private static LiteralOctets octets(String text) {
        return new LiteralOctets(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    @Test
    void aLiteralWaitsForTheGoAheadAndWhatFollowsWaitsBehindIt() {
        try (Ear ear = new Ear(codec(ImapEncoding.PLAIN))) {
            ChannelFuture login = write(ear, request("a", new Login("ü", Secret.of("pässword"))));
            ChannelFuture noop = write(ear, request("b", new Bare(Verb.NOOP)));
            assertThat(ear.said()).isEqualTo("a LOGIN {2}↵");
            assertThat(login.isDone()).isFalse();
            ear.hear("* 3 EXISTS↵+ go on↵");
            assertThat(ear.said()).isEqualTo("ü {9}↵");
            ear.hear("+↵");
            assertThat(ear.said()).isEqualTo("pässword↵b NOOP↵");
            assertThat(login.isSuccess()).isTrue();
            assertThat(noop.isSuccess()).isTrue();
            assertThat(ear.heard).containsExactly("NumberData[kind=EXISTS, number=3]");
        }
    }

    @Test
    void aRefusalEndsTheWaitAndTheRestIsNeverSent() {
        try (Ear ear = new Ear(codec(ImapEncoding.PLAIN))) {
            write(ear, request("a", Create.of(new ImapName("x".repeat(2000)))));
            write(ear, request("b", new Bare(Verb.NOOP)));
            assertThat(ear.said()).isEqualTo("a CREATE {2000}↵");
            ear.hear("c OK something else↵a NO [LIMIT] too long↵");
            assertThat(ear.said()).isEqualTo("b NOOP↵");
            assertThat(ear.heard).hasSize(2);
        }
    }

    @Test
    void withLiteralPlusNothingWaits() {
        try (Ear ear = new Ear(codec(PLUS))) {
            write(ear, request("a", new Login("ü", Secret.of("a\"b"))));
            assertThat(ear.said()).isEqualTo("a LOGIN {2+}↵ü \"a\\\"b\"↵");
        }
        try (Ear ear = new Ear(codec(ImapEncoding.PLAIN.with(ImapEncoding.Literals.MINUS)))) {
            write(ear, request("a", Create.of(new ImapName("x".repeat(4096)))));
            write(ear, request("b", Create.of(new ImapName("x".repeat(4097)))));
            assertThat(ear.said()).startsWith("a CREATE {4096+}↵").endsWith("b CREATE {4097}↵");
        }
    }

    @Test
    void anAppendIsItsHeadItsOctetsAndItsEnd() {
        try (Ear ear = new Ear(codec(ImapEncoding.PLAIN))) {
            LiteralMarker three = new LiteralMarker(3, false, false);
            LiteralMarker two = new LiteralMarker(2, true, false);
            write(ear, request("a", append(three)));
            write(ear, octets("ab"));
            assertThatThrownBy(() -> sync(write(ear, octets("cd")))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> sync(write(ear, StreamEnd.REQUEST_END))).isInstanceOf(IllegalStateException.class);
            write(ear, octets("c"));
            write(ear, AppendMore.of(AppendMessage.of(Set.of(), Optional.empty(), two)));
            assertThat(ear.said()).isEqualTo("a APPEND x {3+}↵abc {2}↵");
            ear.hear("+ go on↵");
            write(ear, octets("de"));
            write(ear, StreamEnd.REQUEST_END);
            assertThat(ear.said()).isEqualTo("de↵");
            assertThat(ear.heard).hasSize(1);
        }
    }

    /** {@code b APPEND {1001}} waits for its name first; the message's own wait is the caller's. */
    @Test
    void anAppendsNameMayWaitBeforeItsMessageDoes() {
        try (Ear ear = new Ear(codec(ImapEncoding.PLAIN))) {
            ImapName name = new ImapName("n".repeat(1001));
            AppendMessage message = AppendMessage.of(Set.of(), Optional.empty(), new LiteralMarker(2, true, false));
            write(ear, request("b", Append.of(name, message)));
            assertThat(ear.said()).isEqualTo("b APPEND {1001}↵");
            ear.hear("+ go on↵");
            assertThat(ear.said()).isEqualTo(name + " {2}↵");
            assertThat(ear.heard).isEmpty();
            ear.hear("+ go on↵");
            assertThat(ear.heard).hasSize(1);
            write(ear, octets("hi"));
            write(ear, StreamEnd.REQUEST_END);
            assertThat(ear.said()).isEqualTo("hi↵");
        }
    }

    @Test
    void aMessageThatIsNotWantedIsWithdrawn() {
        ImapClientCodec codec = codec(ImapEncoding.PLAIN);
        try (Ear ear = new Ear(codec)) {
            write(ear, request("a", append(new LiteralMarker(3, true, false))));
            ear.hear("a NO [TRYCREATE] no such mailbox↵");
            codec.withdraw();
            write(ear, request("b", new Bare(Verb.NOOP)));
            assertThat(ear.said()).isEqualTo("a APPEND x {3}↵b NOOP↵");
        }
    }

    @Test
    void whatWaitsFailsWhenTheConnectionCloses() {
        try (Ear ear = new Ear(codec(ImapEncoding.PLAIN))) {
            ChannelFuture login = write(ear, request("a", new Login("ü", Secret.of("ä"))));
            ChannelFuture queued = write(ear, octets("never"));
            ear.channel.close();
            assertThat(login.cause()).isInstanceOf(ClosedChannelException.class);
            assertThat(queued.cause()).isInstanceOf(ClosedChannelException.class);
            ear.said();
        }
    }

    @Test
    void continuationsAreLines() {
        try (Ear ear = new Ear(codec(ImapEncoding.PLAIN))) {
            write(ear, ContinuationLine.of(Secret.of("\0ann\0pencil")));
            write(ear, ContinuationLine.DONE);
            write(ear, ContinuationLine.CANCEL);
            assertThat(ear.said()).isEqualTo("AGFubgBwZW5jaWw=↵DONE↵*↵");
        }
    }

    private static Append append(LiteralMarker literal) {
        return Append.of(new ImapName("x"), AppendMessage.of(Set.of(), Optional.empty(), literal));
    }

    private static void sync(ChannelFuture future) throws Throwable {
        if (future.cause() != null) {
            throw future.cause();
        }
    }
}
