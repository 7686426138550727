package dev.yubin.mailbox.outline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.junit.jupiter.api.Test;

/** Apache mime4j sees the same structure, types, and bodies in messages that chance has made. A failure names its seed. */
class Mime4jOracleTest {
    @Test
    void mime4jSeesTheSame() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            long seed = 0x4a4d_0000L + i;
            String text = new MessageMaker(new Random(seed)).message();
            byte[] message = Messages.octets(text, "\r\n");
            assertThat(ours(Messages.scan(message).root(), message))
                    .as("seed %s:%n%s", seed, text)
                    .isEqualTo(mime4j(message));
        }
    }

    private static String ours(Part part, byte[] message) {
        StringBuilder text = new StringBuilder();
        write(part, message, text);
        return text.toString();
    }

    private static void write(Part part, byte[] message, StringBuilder into) {
        into.append(part.type().toLowerCase()).append('/').append(part.subtype().toLowerCase());
        if (part.isMultipart()) {
            into.append('[');
            part.children().forEach(child -> write(child, message, into));
            into.append(']');
        } else if (part.isMessage()) {
            into.append('{');
            write(part.nested().orElseThrow(), message, into);
            into.append('}');
        } else {
            into.append(' ').append(part.encoding().toLowerCase()).append(" '");
            into.append(Messages.slice(message, part.bodyStart(), part.bodyEnd()))
                    .append('\'');
        }
    }

    private static String mime4j(byte[] message) throws Exception {
        MimeTokenStream stream = new MimeTokenStream(MimeConfig.custom()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(-1)
                .setMaxHeaderCount(-1)
                .build());
        stream.parse(new ByteArrayInputStream(message));
        StringBuilder text = new StringBuilder();
        boolean outermost = true;
        for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            switch (state) {
                case T_START_MULTIPART ->
                    text.append(stream.getBodyDescriptor().getMimeType()).append('[');
                case T_END_MULTIPART -> text.append(']');
                case T_START_MESSAGE -> {
                    text.append(outermost ? "" : "message/rfc822{");
                    outermost = false;
                }
                case T_END_MESSAGE -> text.append('}');
                case T_BODY ->
                    text.append(stream.getBodyDescriptor().getMimeType())
                            .append(' ')
                            .append(stream.getBodyDescriptor().getTransferEncoding())
                            .append(" '")
                            .append(new String(stream.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                                    .replace("\r\n", "|"))
                            .append('\'');
                default -> {}
            }
        }
        return text.substring(0, text.length() - 1); // the outermost message's own end
    }

    /** Makes messages whose structure two readers should agree on: every boundary its own, every multipart with parts. */
    private static final class MessageMaker {
        private final Random random;
        private int boundaries;

        MessageMaker(Random random) {
            this.random = random;
        }

        String message() {
            return "From: a@example.net\nSubject: hi\n  there\nMIME-Version: 1.0\n" + entity(0, "");
        }

        /** What goes behind other header fields: the MIME fields, a blank line and a body. */
        private String entity(int depth, String mimeFields) {
            int kind = random.nextInt(depth < 4 ? 10 : 6);
            if (kind < 6) {
                return mimeFields + leaf();
            }
            return mimeFields + (kind < 8 ? multipart(depth) : "Content-Type: message/rfc822\n\n" + nested(depth));
        }

        private String nested(int depth) {
            return "Subject: nested " + depth + "\n" + entity(depth + 1, "");
        }

        private String leaf() {
            return switch (random.nextInt(5)) {
                case 0 -> "\n" + lines();
                case 1 -> "Content-Type: Text/HTML;\n charset=\"utf-8\"\n\n" + lines();
                case 2 ->
                    "content-type: application/x-a.b+c; name=x (comment)\nContent-Transfer-Encoding: BASE64\n\n"
                            + lines();
                case 3 ->
                    "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
                            + lines();
                default -> "Content-Type: broken\n\n" + lines();
            };
        }

        private String multipart(int depth) {
            boolean digest = random.nextInt(4) == 0;
            String boundary = "=_" + boundaries++ + "_x";
            StringBuilder text = new StringBuilder("Content-Type: multipart/" + (digest ? "digest" : "mixed")
                    + ";\n\tboundary=\"" + boundary + "\"\n\n");
            text.append(random.nextBoolean() ? "" : "preamble\n-- no\n");
            for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
                text.append("--").append(boundary).append(random.nextInt(5) == 0 ? " \t\n" : "\n");
                text.append(
                        digest && random.nextBoolean()
                                ? "\n" + nested(depth)
                                : entity(depth + 1, digest ? "Content-Type: text/plain\n" : ""));
                text.append('\n');
            }
            return text.append("--")
                    .append(boundary)
                    .append("--")
                    .append(random.nextBoolean() ? "\n" : "\nepilogue\n--no\n")
                    .toString();
        }

        private String lines() {
            StringBuilder text = new StringBuilder();
            for (int lines = random.nextInt(4); lines > 0; lines--) {
                text.append(new String[] {"text", "", "--", "-", "--=_", " \u00e9", "a: b", "--=_99_y"}
                                [random.nextInt(8)])
                        .append('\n');
            }
            return text.append(random.nextBoolean() ? "end" : "").toString();
        }
    }
}
