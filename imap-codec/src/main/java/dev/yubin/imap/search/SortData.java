package dev.yubin.imap.search;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What SORT found, in order: RFC 5256 section 4.
 *
 * @param numbers message numbers, or UIDs where the command was UID SORT
 * @param modSeq  the highest mod-sequence among them, where mod-sequences were asked for (RFC 7162 section 3.1.6)
 */
public record SortData(List<Long> numbers, OptionalLong modSeq) implements ImapResponse {
    public SortData {
        numbers = List.copyOf(numbers);
        Objects.requireNonNull(modSeq, "modSeq");
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.SORT;
    }

    /** sort-data = "SORT" *(SP nz-number) [SP "(" "MODSEQ" SP mod-sequence-value ")"] */
    public static SortData read(ImapReader in) throws SyntaxException {
        in.expect("* SORT");
        List<Long> numbers = new ArrayList<>();
        OptionalLong modSeq = OptionalLong.empty();
        while (in.accept(' ') && !in.atEnd()) {
            if (in.accept("(MODSEQ ")) {
                modSeq = OptionalLong.of(in.number64());
                in.expect(')');
            } else {
                in.countItem();
                numbers.add(in.nzNumber());
            }
        }
        return new SortData(numbers, modSeq);
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* SORT");
        numbers.forEach(number -> out.space().number(number));
        out.number(" (MODSEQ ", modSeq).text(modSeq.isPresent() ? ")" : "");
    }
}
