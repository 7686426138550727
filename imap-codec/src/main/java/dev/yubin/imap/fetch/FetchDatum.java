package dev.yubin.imap.fetch;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Octets;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.outline.Part;
import dev.yubin.protocol.line.SyntaxException;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One thing that a FETCH response tells of a message: msg-att of RFC 9051 section 7.5.2. Switch over {@link #kind}. */
public sealed interface FetchDatum {
    /** Which record it is. */
    enum Kind {
        FLAGS,
        UID,
        INTERNALDATE,
        RFC822_SIZE,
        ENVELOPE,
        STRUCTURE,
        CONTENT,
        BINARY_SIZE,
        MODSEQ,
        EMAILID,
        THREADID,
        PREVIEW,
        SAVEDATE,
        OTHER
    }

    Kind kind();

    void write(ImapWriter out);

    /**
     * FLAGS.
     *
     * @param recent whether {@code \Recent} is among them (RFC 3501 section 2.3.2)
     */
    record Flags(Set<Flag> flags, boolean recent) implements FetchDatum {
        public Flags {
            flags = flags.size() < 2 ? Set.copyOf(flags) : Collections.unmodifiableSet(new LinkedHashSet<>(flags));
        }

        @Override
        public Kind kind() {
            return Kind.FLAGS;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("FLAGS ").flags(flags, recent ? "\\Recent" : "");
        }
    }

    /**
     * What is a number alone: {@link #uid}, {@link #size} or {@link #modSeq}.
     *
     * @param kind {@link Kind#UID}, {@link Kind#RFC822_SIZE} or {@link Kind#MODSEQ}
     */
    record Number(Kind kind, long number) implements FetchDatum {
        public Number {
            if (kind != Kind.UID && kind != Kind.RFC822_SIZE && kind != Kind.MODSEQ) {
                throw new IllegalArgumentException(kind + " is not a number");
            }
        }

        @Override
        public void write(ImapWriter out) {
            if (kind == Kind.MODSEQ) {
                out.text("MODSEQ (").number(number).text(")");
            } else {
                out.text(kind == Kind.UID ? "UID " : "RFC822.SIZE ").number(number);
            }
        }
    }

    /** UID. */
    static Number uid(long uid) {
        return new Number(Kind.UID, uid);
    }

    /** RFC822.SIZE, in octets. */
    static Number size(long octets) {
        return new Number(Kind.RFC822_SIZE, octets);
    }

    /** MODSEQ: RFC 7162 section 3.1.4. */
    static Number modSeq(long modSeq) {
        return new Number(Kind.MODSEQ, modSeq);
    }

    /**
     * What is a text alone: the identifier of the message or of its thread (RFC 8474 section 5.3), or its first words (RFC 8970 section 3.2).
     *
     * @param kind {@link Kind#EMAILID}, {@link Kind#THREADID} or {@link Kind#PREVIEW}
     * @param text empty for NIL: the server does not know of threads, or has no preview at hand
     */
    record Text(Kind kind, Optional<String> text) implements FetchDatum {
        public Text {
            boolean id = kind == Kind.EMAILID || kind == Kind.THREADID;
            if ((!id && kind != Kind.PREVIEW) || (kind == Kind.EMAILID && text.isEmpty())) {
                throw new IllegalArgumentException(kind + " is not a text, or has none");
            }
            if (id) {
                text.ifPresent(Syntax::checkedObjectId);
            }
        }

        @Override
        public void write(ImapWriter out) {
            out.text(kind.name()).space();
            if (kind == Kind.PREVIEW) {
                out.nstring(text);
            } else {
                out.objectId(text);
            }
        }
    }

    /** INTERNALDATE, to the second. */
    record InternalDate(OffsetDateTime received) implements FetchDatum {
        public InternalDate {
            received = received.withNano(0);
        }

        @Override
        public Kind kind() {
            return Kind.INTERNALDATE;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("INTERNALDATE ").dateTime(received);
        }
    }

    /** SAVEDATE, to the second: RFC 8514 section 4.2; empty for NIL, where the mailbox does not know. */
    record SaveDate(Optional<OffsetDateTime> saved) implements FetchDatum {
        public SaveDate {
            saved = saved.map(date -> date.withNano(0));
        }

        @Override
        public Kind kind() {
            return Kind.SAVEDATE;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("SAVEDATE ");
            if (saved.isPresent()) {
                out.dateTime(saved.get());
            } else {
                out.text("NIL");
            }
        }
    }

    /** ENVELOPE. */
    record Enveloped(Envelope envelope) implements FetchDatum {
        public Enveloped {
            Objects.requireNonNull(envelope, "envelope");
        }

        @Override
        public Kind kind() {
            return Kind.ENVELOPE;
        }

        @Override
        public void write(ImapWriter out) {
            Structures.writeEnvelope(envelope, out.text("ENVELOPE "));
        }
    }

    /**
     * BODYSTRUCTURE and BODY. Of a part that was read from a server, no place in the message is known: its body lies from 0 to its size.
     *
     * @param extended whether it is BODYSTRUCTURE
     */
    record Structure(Part root, boolean extended) implements FetchDatum {
        public Structure {
            Objects.requireNonNull(root, "root");
        }

        @Override
        public Kind kind() {
            return Kind.STRUCTURE;
        }

        @Override
        public void write(ImapWriter out) {
            Structures.writeBody(root, extended, out.text(extended ? "BODYSTRUCTURE " : "BODY "));
        }
    }

    /** Octets of the message, few enough to be a value; empty for NIL. Many are streamed: {@link FetchOpening}. */
    record Content(BodyName name, Optional<Octets> octets) implements FetchDatum {
        public Content {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(octets, "octets");
        }

        @Override
        public Kind kind() {
            return Kind.CONTENT;
        }

        @Override
        public void write(ImapWriter out) {
            name.write(out);
            out.space();
            if (name.form() == BodyName.Form.BINARY) {
                out.literal8(octets);
            } else {
                out.literal(octets);
            }
        }
    }

    /** BINARY.SIZE. */
    record BinarySize(List<Integer> part, long octets) implements FetchDatum {
        public BinarySize {
            part = List.copyOf(part);
        }

        @Override
        public Kind kind() {
            return Kind.BINARY_SIZE;
        }

        @Override
        public void write(ImapWriter out) {
            Section.writePart(part, out.text("BINARY.SIZE"));
            out.space().number(octets);
        }
    }

    /** What this codec does not know, or what is not as the grammar has it: its value as it came. */
    record Other(String name, Octets value) implements FetchDatum {
        public Other {
            if (!Syntax.isAtom(name)) {
                throw new IllegalArgumentException("an item's name is an atom");
            }
            Objects.requireNonNull(value, "value");
        }

        @Override
        public Kind kind() {
            return Kind.OTHER;
        }

        @Override
        public void write(ImapWriter out) {
            out.text(name).space().asRead(value);
        }
    }

    /** msg-att-dynamic / msg-att-static */
    static FetchDatum read(ImapReader in) throws SyntaxException {
        if (comesContent(in)) {
            BodyName name = BodyName.read(in);
            return new Content(name, in.space().octets());
        }
        if (in.accept("BINARY.SIZE[")) {
            in.back(1);
            List<Integer> part = FetchItem.readBinary(in);
            return new BinarySize(part, in.space().number64());
        }
        if (in.peek() == '(') { // Domino puts some items into parentheses of their own
            in.openList();
            FetchDatum datum = read(in);
            in.expect(')');
            in.leave();
            return datum;
        }
        String name = in.atom("a fetch item");
        in.space();
        int start = in.position();
        int level = in.level();
        try {
            return read(name, in);
        } catch (SyntaxException | IllegalArgumentException e) {
            in.passOver(start, level); // an envelope as no grammar has it costs neither the UID nor the flags beside it
            return new Other(name, in.since(start));
        }
    }

    private static FetchDatum read(String name, ImapReader in) throws SyntaxException {
        String word = name.toUpperCase(Locale.ROOT);
        return switch (word) {
            case "FLAGS" -> {
                List<String> names = in.flagNames();
                yield new Flags(ImapReader.flagsOf(names), Syntax.holds(names, "\\Recent"));
            }
            case "UID" -> uid(in.nzNumber());
            case "INTERNALDATE" -> new InternalDate(in.dateTime());
            case "RFC822.SIZE" -> size(in.number64());
            case "ENVELOPE" -> new Enveloped(Structures.readEnvelope(in));
            case "BODYSTRUCTURE", "BODY" -> new Structure(Structures.readBody(in), word.equals("BODYSTRUCTURE"));
            case "MODSEQ" -> {
                in.expect('(');
                long modSeq = in.number64();
                in.expect(')');
                yield modSeq(modSeq);
            }
            case "EMAILID", "THREADID" -> new Text(Kind.valueOf(word), in.objectId());
            case "SAVEDATE" -> new SaveDate(in.acceptWord("NIL") ? Optional.empty() : Optional.of(in.dateTime()));
            case "PREVIEW" -> new Text(Kind.PREVIEW, in.nstring());
            default -> {
                int start = in.position();
                in.skipValue();
                yield new Other(name, in.since(start));
            }
        };
    }

    /** Whether an item comes that brings octets of the message. */
    static boolean comesContent(ImapReader in) {
        String word = in.peekAtom().toUpperCase(Locale.ROOT);
        int bracket = word.indexOf('[');
        return switch (bracket < 0 ? word : word.substring(0, bracket + 1)) {
            case "BODY[", "BINARY[", "RFC822", "RFC822.HEADER", "RFC822.TEXT" -> true;
            default -> false;
        };
    }
}
