package dev.yubin.imap.fetch;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.outline.Disposition;
import dev.yubin.mailbox.outline.Envelope;
import dev.yubin.mailbox.outline.MailAddress;
import dev.yubin.mailbox.outline.Parameter;
import dev.yubin.mailbox.outline.Part;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The grammar of envelope and body, both ways: RFC 9051 sections 7.5.2 and 9. Strings hold one octet in each character. */
final class Structures {
    private static final String DEFAULT_ENCODING = "7BIT";

    private Structures() {}

    // ------------------------------------------------------------------ envelope

    /** envelope = "(" env-date SP env-subject SP env-from SP ... SP env-in-reply-to SP env-message-id ")" */
    static void writeEnvelope(Envelope envelope, ImapWriter out) {
        out.text("(").octetNstring(envelope.date()).space();
        out.octetNstring(envelope.subject()).space();
        writeAddresses(envelope.from(), out).space();
        writeAddresses(envelope.sender(), out).space();
        writeAddresses(envelope.replyTo(), out).space();
        writeAddresses(envelope.to(), out).space();
        writeAddresses(envelope.cc(), out).space();
        writeAddresses(envelope.bcc(), out).space();
        out.octetNstring(envelope.inReplyTo()).space();
        out.octetNstring(envelope.messageId()).text(")");
    }

    static Envelope readEnvelope(ImapReader in) throws SyntaxException {
        in.openList();
        Optional<String> date = nstring(in);
        Optional<String> subject = nstring(in);
        List<MailAddress> from = addresses(in);
        List<MailAddress> sender = addresses(in);
        List<MailAddress> replyTo = addresses(in);
        List<MailAddress> to = addresses(in);
        List<MailAddress> cc = addresses(in);
        List<MailAddress> bcc = addresses(in);
        Optional<String> inReplyTo = nstring(in);
        Optional<String> messageId = in.octetNstring();
        in.expect(')');
        in.leave();
        return new Envelope(date, subject, from, sender, replyTo, to, cc, bcc, inReplyTo, messageId);
    }

    private static Optional<String> nstring(ImapReader in) throws SyntaxException {
        Optional<String> text = in.octetNstring();
        in.space();
        return text;
    }

    /** "(" 1*address ")" / nil */
    private static ImapWriter writeAddresses(List<MailAddress> addresses, ImapWriter out) {
        if (addresses.isEmpty()) {
            return out.text("NIL");
        }
        out.text("(");
        for (MailAddress address : addresses) {
            // address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
            out.text("(").octetNstring(address.name()).space().octetNstring(address.route());
            out.space().octetNstring(address.mailbox()).space();
            out.octetNstring(address.host()).text(")");
        }
        return out.text(")");
    }

    private static List<MailAddress> addresses(ImapReader in) throws SyntaxException {
        List<MailAddress> addresses = new ArrayList<>();
        if (!in.acceptWord("NIL")) {
            in.openList();
            while (in.peek() == '(' || in.acceptWord("NIL")) { // SmarterMail has NIL among addresses
                if (in.peek() == '(') {
                    in.countItem();
                    addresses.add(address(in));
                }
                in.accept(' '); // there is none by the grammar, but some servers write one
            }
            in.expect(')');
            in.leave();
        }
        in.space();
        return addresses;
    }

    private static MailAddress address(ImapReader in) throws SyntaxException {
        in.openList();
        Optional<String> name = nstring(in);
        Optional<String> route = nstring(in);
        Optional<String> mailbox = nstring(in);
        Optional<String> host = in.octetNstring();
        in.expect(')');
        in.leave();
        return new MailAddress(name, route, mailbox.or(() -> host.map(some -> "")), host);
    }

    // ------------------------------------------------------------------ body

    /** body = "(" (body-type-1part / body-type-mpart) ")" */
    static void writeBody(Part part, boolean extended, ImapWriter out) {
        out.text("(");
        if (part.isMultipart()) {
            for (Part child : part.children()) {
                writeBody(child, extended, out);
            }
            out.space().octetString(part.subtype());
            if (extended) {
                writeParameters(part.parameters(), out.space());
            }
        } else {
            writeSinglePart(part, extended, out);
        }
        if (extended) {
            writeExtension(part, out);
        }
        out.text(")");
    }

    /** body-type-basic / body-type-msg / body-type-text, with body-fld-md5 */
    private static void writeSinglePart(Part part, boolean extended, ImapWriter out) {
        out.octetString(part.type()).space().octetString(part.subtype()).space();
        writeParameters(part.parameters(), out);
        out.space().octetNstring(part.id()).space().octetNstring(part.description());
        out.space().octetString(part.encoding()).space().number(part.bodyOctets());
        if (part.isMessage()) {
            writeEnvelope(part.envelope().orElseThrow(), out.space());
            writeBody(part.nested().orElseThrow(), extended, out.space());
        }
        if (part.isMessage() || part.isText()) {
            out.space().number(part.lines());
        }
        if (extended) {
            out.space().octetNstring(part.md5());
        }
    }

    /** body-fld-dsp SP body-fld-lang SP body-fld-loc, which both kinds of part end with */
    private static void writeExtension(Part part, ImapWriter out) {
        out.space();
        if (part.disposition().isPresent()) {
            Disposition disposition = part.disposition().get();
            out.text("(").octetString(disposition.type());
            writeParameters(disposition.parameters(), out.space());
            out.text(")");
        } else {
            out.text("NIL");
        }
        out.space();
        if (part.languages().isEmpty()) {
            out.text("NIL");
        } else {
            out.list(part.languages(), (language, to) -> to.octetString(language));
        }
        out.space().octetNstring(part.location());
    }

    /** body-fld-param = "(" string SP string *(SP string SP string) ")" / nil */
    private static void writeParameters(List<Parameter> parameters, ImapWriter out) {
        if (parameters.isEmpty()) {
            out.text("NIL");
        } else {
            out.list(
                    parameters,
                    (parameter, to) -> to.octetString(parameter.name()).space().octetString(parameter.value()));
        }
    }

    static Part readBody(ImapReader in) throws SyntaxException {
        in.openList();
        in.countItem();
        Part part = in.peek() == '(' ? multipart(in) : singlePart(in);
        in.expect(')');
        in.leave();
        return part;
    }

    /** body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart] */
    private static Part multipart(ImapReader in) throws SyntaxException {
        List<Part> children = new ArrayList<>();
        boolean spaced = false;
        while (in.peek() == '(') {
            children.add(readBody(in));
            spaced = in.accept(' '); // a space between bodies is some servers' own
        }
        if (!spaced) {
            in.space();
        }
        String subtype = in.octetString();
        List<Parameter> parameters = in.accept(' ') ? parameters(in) : List.of();
        Optional<String> none = Optional.empty();
        return extended(
                "multipart",
                subtype,
                parameters,
                none,
                none,
                none,
                none,
                0,
                0,
                children,
                Optional.empty(),
                Optional.empty(),
                in);
    }

    private static Part singlePart(ImapReader in) throws SyntaxException {
        // Gmail writes ("ALTERNATIVE") for a multipart without parts, and NIL for a type that it could not read
        Optional<String> first = in.octetNstring();
        Optional<String> second = in.accept(' ') ? in.octetNstring() : Optional.empty();
        if (in.peek() == ')') {
            return childless(second.or(() -> first).orElse("mixed"));
        }
        String type = first.orElse("application");
        String subtype = second.orElse("octet-stream");
        in.space();
        List<Parameter> parameters = parameters(in);
        in.space();
        Optional<String> id = nstring(in);
        Optional<String> description = nstring(in);
        Optional<String> encoding = nstring(in); // NIL is some servers' word for none
        long octets = count(in);
        Optional<Envelope> envelope = Optional.empty();
        Optional<Part> nested = Optional.empty();
        long lines = 0;
        if (isMessage(type, subtype) && acceptEnvelope(in)) {
            envelope = Optional.of(readEnvelope(in));
            in.space();
            nested = Optional.of(readBody(in));
            in.space();
            lines = count(in);
        } else if (type.equalsIgnoreCase("text") && in.accept(' ')) {
            lines = count(in);
        }
        Optional<String> md5 = in.accept(' ') ? in.octetNstring() : Optional.empty();
        return extended(
                type,
                subtype,
                parameters,
                id,
                description,
                encoding,
                md5,
                octets,
                lines,
                List.of(),
                envelope,
                nested,
                in);
    }

    /** number64; NIL and -1 are some servers' words for one that they do not know. */
    private static long count(ImapReader in) throws SyntaxException {
        if (in.acceptWord("NIL")) {
            return 0;
        }
        boolean known = !in.accept('-');
        long number = in.number64();
        return known ? number : 0;
    }

    private static Part childless(String subtype) {
        Optional<String> none = Optional.empty();
        return new Part(
                "multipart",
                subtype,
                List.of(),
                none,
                none,
                DEFAULT_ENCODING,
                none,
                Optional.empty(),
                List.of(),
                none,
                0,
                0,
                0,
                0,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static boolean isMessage(String type, String subtype) {
        return type.equalsIgnoreCase("message")
                && (subtype.equalsIgnoreCase("rfc822") || subtype.equalsIgnoreCase("global"));
    }

    /** The space before an envelope. Some servers show an attached message like any other part: then none follows. */
    private static boolean acceptEnvelope(ImapReader in) {
        int start = in.position();
        in.accept(' ');
        if (in.peek() == '(') {
            return true;
        }
        in.back(in.position() - start);
        return false;
    }

    /** What both kinds of part may end with, absent as it may be: [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP body-extension)]]] */
    private static Part extended(
            String type,
            String subtype,
            List<Parameter> parameters,
            Optional<String> id,
            Optional<String> description,
            Optional<String> encoding,
            Optional<String> md5,
            long octets,
            long lines,
            List<Part> children,
            Optional<Envelope> envelope,
            Optional<Part> nested,
            ImapReader in)
            throws SyntaxException {
        Optional<Disposition> disposition = in.accept(' ') ? disposition(in) : Optional.empty();
        List<String> languages = in.accept(' ') ? languages(in) : List.of();
        Optional<String> location = in.accept(' ') ? in.octetNstring() : Optional.empty();
        while (in.accept(' ')) {
            in.skipValue();
        }
        return new Part(
                type,
                subtype,
                parameters,
                id,
                description,
                encoding.orElse(DEFAULT_ENCODING),
                md5,
                disposition,
                languages,
                location,
                0,
                0,
                octets,
                lines,
                children,
                envelope,
                nested);
    }

    private static Optional<Disposition> disposition(ImapReader in) throws SyntaxException {
        if (in.peek() != '(') { // Exchange writes "inline" alone
            return in.octetNstring().map(type -> new Disposition(type, List.of()));
        }
        in.openList();
        String type = in.octetString();
        in.space();
        Disposition disposition = new Disposition(type, parameters(in));
        in.expect(')');
        in.leave();
        return Optional.of(disposition);
    }

    private static List<String> languages(ImapReader in) throws SyntaxException {
        if (in.peek() == '(') {
            return in.list(ImapReader::octetString);
        }
        return in.octetNstring().map(List::of).orElse(List.of());
    }

    private static List<Parameter> parameters(ImapReader in) throws SyntaxException {
        if (in.acceptWord("NIL")) {
            return List.of();
        }
        return in.list(each -> {
            String name = each.octetString();
            each.space();
            return new Parameter(name, each.octetNstring().orElse(""));
        });
    }
}
