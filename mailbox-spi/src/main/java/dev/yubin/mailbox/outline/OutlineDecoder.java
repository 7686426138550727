package dev.yubin.mailbox.outline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Reads what {@link OutlineEncoder} wrote. Damaged octets cost no more memory than whole ones. */
final class OutlineDecoder {
    private final byte[] in;
    private int at;

    private OutlineDecoder(byte[] in) {
        this.in = in;
    }

    static Outline decode(byte[] encoded) {
        OutlineDecoder decoder = of(encoded);
        Outline outline = decoder.outline();
        if (decoder.at < encoded.length) {
            throw decoder.damaged("it should have ended");
        }
        return outline;
    }

    /** The envelope alone; what stands behind it is not looked at. */
    static Envelope envelope(byte[] encoded) {
        OutlineDecoder decoder = of(encoded);
        decoder.number();
        return decoder.envelope();
    }

    /** The parts alone; what stands before them is passed over. */
    static Part root(byte[] encoded) {
        OutlineDecoder decoder = of(encoded);
        decoder.number();
        decoder.skipEnvelope();
        decoder.skipOptionals(1); // References
        return decoder.part(0, 1);
    }

    /** At the first value. */
    private static OutlineDecoder of(byte[] encoded) {
        if (encoded.length == 0 || encoded[0] != OutlineEncoder.VERSION) {
            throw new IllegalArgumentException(
                    encoded.length == 0
                            ? "an outline has at least one octet, this has none"
                            : "an outline of version " + OutlineEncoder.VERSION + " was expected, not of version "
                                    + (encoded[0] & 0xff));
        }
        OutlineDecoder decoder = new OutlineDecoder(encoded);
        decoder.at = 1;
        return decoder;
    }

    /** By how much the message grows where line ends are added; empty when it cannot be told. */
    static OptionalLong growth(byte[] encoded) {
        if (encoded.length == 0 || encoded[0] != OutlineEncoder.VERSION) {
            return OptionalLong.empty();
        }
        OutlineDecoder decoder = new OutlineDecoder(encoded);
        decoder.at = 1;
        try {
            return OptionalLong.of(decoder.number());
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
    }

    private Outline outline() {
        long growth = number();
        Envelope envelope = envelope();
        Optional<String> references = optional();
        Part root = part(0, 1);
        return new Outline(root.bodyEnd(), sum(root.bodyEnd(), growth), envelope, references, root);
    }

    private Envelope envelope() {
        return new Envelope(
                optional(),
                optional(),
                list(this::address),
                list(this::address),
                list(this::address),
                list(this::address),
                list(this::address),
                list(this::address),
                optional(),
                optional());
    }

    private MailAddress address() {
        return new MailAddress(optional(), optional(), optional(), optional());
    }

    /** As {@link #envelope} reads it. */
    private void skipEnvelope() {
        skipOptionals(2);
        for (int list = 0; list < 6; list++) {
            for (long addresses = number(); addresses > 0; addresses--) {
                skipOptionals(4);
            }
        }
        skipOptionals(2);
    }

    private void skipOptionals(int count) {
        for (int i = 0; i < count; i++) {
            long lengthAndOne = number();
            if (lengthAndOne > 0) {
                skip(lengthAndOne - 1);
            }
        }
    }

    private Part part(long enclosing, int depth) {
        if (depth > OutlineLimits.MAX_DEPTH) {
            throw damaged("parts lie more than " + OutlineLimits.MAX_DEPTH + " deep");
        }
        String type = string();
        String subtype = string();
        List<Parameter> parameters = list(this::parameter);
        Optional<String> id = optional();
        Optional<String> description = optional();
        String encoding = string();
        Optional<String> md5 = optional();
        Optional<Disposition> disposition = optional().map(kind -> new Disposition(kind, list(this::parameter)));
        List<String> languages = list(this::string);
        Optional<String> location = optional();
        long headerStart = sum(enclosing, number());
        long bodyStart = sum(headerStart, number());
        long bodyEnd = sum(bodyStart, number());
        long lines = number();
        List<Part> children = list(() -> part(bodyStart, depth + 1));
        boolean message = number() == 1;
        Optional<Envelope> envelope = message ? Optional.of(envelope()) : Optional.empty();
        Optional<Part> nested = message ? Optional.of(part(bodyStart, depth + 1)) : Optional.empty();
        return new Part(
                type,
                subtype,
                parameters,
                id,
                description,
                encoding,
                md5,
                disposition,
                languages,
                location,
                headerStart,
                bodyStart,
                bodyEnd,
                lines,
                children,
                envelope,
                nested);
    }

    private Parameter parameter() {
        return new Parameter(string(), string());
    }

    private <T> List<T> list(Supplier<T> item) {
        long size = number();
        if (size == 0) {
            return List.of();
        }
        List<T> items = new ArrayList<>(1); // as most lists have
        for (long i = 0; i < size; i++) { // each item takes an octet at least, so the octets bound it
            items.add(item.get());
        }
        return items;
    }

    private Optional<String> optional() {
        long lengthAndOne = number();
        return lengthAndOne == 0 ? Optional.empty() : Optional.of(string(lengthAndOne - 1));
    }

    private String string() {
        return string(number());
    }

    private String string(long length) {
        skip(length);
        return Octets.string(in, at - (int) length, at);
    }

    private void skip(long length) {
        if (length > in.length - at) {
            throw damaged("a string of " + length + " octets begins where " + (in.length - at) + " are left");
        }
        at += (int) length;
    }

    private long number() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            if (at == in.length) {
                throw damaged("it ends too early");
            }
            byte octet = in[at++];
            number |= (octet & 0x7fL) << shift;
            if (octet >= 0) {
                return number;
            }
        }
        throw damaged("a number does not end");
    }

    private long sum(long start, long octets) {
        if (start + octets < start) {
            throw damaged("a part lies beyond what can be counted");
        }
        return start + octets;
    }

    private IllegalArgumentException damaged(String what) {
        return new IllegalArgumentException(
                "this outline of " + in.length + " octets is damaged at octet " + at + ": " + what);
    }
}
