package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * The address of someone's mail. RFC 5321 section 4.1.2; beyond ASCII by RFC 6531 section 3.3.
 *
 * @param localPart what stands before the {@code @}, its quotes and backslashes taken off: {@code "Joe\,Smith"} is {@code Joe,Smith}. Compared as
 *     it is, for only its host knows whether case matters there
 * @param host      where it is
 */
public record Mailbox(String localPart, Host host) {
    /**
     * RFC 5321 section 4.5.3.1.1 promises 64; more is read, because senders that write the first sender or the recipient into it (VERP, SRS) pass
     * that, Amazon SES among them, and their mail is real.
     */
    static final int MAX_LOCAL_PART_OCTETS = 255;

    /** @throws IllegalArgumentException when the local part has a control character or is over 255 octets */
    public Mailbox {
        Objects.requireNonNull(host, "host");
        for (int i = 0; i < localPart.length(); i++) {
            if (Characters.control(localPart.charAt(i))) {
                throw new IllegalArgumentException("a local part has no control characters");
            }
        }
        if (Characters.exceeds(MAX_LOCAL_PART_OCTETS, localPart)) {
            throw new IllegalArgumentException("a local part has at most " + MAX_LOCAL_PART_OCTETS + " octets");
        }
    }

    /**
     * The mailbox written so, without angle brackets.
     *
     * @throws IllegalArgumentException when it is none; says why
     */
    public static Mailbox of(String text) {
        return Whole.of(text, Mailbox::read);
    }

    /** Mailbox = Local-part "@" ( Domain / address-literal ) */
    static Mailbox read(LineReader in) throws SyntaxException {
        String localPart = in.peek() == '"' ? quotedString(in) : dotString(in);
        if (Characters.exceeds(MAX_LOCAL_PART_OCTETS, localPart)) {
            throw new SyntaxException("expected a local part of at most " + MAX_LOCAL_PART_OCTETS + " octets");
        }
        in.expect("@");
        Host host = Host.read(in);
        try {
            return new Mailbox(localPart, host);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(e.getMessage());
        }
    }

    /** Dot-string = Atom *("." Atom) */
    private static String dotString(LineReader in) throws SyntaxException {
        String text = in.expectWhile(Characters::atext, "a mailbox");
        while (in.accept(".")) {
            text += "." + in.expectWhile(Characters::atext, "more of the local part");
        }
        return text;
    }

    /** Quoted-string = DQUOTE *QcontentSMTP DQUOTE */
    private static String quotedString(LineReader in) throws SyntaxException {
        in.expect("\"");
        StringBuilder text = new StringBuilder();
        while (!in.accept("\"")) {
            if (in.accept("\\")) {
                if (in.peek() < ' ' || in.peek() > '~') {
                    throw in.unexpected("a printable character behind the backslash");
                }
                text.append((char) in.next());
            } else {
                text.append(in.expectWhile(
                        c -> c >= ' ' && c != '"' && c != '\\' && c != 0x7f, "the end of the quoted local part"));
            }
        }
        return text.toString();
    }

    /** Whether it can be sent without SMTPUTF8 (RFC 6531). */
    public boolean ascii() {
        return Characters.ascii(localPart) && host.ascii();
    }

    /** The same mailbox in ASCII, its domain in A-labels; empty when the local part is beyond it, which cannot be written otherwise. */
    public Optional<Mailbox> inAscii() {
        if (!Characters.ascii(localPart)) {
            return Optional.empty();
        }
        Host ascii = host instanceof Domain domain ? Domain.of(domain.aLabels()) : host;
        return Optional.of(new Mailbox(localPart, ascii));
    }

    /** As it stands in a path, with no more quoting than is needed. */
    @Override
    public String toString() {
        return (isDotString() ? localPart : '"' + localPart.replaceAll("([\"\\\\])", "\\\\$1") + '"') + '@' + host;
    }

    private boolean isDotString() {
        return !localPart.isEmpty()
                && !localPart.startsWith(".")
                && !localPart.endsWith(".")
                && !localPart.contains("..")
                && isAtomsAndDots();
    }

    private boolean isAtomsAndDots() {
        for (int i = 0; i < localPart.length(); i++) {
            char c = localPart.charAt(i);
            if (c != '.' && !Characters.atext(c)) {
                return false;
            }
        }
        return true;
    }
}
