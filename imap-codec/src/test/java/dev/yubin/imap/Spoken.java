package dev.yubin.imap;

import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import java.nio.charset.StandardCharsets;

/** Values and their octets as tests write them: ↵ stands for CR LF within, and the last CR LF is left out. */
public final class Spoken {
    private Spoken() {}

    public static byte[] octets(String wire) {
        return wire.replace("↵", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public static ImapRequest request(String wire) {
        return request(wire, ImapEncoding.PLAIN, ImapLimits.standard());
    }

    public static ImapRequest request(String wire, ImapEncoding encoding, ImapLimits limits) {
        byte[] octets = octets(wire);
        return ImapRequest.read(ImapReader.command(octets, octets.length, encoding, limits));
    }

    public static ImapResponse response(String wire) {
        return response(wire, ImapEncoding.PLAIN, ImapLimits.client());
    }

    public static ImapResponse response(String wire, ImapEncoding encoding, ImapLimits limits) {
        byte[] octets = octets(wire);
        return ImapResponse.read(ImapReader.response(octets, octets.length, encoding, limits));
    }

    public static String written(ImapRequest request) {
        return written(request, ImapEncoding.PLAIN);
    }

    public static String written(ImapRequest request, ImapEncoding encoding) {
        ImapWriter out = ImapWriter.command(encoding);
        request.write(out);
        return text(out);
    }

    public static String written(ImapResponse response) {
        return written(response, ImapEncoding.PLAIN);
    }

    public static String written(ImapResponse response, ImapEncoding encoding) {
        ImapWriter out = ImapWriter.response(encoding);
        response.write(out);
        return text(out);
    }

    public static String text(ImapWriter out) {
        byte[] octets = new byte[out.size()];
        out.octets().get(octets);
        return new String(octets, StandardCharsets.UTF_8).replace("\r\n", "↵");
    }

    /** A value as a table shows it: without the words for what is absent. */
    public static String shown(Object value) {
        return value.toString().replaceAll("Optional(Long)?\\.empty", "-");
    }
}
