package dev.yubin.mailbox.outline;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Writes an outline: a version octet, then values in the order of the records. A number is a varint, seven bits an octet and the lowest
 * first; a string is its length and octets, 0 for an absent one and the length plus one for an optional one; a list is its length and
 * items; offsets count from where the enclosing body begins, or from each other. {@link OutlineDecoder} is the other side.
 */
final class OutlineEncoder {
    static final int VERSION = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    private OutlineEncoder() {}

    static byte[] encode(Outline outline) {
        OutlineEncoder encoder = new OutlineEncoder();
        encoder.out.write(VERSION);
        encoder.number(outline.sentOctets() - outline.octets()); // first, to be found without reading the rest
        encoder.envelope(outline.envelope());
        encoder.optional(outline.references());
        encoder.part(outline.root(), 0);
        return encoder.out.toByteArray();
    }

    private void envelope(Envelope envelope) {
        optional(envelope.date());
        optional(envelope.subject());
        addresses(envelope.from());
        addresses(unlessSame(envelope.sender(), envelope.from()));
        addresses(unlessSame(envelope.replyTo(), envelope.from()));
        addresses(envelope.to());
        addresses(envelope.cc());
        addresses(envelope.bcc());
        optional(envelope.inReplyTo());
        optional(envelope.messageId());
    }

    /** What {@link Envelope} fills in by itself need not be kept. */
    private static List<MailAddress> unlessSame(List<MailAddress> addresses, List<MailAddress> from) {
        return addresses.equals(from) ? List.of() : addresses;
    }

    private void addresses(List<MailAddress> addresses) {
        number(addresses.size());
        for (MailAddress address : addresses) {
            optional(address.name());
            optional(address.route());
            optional(address.mailbox());
            optional(address.host());
        }
    }

    private void part(Part part, long enclosing) {
        string(part.type());
        string(part.subtype());
        parameters(part.parameters());
        optional(part.id());
        optional(part.description());
        string(part.encoding());
        optional(part.md5());
        optional(part.disposition().map(Disposition::type));
        part.disposition().ifPresent(disposition -> parameters(disposition.parameters()));
        number(part.languages().size());
        part.languages().forEach(this::string);
        optional(part.location());
        number(part.headerStart() - enclosing);
        number(part.headerOctets());
        number(part.bodyOctets());
        number(part.lines());
        number(part.children().size());
        part.children().forEach(child -> part(child, part.bodyStart()));
        number(part.isMessage() ? 1 : 0);
        part.envelope().ifPresent(this::envelope);
        part.nested().ifPresent(nested -> part(nested, part.bodyStart()));
    }

    private void parameters(List<Parameter> parameters) {
        number(parameters.size());
        for (Parameter parameter : parameters) {
            string(parameter.name());
            string(parameter.value());
        }
    }

    private void optional(Optional<String> string) {
        number(string.map(present -> present.length() + 1).orElse(0));
        string.ifPresent(present -> out.writeBytes(Octets.of(present)));
    }

    private void string(String string) {
        number(string.length());
        out.writeBytes(Octets.of(string));
    }

    private void number(long number) {
        long rest = number;
        for (; rest > 0x7f; rest >>>= 7) {
            out.write((int) rest | 0x80);
        }
        out.write((int) rest);
    }
}
