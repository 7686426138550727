package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.Flag;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;

/** Makes of an mbox's lines a message: without quoting, without the fields of its status, with CR LF. */
final class MboxMessage {
    private final LineFilter crlf;
    private final LineFilter lines;
    private final MboxStatus status = new MboxStatus();
    private boolean inHeader = true;
    /** Whether the header field under way is none of the message. */
    private boolean dropping;

    MboxMessage(MboxFormat format, OutputStream out) {
        this.crlf = LineEnds.toCrlf(out);
        this.lines = format.unquoting(crlf);
    }

    /** A line with nothing in it. */
    void blank() throws IOException {
        inHeader = false;
        lines.write('\n');
    }

    /** Another line, or a piece of one. */
    void take(MboxLines line) throws IOException {
        if (inHeader && line.starts()) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t"); // and goes with the one before
            dropping = folded ? dropping : status.take(line.text());
        }
        if (!inHeader || !dropping) {
            lines.write(line.octets());
        }
    }

    /** Nothing more comes. */
    void end() throws IOException {
        lines.close();
        crlf.close();
    }

    /** Those that the header has told. */
    Set<Flag> flags() {
        return status.flags();
    }
}
