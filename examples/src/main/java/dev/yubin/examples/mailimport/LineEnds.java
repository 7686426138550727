package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.io.OutputStream;

/** Lines end with CR LF in a store and on the wire, and with LF in files. A CR that stands alone stays. */
public final class LineEnds {
    private LineEnds() {}

    /** Puts a CR before each LF that has none. */
    static LineFilter toCrlf(OutputStream out) {
        return new LineFilter(out) {
            private int last;

            @Override
            void take(int octet) throws IOException {
                if (octet == '\n' && last != '\r') {
                    emit('\r');
                }
                emit(octet);
                last = octet;
            }
        };
    }

    /** Takes away each CR that stands before an LF. Closing says what was held back, and leaves {@code out} open. */
    public static OutputStream toLf(OutputStream out) {
        return new LineFilter(out) {
            private boolean held;

            @Override
            void take(int octet) throws IOException {
                if (held && octet != '\n') {
                    emit('\r');
                }
                held = octet == '\r';
                if (!held) {
                    emit(octet);
                }
            }

            @Override
            void end() throws IOException {
                if (held) {
                    emit('\r');
                }
            }
        };
    }
}
