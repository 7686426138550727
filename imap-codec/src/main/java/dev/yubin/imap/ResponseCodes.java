package dev.yubin.imap;

import dev.yubin.imap.ResponseCode.Count;
import dev.yubin.imap.ResponseCode.Metadata.Matter;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads response codes: resp-text-code of RFC 9051 section 9. They write themselves. */
final class ResponseCodes {
    private ResponseCodes() {}

    /**
     * A code of a known name with arguments of another shape is passed over: a reply is worth more than its code. A bracket that is never
     * closed stays unread, and is words.
     */
    static Optional<ResponseCode> read(ImapReader in) throws SyntaxException {
        int start = in.position();
        in.expect('[');
        try {
            String name = in.atom("a response code");
            ResponseCode code = read(name, in);
            in.expect(']');
            in.accept(' ');
            return Optional.of(code);
        } catch (SyntaxException | IllegalArgumentException e) {
            in.back(in.position() - start);
            passOver(in);
            return Optional.empty();
        }
    }

    private static void passOver(ImapReader in) {
        int start = in.position();
        try {
            in.textUntil(']');
            in.accept(']');
            in.accept(' ');
        } catch (SyntaxException e) {
            in.back(in.position() - start);
        }
    }

    private static ResponseCode read(String name, ImapReader in) throws SyntaxException {
        String word = name.toUpperCase(Locale.ROOT);
        for (Plain plain : Plain.values()) {
            if (in.peek() == ']' && plain.word().equals(word)) {
                return plain;
            }
        }
        return switch (word) {
            case "UIDNEXT", "UIDVALIDITY", "UNSEEN", "HIGHESTMODSEQ" -> count(word, in);
            case "BADCHARSET" -> new ResponseCode.BadCharset(in.accept(' ') ? in.list(ImapReader::astring) : List.of());
            case "CAPABILITY" -> new ResponseCode.Capabilities(CapabilityData.readWords(in));
            case "PERMANENTFLAGS" -> permanentFlags(in);
            case "APPENDUID" -> {
                long uidValidity = uidValidity(in);
                yield new ResponseCode.AppendUid(uidValidity, SequenceSet.read(in));
            }
            case "COPYUID" -> {
                long uidValidity = uidValidity(in);
                SequenceSet source = SequenceSet.read(in);
                in.space();
                yield new ResponseCode.CopyUid(uidValidity, source, SequenceSet.read(in));
            }
            case "MESSAGELIMIT" -> messageLimit(in);
            case "NOUPDATE" -> new ResponseCode.NoUpdate(in.space().string());
            case "BADURL" -> new ResponseCode.BadUrl(in.space().textUntil(']'));
            case "BADEVENT" -> {
                in.space();
                yield new ResponseCode.BadEvent(in.fullList(each -> each.atom("an event")));
            }
            case "MODIFIED" -> {
                in.space();
                yield new ResponseCode.Modified(SequenceSet.read(in));
            }
            case "MAILBOXID" ->
                new ResponseCode.MailboxId(in.space().objectId().orElseThrow(() -> in.unexpected("an identifier")));
            case "METADATA" -> metadata(in);
            case "UNDEFINED-FILTER" ->
                new ResponseCode.UndefinedFilter(in.space().peek() == '"' ? in.string() : in.atom("a filter's name"));
            case "INPROGRESS" -> in.accept(' ') ? inProgress(in) : ResponseCode.InProgress.unknown();
            default -> new ResponseCode.Other(name, in.accept(' ') ? in.textUntil(']') : "");
        };
    }

    /** "(" (quoted / nil) SP (number / nil) SP (nz-number / nil) ")"; one that cannot be is no code: RFC 9585 section 6. */
    private static ResponseCode inProgress(ImapReader in) throws SyntaxException {
        in.expect('(');
        Optional<String> tag = in.nstring();
        in.space();
        OptionalLong done = in.nilOrNumber();
        in.space();
        OptionalLong goal = in.nilOrNumber();
        in.expect(')');
        return new ResponseCode.InProgress(tag, done, goal);
    }

    /** "MESSAGELIMIT" SP message-limit [SP uniqueid] */
    private static ResponseCode messageLimit(ImapReader in) throws SyntaxException {
        long messages = in.space().nzNumber();
        return new ResponseCode.MessageLimit(
                messages, in.accept(' ') ? OptionalLong.of(in.nzNumber()) : OptionalLong.empty());
    }

    /** "METADATA" SP ("LONGENTRIES" SP number / "MAXSIZE" SP number / "TOOMANY" / "NOPRIVATE") */
    private static ResponseCode metadata(ImapReader in) throws SyntaxException {
        Matter matter = Matter.valueOf(
                in.space().atom("LONGENTRIES, MAXSIZE, TOOMANY or NOPRIVATE").toUpperCase(Locale.ROOT));
        return new ResponseCode.Metadata(matter, in.accept(' ') ? in.number64() : 0);
    }

    private static ResponseCode count(String word, ImapReader in) throws SyntaxException {
        in.space();
        return new Count(Count.Name.valueOf(word), in.number64());
    }

    private static long uidValidity(ImapReader in) throws SyntaxException {
        in.space();
        long uidValidity = in.number();
        in.space();
        return uidValidity;
    }

    private static ResponseCode permanentFlags(ImapReader in) throws SyntaxException {
        in.space();
        List<String> names = in.flagNames();
        return new ResponseCode.PermanentFlags(ImapReader.flagsOf(names), Syntax.holds(names, "\\*"));
    }
}
