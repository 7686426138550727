package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One mailbox of a LIST or LSUB: RFC 9051 section 7.3.1.
 *
 * @param lsub       whether it is LSUB's
 * @param attributes such as {@link #NOSELECT}; they compare without regard to case
 * @param delimiter  what separates levels; empty where there are none
 * @param childInfo  why RECURSIVEMATCH shows it: CHILDINFO, such as SUBSCRIBED
 * @param oldName    what it was called before, or was asked for as: OLDNAME
 */
public record ListData(
        boolean lsub,
        Set<Flag> attributes,
        Optional<Character> delimiter,
        ImapName mailbox,
        Set<String> childInfo,
        Optional<ImapName> oldName)
        implements ImapResponse {
    public static final Flag NOINFERIORS = Flag.of("\\Noinferiors");
    public static final Flag NOSELECT = Flag.of("\\Noselect");
    public static final Flag NONEXISTENT = Flag.of("\\NonExistent");
    public static final Flag HAS_CHILDREN = Flag.of("\\HasChildren");
    public static final Flag HAS_NO_CHILDREN = Flag.of("\\HasNoChildren");
    public static final Flag MARKED = Flag.of("\\Marked");
    public static final Flag UNMARKED = Flag.of("\\Unmarked");
    public static final Flag SUBSCRIBED = Flag.of("\\Subscribed");
    public static final Flag REMOTE = Flag.of("\\Remote");
    /** It is seen in lists, and no more may be done: RFC 5465 section 3.1. */
    public static final Flag NO_ACCESS = Flag.of("\\NoAccess");

    public ListData {
        attributes = Collections.unmodifiableSet(new LinkedHashSet<>(attributes));
        Objects.requireNonNull(delimiter, "delimiter");
        Objects.requireNonNull(mailbox, "mailbox");
        childInfo = Collections.unmodifiableSet(new LinkedHashSet<>(childInfo));
        Objects.requireNonNull(oldName, "oldName");
    }

    /** Of a LIST, without extended data. */
    public static ListData of(Set<Flag> attributes, char delimiter, ImapName mailbox) {
        return new ListData(false, attributes, Optional.of(delimiter), mailbox, Set.of(), Optional.empty());
    }

    /** What a delimiter is, and no mailbox: RFC 9051 section 6.3.9. */
    public static ListData ofDelimiter(boolean lsub, char delimiter) {
        return new ListData(
                lsub, Set.of(NOSELECT), Optional.of(delimiter), new ImapName(""), Set.of(), Optional.empty());
    }

    @Override
    public ResponseKind kind() {
        return lsub ? ResponseKind.LSUB : ResponseKind.LIST;
    }

    /** mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox [SP mbox-list-extended] */
    public static ListData read(boolean lsub, ImapReader in) throws SyntaxException {
        in.expect(lsub ? "* LSUB " : "* LIST ");
        Set<Flag> attributes = ImapReader.flagsOf(in.flagNames());
        in.space();
        Optional<Character> delimiter = readDelimiter(in);
        in.space();
        ImapName mailbox = readName(in);
        Set<String> childInfo = new LinkedHashSet<>();
        List<ImapName> oldName = new ArrayList<>();
        if (in.accept(' ') && !in.atEnd()) {
            in.list(each -> readExtended(each, childInfo, oldName));
        }
        Optional<ImapName> old = oldName.isEmpty() ? Optional.empty() : Optional.of(oldName.get(0));
        return new ListData(lsub, attributes, delimiter, mailbox, childInfo, old);
    }

    /** mailbox; Exchange writes names with blanks without quotes, and then the name is all that is left. */
    private static ImapName readName(ImapReader in) throws SyntaxException {
        int start = in.position();
        boolean bare = in.peek() != '"' && in.peek() != '{';
        ImapName mailbox = ImapName.read(in);
        int end = in.position();
        in.accept(' ');
        boolean whole = !bare || in.atEnd() || in.peek() == '(' && in.position() > end;
        in.back(in.position() - (whole ? end : start));
        return whole ? mailbox : new ImapName(in.restMailbox());
    }

    @Override
    public void write(ImapWriter out) {
        out.text(lsub ? "* LSUB " : "* LIST ").flags(attributes).space();
        writeDelimiter(delimiter, out);
        mailbox.write(out.space());
        if (!childInfo.isEmpty() || oldName.isPresent()) {
            out.text(" (");
            if (!childInfo.isEmpty()) {
                out.text("\"CHILDINFO\" ").list(childInfo, (option, to) -> to.string(option));
            }
            if (oldName.isPresent()) {
                oldName.get().write(out.text(childInfo.isEmpty() ? "\"OLDNAME\" (" : " \"OLDNAME\" ("));
                out.text(")");
            }
            out.text(")");
        }
    }

    /** mbox-list-extended-item = mbox-list-extended-item-tag SP tagged-ext-val */
    private static String readExtended(ImapReader in, Set<String> childInfo, List<ImapName> oldName)
            throws SyntaxException {
        String tag = in.astring();
        in.space();
        if (tag.equalsIgnoreCase("CHILDINFO")) {
            childInfo.addAll(in.list(ImapReader::astring));
        } else if (tag.equalsIgnoreCase("OLDNAME")) {
            oldName.addAll(in.list(ImapName::read));
        } else {
            in.skipValue();
        }
        return tag;
    }

    static Optional<Character> readDelimiter(ImapReader in) throws SyntaxException {
        String text = in.nstring().orElse("");
        return text.isEmpty() ? Optional.empty() : Optional.of(text.charAt(0));
    }

    static void writeDelimiter(Optional<Character> delimiter, ImapWriter out) {
        if (delimiter.isPresent()) {
            out.string(delimiter.get().toString());
        } else {
            out.text("NIL");
        }
    }

    /** Whether that attribute is among them. */
    public boolean is(Flag attribute) {
        return attributes.contains(attribute);
    }
}
