package dev.yubin.routing;

import dev.yubin.routing.authentication.AuthenticationResults;
import dev.yubin.routing.authentication.HeaderFields;
import dev.yubin.routing.authentication.Verdict;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.KeptContent;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpRefusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Keeps a message until it is whole, has it looked at and signed, and only then lets it go on, with what is to stand on top: what was found out, the signature, and below
 * it, signed, the fields that were missing. Its own trace comes above these, from {@link Traced}.
 */
final class Screened implements MessageSink {
    private static final int PIECE = 64 << 10;
    private static final Reply HEADER_TOO_LONG =
            Reply.of(552, "5.3.4", "The header has over " + Heading.MAX_OCTETS + " octets; send a shorter one");

    private final MessageSink behind;
    private final KeptContent kept;
    private final Examination.Of of;

    Screened(MessageSink behind, KeptContent kept, Examination.Of of) {
        this.behind = behind;
        this.kept = kept;
        this.of = of;
    }

    @Override
    public void write(ByteBuffer content) throws IOException {
        kept.write(content);
    }

    @Override
    public Reply commit() throws IOException, SmtpRefusal {
        goOn();
        return behind.commit();
    }

    @Override
    public List<Reply> commitEach(int recipients) throws IOException, SmtpRefusal {
        goOn();
        return behind.commitEach(recipients);
    }

    private void goOn() throws IOException, SmtpRefusal {
        boolean gone = false;
        try (kept) {
            Verdict verdict = of.screen(kept::open);
            if (verdict.refusal().isPresent()) {
                throw new SmtpRefusal(verdict.refusal().get());
            }
            Heading heading = heading();
            byte[] head = head(heading);
            HeaderFields signature = of.sign(() -> whole(head, heading));
            byte[] onTop = verdict.fields().and(signature).text().getBytes(StandardCharsets.UTF_8);
            behind.write(ByteBuffer.wrap(onTop));
            pass(head, heading);
            gone = true;
        } finally {
            if (!gone) {
                behind.abort();
            }
        }
    }

    private Heading heading() throws IOException, SmtpRefusal {
        Heading heading = Heading.toTheEmptyLine();
        try (InputStream in = kept.open()) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0 && !heading.isWhole(); read = in.read(piece)) {
                heading.take(ByteBuffer.wrap(piece, 0, read));
            }
        }
        if (heading.isCut()) { // what is not looked at may be a field that is to be removed
            throw new SmtpRefusal(HEADER_TOO_LONG);
        }
        return heading;
    }

    private byte[] head(Heading heading) {
        String id = of.authservId();
        ByteBuffer rest = heading.without(
                AuthenticationResults.NAME.toLowerCase(Locale.ROOT), body -> AuthenticationResults.claims(body, id));
        byte[] missing = of.missing().apply(heading).getBytes(StandardCharsets.UTF_8);
        byte[] head = new byte[missing.length + rest.remaining()];
        System.arraycopy(missing, 0, head, 0, missing.length);
        rest.get(head, missing.length, rest.remaining());
        return head;
    }

    /** As it will be sent, but for what is put on top. */
    private InputStream whole(byte[] head, Heading heading) throws IOException {
        return new SequenceInputStream(new ByteArrayInputStream(head), body(heading));
    }

    private InputStream body(Heading heading) throws IOException {
        InputStream in = kept.open();
        try {
            in.skipNBytes(heading.octets().remaining());
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private void pass(byte[] head, Heading heading) throws IOException, SmtpRefusal {
        try (InputStream in = whole(head, heading)) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                behind.write(ByteBuffer.wrap(piece, 0, read));
            }
        }
    }

    @Override
    public void abort() {
        kept.close();
        behind.abort();
    }
}
