package dev.yubin.conformance;

import dev.yubin.conformance.imap.ImapConformance;
import dev.yubin.conformance.pop3.Pop3Conformance;
import dev.yubin.conformance.smtp.SmtpConformance;
import java.io.IOException;
import java.util.Arrays;

/**
 * The suites for servers by one name, for the jar alone: {@code java -jar conformance.jar smtp --help}. The first word names the protocol, and the others are
 * for {@link SmtpConformance}, {@link Pop3Conformance} or {@link ImapConformance}.
 */
public final class Conformance {
    private Conformance() {}

    /** Exits as the suite that is named does; with 2 where none is. */
    public static void main(String[] args) throws IOException {
        String protocol = args.length == 0 ? "" : args[0];
        String[] others = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        switch (protocol) {
            case "smtp" -> SmtpConformance.main(others);
            case "pop3" -> Pop3Conformance.main(others);
            case "imap" -> ImapConformance.main(others);
            default -> {
                System.out.println("smtp, pop3 or imap, and the suite's flags; --help behind it names them");
                System.exit(2);
            }
        }
    }
}
