package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.io.OutputStream;

/** How a line of a message that begins with {@code From } is kept from looking like the line before a message. */
enum MboxFormat {
    /** One {@code >} more before each line that is {@code From } behind any number of them; nothing is lost. */
    MBOXRD,
    /** A {@code >} before {@code From }. What was {@code >From } before cannot be told from it, and loses its {@code >} when it is read. */
    MBOXO;

    private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};

    /** Takes the {@code >} away again. */
    LineFilter unquoting(OutputStream out) {
        return new LineFilter(out) {
            private boolean atStart = true;
            private int quotes;
            private int matched;

            @Override
            void take(int octet) throws IOException {
                if (atStart && octet == '>' && matched == 0 && (MBOXRD == MboxFormat.this || quotes == 0)) {
                    if (quotes > 0) {
                        emit('>'); // all but one, since they are all the same
                    }
                    quotes++;
                } else if (atStart && quotes > 0 && octet == FROM[matched]) {
                    matched++;
                    if (matched == FROM.length) {
                        quotes = 0;
                        giveUp();
                    }
                } else {
                    giveUp();
                    emit(octet);
                    atStart = octet == '\n';
                }
            }

            /** Says what was held back, for it is not what it might have been, or has lost what it had to lose. */
            private void giveUp() throws IOException {
                if (quotes > 0) {
                    emit('>');
                }
                emit(FROM, matched);
                quotes = 0;
                matched = 0;
                atStart = false;
            }

            @Override
            void end() throws IOException {
                giveUp();
            }
        };
    }

    /** Puts it there, as {@link #MBOXRD} has it. */
    static LineFilter quoting(OutputStream out) {
        return new LineFilter(out) {
            private boolean atStart = true;
            private int matched;

            @Override
            void take(int octet) throws IOException {
                if (atStart && octet == '>' && matched == 0) {
                    emit(octet);
                } else if (atStart && octet == FROM[matched]) {
                    matched++;
                    if (matched == FROM.length) {
                        emit('>');
                        giveUp();
                    }
                } else {
                    giveUp();
                    emit(octet);
                    atStart = octet == '\n';
                }
            }

            private void giveUp() throws IOException {
                emit(FROM, matched);
                matched = 0;
                atStart = false;
            }

            @Override
            void end() throws IOException {
                giveUp();
            }
        };
    }
}
