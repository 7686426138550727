package dev.yubin.imap.fetch;

import dev.yubin.imap.wire.ImapWriter;
import java.util.List;

/**
 * Ends a FETCH response behind streamed octets: {@code  FLAGS (\Seen))}.
 *
 * @param data what is told behind them, mostly nothing
 */
public record FetchClosing(List<FetchDatum> data) implements FetchPiece {
    public FetchClosing {
        data = List.copyOf(data);
    }

    /** None. */
    @Override
    public long octets() {
        return 0;
    }

    @Override
    public void write(ImapWriter out) {
        for (FetchDatum datum : data) {
            datum.write(out.space());
        }
        out.text(")").crlf();
    }
}
