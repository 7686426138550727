package dev.yubin.imap.search;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a search found, as IMAP4rev1 tells it: RFC 3501 section 7.2.5.
 *
 * @param numbers message numbers, or UIDs where the command was UID SEARCH
 * @param modSeq  the highest mod-sequence among them, where mod-sequences were asked for (RFC 7162 section 3.1.5)
 */
public record SearchData(UidSet numbers, OptionalLong modSeq) implements ImapResponse {
    public SearchData {
        Objects.requireNonNull(numbers, "numbers");
        Objects.requireNonNull(modSeq, "modSeq");
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.SEARCH;
    }

    /** "SEARCH" *(SP nz-number) [SP "(" "MODSEQ" SP mod-sequence-value ")"] */
    public static SearchData read(ImapReader in) throws SyntaxException {
        in.expect("* SEARCH");
        long[] numbers = new long[16];
        int n = 0;
        OptionalLong modSeq = OptionalLong.empty();
        while (in.accept(' ') && !in.atEnd()) {
            if (in.accept("(MODSEQ ")) {
                modSeq = OptionalLong.of(in.number64());
                in.expect(')');
            } else {
                in.countItem();
                numbers = n == numbers.length ? Arrays.copyOf(numbers, 2 * n) : numbers;
                numbers[n++] = in.nzNumber();
            }
        }
        return new SearchData(UidSet.of(Arrays.copyOf(numbers, n)), modSeq);
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* SEARCH");
        numbers.uids().forEach(number -> out.space().number(number));
        out.number(" (MODSEQ ", modSeq).text(modSeq.isPresent() ? ")" : "");
    }
}
