package dev.yubin.imap.mailbox;

import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * What a client knows of a mailbox from before: RFC 7162 section 3.2.5.
 *
 * @param uidValidity  the UIDVALIDITY it saw
 * @param modSeq       the last mod-sequence it knows
 * @param knownUids    the UIDs it knows; without them, all up to the last
 * @param knownNumbers numbers of which it knows the UIDs, with {@code uidsOfNumbers}
 */
public record Resync(
        long uidValidity,
        long modSeq,
        Optional<SequenceSet> knownUids,
        Optional<SequenceSet> knownNumbers,
        Optional<SequenceSet> uidsOfNumbers) {
    public Resync {
        Objects.requireNonNull(knownUids, "knownUids");
        if (knownNumbers.isPresent() != uidsOfNumbers.isPresent()) {
            throw new IllegalArgumentException("numbers and their UIDs are known together");
        }
    }

    /** "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")" */
    static Resync read(ImapReader in) throws SyntaxException {
        in.openList();
        long uidValidity = in.nzNumber();
        in.space();
        long modSeq = in.number(1, Long.MAX_VALUE);
        Optional<SequenceSet> uids = Optional.empty();
        Optional<SequenceSet> numbers = Optional.empty();
        Optional<SequenceSet> uidsOfNumbers = Optional.empty();
        boolean more = in.accept(' ');
        if (more && in.peek() != '(') {
            uids = Optional.of(known(in));
            more = in.accept(' ');
        }
        if (more) {
            in.openList();
            numbers = Optional.of(known(in));
            in.space();
            uidsOfNumbers = Optional.of(known(in));
            in.expect(')');
            in.leave();
        }
        in.expect(')');
        in.leave();
        return new Resync(uidValidity, modSeq, uids, numbers, uidsOfNumbers);
    }

    /** A sequence-set in which "*" is not allowed. */
    private static SequenceSet known(ImapReader in) throws SyntaxException {
        SequenceSet set = SequenceSet.read(in);
        if (set.isSaved() || set.hasLargest()) {
            throw new SyntaxException("expected known numbers, among which * and $ cannot be (RFC 7162 section 7)");
        }
        return set;
    }

    void write(ImapWriter out) {
        out.text("(").number(uidValidity).space().number(modSeq);
        if (knownUids.isPresent()) {
            knownUids.get().write(out.space());
        }
        if (knownNumbers.isPresent()) {
            knownNumbers.get().write(out.text(" ("));
            uidsOfNumbers.orElseThrow().write(out.space());
            out.text(")");
        }
        out.text(")");
    }
}
