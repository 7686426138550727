package dev.yubin.protocol.diagnosis;

import dev.yubin.protocol.TlsMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may be spoken at a port, and by which first line it is known. */
public enum Protocol {
    SMTP(
            "[2-5][0-9]{2}[ -].*",
            new Port(587, TlsMode.STARTTLS_REQUIRED),
            new Port(465, TlsMode.IMPLICIT),
            new Port(25, TlsMode.STARTTLS_REQUIRED)),
    POP3("(\\+OK|-ERR)( .*)?", new Port(995, TlsMode.IMPLICIT), new Port(110, TlsMode.STARTTLS_REQUIRED)),
    IMAP("\\* (OK|PREAUTH|BYE) .*", new Port(993, TlsMode.IMPLICIT), new Port(143, TlsMode.STARTTLS_REQUIRED)),
    SSH("SSH-.*"),
    HTTP("HTTP/.*");

    /** Where a server may be found, and how it is spoken to there. */
    record Port(int number, TlsMode mode) {
        @Override
        public String toString() {
            return number + " " + mode;
        }
    }

    private final Pattern firstLine;
    private final List<Port> ports;

    Protocol(String firstLine, Port... ports) {
        this.firstLine = Pattern.compile(firstLine);
        this.ports = List.of(ports);
    }

    /** The ports that most servers have, the best first. */
    List<Port> ports() {
        return ports;
    }

    /** Which of them begins so. */
    static Optional<Protocol> beginning(String firstLine) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.firstLine.matcher(firstLine).matches())
                .findFirst();
    }
}
