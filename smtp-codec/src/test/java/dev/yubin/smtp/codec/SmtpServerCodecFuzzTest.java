package dev.yubin.smtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.yubin.conformance.Pieces;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.smtp.AuthResponse;
import dev.yubin.smtp.Malformed;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.SmtpCommand;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;

/** Any octets whatever on a server's side. The kept ones are tried in every build; with {@code JAZZER_FUZZ=1} new ones are looked for. */
class SmtpServerCodecFuzzTest {
    private static final int LINE_OCTETS = 512;

    @FuzzTest(maxDuration = "45s")
    void octetsAreTheSameMessagesHoweverTheyAreCutAndCommandsReadBackAsTheyAreWritten(byte[] octets)
            throws SyntaxException {
        List<Object> whole = heard(List.of(octets));
        assertThat(heard(Pieces.uneven(octets))).isEqualTo(whole);
        assertThat(heard(Pieces.of(octets, 1))).isEqualTo(whole);
        for (Object message : whole) {
            if (message instanceof AuthResponse response) {
                assertThat(AuthResponse.read(response.line().octets())).isEqualTo(response);
            } else if (message instanceof SmtpCommand command && !(command instanceof Malformed)) {
                assertThat(SmtpCommand.read(command.line().octets())).isEqualTo(command);
            }
        }
    }

    private static List<Object> heard(List<byte[]> pieces) {
        return Played.by(new SmtpServerCodec(LINE_OCTETS), pieces, SmtpServerCodecFuzzTest::answer);
    }

    /** An application that answers everything: 354 to DATA, 334 to AUTH, 250 to the rest. */
    static void answer(EmbeddedChannel channel, Object message) {
        channel.writeOutbound(message instanceof SmtpCommand command ? reply(command) : Replies.MESSAGE_OK);
    }

    private static Reply reply(SmtpCommand command) {
        return switch (command.verb()) {
            case DATA -> Reply.plain(354, "go on");
            case AUTH -> Reply.plain(334, "");
            default -> Replies.MESSAGE_OK;
        };
    }
}
