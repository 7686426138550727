package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.mailbox.Flag;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What stands in the brackets of an OK, NO, BAD, PREAUTH or BYE, for programs: RFC 9051 section 7.1 and RFC 5530. Those that are a word alone are
 * the constants of {@link Plain}. Switch over {@link #kind}.
 */
public sealed interface ResponseCode {
    /** Which it is: {@link Plain}, or the record of that name. */
    enum Kind {
        PLAIN,
        COUNT,
        BAD_CHARSET,
        CAPABILITIES,
        PERMANENT_FLAGS,
        APPEND_UID,
        COPY_UID,
        BAD_URL,
        MODIFIED,
        IN_PROGRESS,
        NO_UPDATE,
        BAD_EVENT,
        MESSAGE_LIMIT,
        MAILBOX_ID,
        METADATA,
        UNDEFINED_FILTER,
        OTHER
    }

    Kind kind();

    /** As it stands in the brackets. */
    void write(ImapWriter out);

    /** A code that is a word alone. */
    enum Plain implements ResponseCode {
        ALERT,
        PARSE,
        READ_ONLY,
        READ_WRITE,
        TRYCREATE,
        UIDNOTSTICKY,
        CLOSED,
        NOTSAVED,
        HASCHILDREN,
        UNKNOWN_CTE,
        // RFC 5530
        UNAVAILABLE,
        AUTHENTICATIONFAILED,
        AUTHORIZATIONFAILED,
        EXPIRED,
        PRIVACYREQUIRED,
        CONTACTADMIN,
        NOPERM,
        INUSE,
        EXPUNGEISSUED,
        CORRUPTION,
        SERVERBUG,
        CLIENTBUG,
        CANNOT,
        LIMIT,
        OVERQUOTA,
        ALREADYEXISTS,
        NONEXISTENT,
        /** RFC 4469 section 4; RFC 7888 section 5. */
        TOOBIG,
        /** RFC 7162 section 3.1.2.2. */
        NOMODSEQ,
        /** RFC 3516 section 4.3. */
        UNKNOWN_CHARSET,
        /** RFC 9586 section 3. */
        UIDREQUIRED,
        /** RFC 10022 section 3.1.3.2. */
        TOOFEW,
        /** RFC 10022 sections 3.1.5 and 3.1.7. */
        TOOMANY,
        /** RFC 4978 section 3. */
        COMPRESSIONACTIVE,
        /** RFC 6154 section 3. */
        USEATTR,
        /** RFC 5465 section 5.8. */
        NOTIFICATIONOVERFLOW;

        /** As on the wire, such as {@code READ-ONLY}. */
        public String word() {
            return Syntax.word(this);
        }

        @Override
        public Kind kind() {
            return Kind.PLAIN;
        }

        @Override
        public void write(ImapWriter out) {
            out.text(word());
        }
    }

    /** UIDNEXT, UIDVALIDITY, UNSEEN (RFC 3501) or HIGHESTMODSEQ (RFC 7162). */
    record Count(Name name, long number) implements ResponseCode {
        /** Which number it is. */
        public enum Name {
            UIDNEXT,
            UIDVALIDITY,
            UNSEEN,
            HIGHESTMODSEQ
        }

        public Count {
            Objects.requireNonNull(name, "name");
            if (number < 0) {
                throw new IllegalArgumentException(name + " is 0 or more, not " + number);
            }
        }

        @Override
        public Kind kind() {
            return Kind.COUNT;
        }

        @Override
        public void write(ImapWriter out) {
            out.text(name.name()).space().number(number);
        }
    }

    /** BADCHARSET, with the charsets that would do. */
    record BadCharset(List<String> charsets) implements ResponseCode {
        public BadCharset {
            charsets = List.copyOf(charsets);
        }

        @Override
        public Kind kind() {
            return Kind.BAD_CHARSET;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("BADCHARSET");
            if (!charsets.isEmpty()) {
                out.space().list(charsets, (charset, to) -> to.astring(charset));
            }
        }
    }

    /** CAPABILITY, in a greeting or behind a login. */
    record Capabilities(List<String> capabilities) implements ResponseCode {
        public Capabilities {
            capabilities = CapabilityData.checked(capabilities);
        }

        @Override
        public Kind kind() {
            return Kind.CAPABILITIES;
        }

        @Override
        public void write(ImapWriter out) {
            out.text(capabilities.isEmpty() ? "CAPABILITY" : "CAPABILITY ").words(capabilities);
        }
    }

    /**
     * PERMANENTFLAGS.
     *
     * @param more whether a client can make keywords of its own: {@code \*}
     */
    record PermanentFlags(Set<Flag> flags, boolean more) implements ResponseCode {
        public PermanentFlags {
            flags = Collections.unmodifiableSet(new LinkedHashSet<>(flags));
        }

        @Override
        public Kind kind() {
            return Kind.PERMANENT_FLAGS;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("PERMANENTFLAGS ").flags(flags, more ? "\\*" : "");
        }
    }

    /** APPENDUID: which UIDs the new messages have. RFC 4315 section 3. */
    record AppendUid(long uidValidity, SequenceSet uids) implements ResponseCode {
        public AppendUid {
            Objects.requireNonNull(uids, "uids");
        }

        @Override
        public Kind kind() {
            return Kind.APPEND_UID;
        }

        @Override
        public void write(ImapWriter out) {
            uids.write(out.text("APPENDUID ").number(uidValidity).space());
        }
    }

    /** COPYUID: which became which, in order. RFC 4315 section 3. */
    record CopyUid(long uidValidity, SequenceSet source, SequenceSet target) implements ResponseCode {
        public CopyUid {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(target, "target");
        }

        @Override
        public Kind kind() {
            return Kind.COPY_UID;
        }

        @Override
        public void write(ImapWriter out) {
            source.write(out.text("COPYUID ").number(uidValidity).space());
            target.write(out.space());
        }
    }

    /** BADURL: which URL of CATENATE is of no message here. RFC 4469 section 4.1. */
    record BadUrl(String url) implements ResponseCode {
        public BadUrl {
            if (url.isEmpty() || url.chars().anyMatch(c -> c < ' ' || c > '~' || c == ']')) {
                throw new IllegalArgumentException("a URL is told in printable ASCII without ]");
            }
        }

        @Override
        public Kind kind() {
            return Kind.BAD_URL;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("BADURL ").text(url);
        }
    }

    /** MODIFIED: what STORE left as it is. RFC 7162 section 3.1.3. */
    record Modified(SequenceSet messages) implements ResponseCode {
        public Modified {
            Objects.requireNonNull(messages, "messages");
        }

        @Override
        public Kind kind() {
            return Kind.MODIFIED;
        }

        @Override
        public void write(ImapWriter out) {
            messages.write(out.text("MODIFIED "));
        }
    }

    /**
     * INPROGRESS, in an untagged OK: how far a command is. RFC 9585 section 4. Without any part, that somebody is still at it.
     *
     * @param tag  the command's, where it is told
     * @param done how much of it is done, mostly a count of messages; it may be less than before, where more was found to do
     * @param goal how much there is to do, where that is known; at least as much as is done
     */
    record InProgress(Optional<String> tag, OptionalLong done, OptionalLong goal) implements ResponseCode {
        private static final long MOST = 0xFFFF_FFFFL;

        public InProgress {
            Objects.requireNonNull(tag, "tag");
            if (!tag.map(Syntax::isTag).orElse(true)) {
                throw new IllegalArgumentException("INPROGRESS names a command by its tag");
            }
            if (done.isEmpty() && goal.isPresent()
                    || done.orElse(0) < 0
                    || goal.orElse(1) < 1
                    || done.orElse(0) > goal.orElse(MOST)
                    || goal.orElse(1) > MOST) {
                throw new IllegalArgumentException("so much cannot be done of so much: " + done + ", " + goal);
            }
        }

        /** Without any part. */
        static InProgress unknown() {
            return new InProgress(Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
        }

        @Override
        public Kind kind() {
            return Kind.IN_PROGRESS;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("INPROGRESS");
            if (tag.isPresent() || done.isPresent()) {
                out.text(" (").nstring(tag).space();
                out.nilOrNumber(done).space();
                out.nilOrNumber(goal).text(")");
            }
        }
    }

    /** NOUPDATE: the results of that command are not kept up to date. RFC 5267 section 4.3.1. */
    record NoUpdate(String tag) implements ResponseCode {
        public NoUpdate {
            if (!Syntax.isTag(tag)) {
                throw new IllegalArgumentException("NOUPDATE names a command by its tag");
            }
        }

        @Override
        public Kind kind() {
            return Kind.NO_UPDATE;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("NOUPDATE ").string(tag);
        }
    }

    /** BADEVENT: which events NOTIFY can tell of. RFC 5465 section 3.1. */
    record BadEvent(List<String> events) implements ResponseCode {
        public BadEvent {
            events = List.copyOf(events);
            if (events.isEmpty() || !events.stream().allMatch(Syntax::isAtom)) {
                throw new IllegalArgumentException("BADEVENT names at least one event, and each is an atom");
            }
        }

        @Override
        public Kind kind() {
            return Kind.BAD_EVENT;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("BADEVENT (").words(events).text(")");
        }
    }

    /**
     * MESSAGELIMIT: a command deals with no more messages than so many. Where it is an OK, those of the highest UIDs were dealt with, and the command
     * is to be repeated for those below; where it is a NO, none was. RFC 9738 section 3.1.
     *
     * @param lowest the lowest UID that was dealt with, or would be; empty where the server does not tell
     */
    record MessageLimit(long messages, OptionalLong lowest) implements ResponseCode {
        public MessageLimit {
            Syntax.checked("a limit of messages", messages, 1);
            Syntax.checked("a UID", lowest.orElse(1), 1);
        }

        @Override
        public Kind kind() {
            return Kind.MESSAGE_LIMIT;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("MESSAGELIMIT ").number(messages).number(" ", lowest);
        }
    }

    /** MAILBOXID: what identifies the mailbox that was made or selected, whatever its name. RFC 8474 sections 4.1 and 4.2. */
    record MailboxId(String id) implements ResponseCode {
        public MailboxId {
            Syntax.checkedObjectId(id);
        }

        @Override
        public Kind kind() {
            return Kind.MAILBOX_ID;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("MAILBOXID (").text(id).text(")");
        }
    }

    /**
     * METADATA: what is the matter with annotations. RFC 5464 sections 4.2.1 and 4.3.
     *
     * @param octets how many; 0 where it tells none
     */
    record Metadata(Matter matter, long octets) implements ResponseCode {
        /** What it is. */
        public enum Matter {
            /** Values longer than MAXSIZE were not told, and the longest has so many octets. */
            LONGENTRIES,
            /** A value may have no more octets than so many. */
            MAXSIZE,
            /** There are as many annotations as there may be. */
            TOOMANY,
            /** There are no private ones. */
            NOPRIVATE;

            boolean counts() {
                return this == LONGENTRIES || this == MAXSIZE;
            }
        }

        public Metadata {
            if (octets < 0 || (octets > 0 && !matter.counts())) {
                throw new IllegalArgumentException(matter + " cannot tell of " + octets + " octets");
            }
        }

        @Override
        public Kind kind() {
            return Kind.METADATA;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("METADATA ").text(matter.name());
            if (matter.counts()) {
                out.space().number(octets);
            }
        }
    }

    /** UNDEFINED-FILTER: that there is no filter of that name, or that it cannot be used. RFC 5466 section 3.1. */
    record UndefinedFilter(String name) implements ResponseCode {
        public UndefinedFilter {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public Kind kind() {
            return Kind.UNDEFINED_FILTER;
        }

        @Override
        public void write(ImapWriter out) {
            out.text("UNDEFINED-FILTER ");
            if (Syntax.isAtom(name)) {
                out.text(name);
            } else {
                out.string(name);
            }
        }
    }

    /** Any other, such as {@code XPRIVATE}. */
    record Other(String name, String arguments) implements ResponseCode {
        public Other {
            if (!Syntax.isAtom(name) || arguments.chars().anyMatch(c -> c < ' ' || c > '~' || c == ']')) {
                throw new IllegalArgumentException("a response code is an atom, perhaps with text without ] behind it");
            }
        }

        @Override
        public Kind kind() {
            return Kind.OTHER;
        }

        @Override
        public void write(ImapWriter out) {
            out.text(name).text(arguments.isEmpty() ? "" : " ").text(arguments);
        }
    }

    /** "[" resp-text-code "]" SP; empty for one that cannot be read, which is passed over. */
    static Optional<ResponseCode> read(ImapReader in) throws SyntaxException {
        return ResponseCodes.read(in);
    }
}
