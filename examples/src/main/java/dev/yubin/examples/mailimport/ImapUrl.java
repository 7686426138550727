package dev.yubin.examples.mailimport;

import dev.yubin.protocol.TlsMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose mailboxes on which server: {@code imap://user@host:port}. The user may be an address; what stands between brackets is an IPv6 address.
 *
 * @param port 0 where none is named
 */
record ImapUrl(String user, String host, int port) {
    private static final Pattern URL =
            Pattern.compile("imap://(.+)@(?:\\[([0-9A-Fa-f:.]+)]|([^@:/\\[\\]]+))(?::([0-9]{1,5}))?/?");

    /** @throws IllegalArgumentException when it is no such URL */
    static ImapUrl parse(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            throw new IllegalArgumentException("expected imap://user@host:port, not '" + text + "'");
        }
        int port = url.group(4) == null ? 0 : Integer.parseInt(url.group(4));
        if (port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        String user = URLDecoder.decode(url.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        return new ImapUrl(user, url.group(2) == null ? url.group(3) : url.group(2), port);
    }

    /** The port that is named, or that of the mode. */
    int port(TlsMode mode) {
        return port != 0 ? port : mode == TlsMode.IMPLICIT ? 993 : 143;
    }
}
