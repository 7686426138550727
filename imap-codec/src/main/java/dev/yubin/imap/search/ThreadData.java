package dev.yubin.imap.search;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;

/** The talks that THREAD found, the oldest first: RFC 5256 section 4. */
public record ThreadData(List<MessageThread> threads) implements ImapResponse {
    public ThreadData {
        threads = List.copyOf(threads);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.THREAD;
    }

    /** thread-data = "THREAD" [SP 1*thread-list] */
    public static ThreadData read(ImapReader in) throws SyntaxException {
        in.expect("* THREAD");
        List<MessageThread> threads = new ArrayList<>();
        if (in.accept(' ')) {
            while (in.peek() == '(') {
                threads.add(MessageThread.read(in));
            }
        }
        return new ThreadData(threads);
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* THREAD").text(threads.isEmpty() ? "" : " ");
        threads.forEach(thread -> thread.write(out));
    }
}
