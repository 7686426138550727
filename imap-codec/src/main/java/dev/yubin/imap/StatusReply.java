package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * OK, NO, BAD, PREAUTH or BYE: RFC 9051 section 7.1.
 *
 * @param tag  that of the command it ends, or {@link Tag#UNTAGGED}
 * @param code what programs read of it
 * @param text what people read; written as far as it can be, never beginning a line of its own
 */
public record StatusReply(Tag tag, Condition condition, Optional<ResponseCode> code, String text)
        implements ImapResponse {
    public StatusReply {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(text, "text");
        if (!tag.isUntagged() && condition.compareTo(Condition.BAD) > 0) {
            throw new IllegalArgumentException(condition + " has no tag");
        }
    }

    /** Without a code. */
    public static StatusReply of(Tag tag, Condition condition, String text) {
        return new StatusReply(tag, condition, Optional.empty(), text);
    }

    /** With a code. */
    public static StatusReply of(Tag tag, Condition condition, ResponseCode code, String text) {
        return new StatusReply(tag, condition, Optional.of(code), text);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.STATUS_REPLY;
    }

    /** response-tagged = tag SP resp-cond-state; resp-text = ["[" resp-text-code "]" SP] [text] */
    static StatusReply read(ImapReader in) throws SyntaxException {
        if (in.peek() == '[') { // Exchange 2013 leaves out * OK before the COPYUID of a MOVE
            return new StatusReply(Tag.UNTAGGED, Condition.OK, ResponseCode.read(in), in.restText());
        }
        Tag tag = in.accept('*') ? Tag.UNTAGGED : Tag.read(in);
        in.space();
        Condition condition = in.option(Condition.values());
        Optional<ResponseCode> code = Optional.empty();
        in.accept(' '); // the text may be missing, its space too
        if (in.peek() == '[') {
            code = ResponseCode.read(in);
        }
        return new StatusReply(tag, condition, code, in.restText());
    }

    @Override
    public void write(ImapWriter out) {
        begin(out).humanText(written());
    }

    /** The same with a text in a language that the client has asked for, which is in UTF-8 in any case: RFC 5255 section 3.2. */
    public void writeLocal(ImapWriter out) {
        begin(out).localText(written());
    }

    private ImapWriter begin(ImapWriter out) {
        tag.write(out);
        out.space().text(condition.name()).space();
        if (code.isPresent()) {
            code.get().write(out.text("["));
            out.text("] ");
        }
        return out;
    }

    private String written() {
        // text = 1*TEXT-CHAR: and what begins with a bracket would be read as a code
        boolean codeless = text.isEmpty() || (text.startsWith("[") && code.isEmpty());
        return codeless ? "." + text : text;
    }
}
