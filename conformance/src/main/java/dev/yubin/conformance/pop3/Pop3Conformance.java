package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Chapter;
import dev.yubin.conformance.internal.Flags;
import dev.yubin.conformance.internal.Report;
import dev.yubin.conformance.internal.Result;
import dev.yubin.conformance.internal.Runner;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Aims the checks of {@link Pop3ServerContract} at any POP3 server from the command line, and reports on each. It needs no other jar:
 *
 * <pre>{@code
 * java -jar conformance.jar pop3 --server localhost:110 --tls stls --user ann --password secret --lmtp localhost:24
 * }</pre>
 */
public final class Pop3Conformance {
    private static final String HELP = """
            Makes every check of the suite at a POP3 server, and says of each: passed, FAILED with what was said,
            not offered by the server, or skipped and why.

              --server HOST:PORT    the server
              --tls none            no TLS, and logins in the clear; so it is unless said otherwise
              --tls stls            TLS by STLS, before each login
              --tls implicit        TLS before the greeting
              --user NAME           an account that is there for this alone
              --password WORD       its password

            How mail gets in. Unless one of these is named, the maildrop stays as it is, and what needs known mail is skipped:
              --lmtp HOST:PORT      by LMTP
              --smtp HOST:PORT      by SMTP
              --imap HOST:PORT      by IMAP, with APPEND to INBOX
              --recipient ADDRESS   for SMTP and LMTP, where it is not the user's name
              --delete-all          all mail of the account may be deleted; else a maildrop with mail in it is left alone

              --only TEXT           only checks whose title contains this
              --json FILE           writes the report as JSON too
              --help                says this

            Exits with 0 when nothing failed, 1 when something did, 2 when a flag is wrong or the server cannot be examined.
            """;

    private static final Set<String> VALUES = Set.of("--lmtp", "--smtp", "--imap", "--recipient");
    private static final String DELETE_ALL = "--delete-all";

    private final Flags flags;

    private Pop3Conformance(Flags flags) {
        this.flags = flags;
    }

    /** Exits with 0 when nothing failed, 1 when something did, 2 when a flag is wrong or the server cannot be examined. */
    public static void main(String[] args) throws IOException {
        System.exit(run(args, System.out));
    }

    /** @return the exit code */
    static int run(String[] args, PrintStream out) throws IOException {
        return Runner.run(HELP, VALUES, Set.of(DELETE_ALL), flags -> new Pop3Conformance(flags).examine(), args, out);
    }

    private Report examine() {
        Pop3Target target = target();
        Examination on = new Examination(target);
        if (target.delivery().isPresent() && !flags.has(DELETE_ALL)) {
            on.requireEmptyMaildrop();
        }
        List<Result> results = Chapter.make(Chapters.ALL, flags.find("--only").orElse(""), on::make);
        on.tidyUp();
        return new Report("POP3", flags.needed("--server"), results);
    }

    private Pop3Target target() {
        Pop3Target target = Pop3Target.of(
                        Flags.address(flags.needed("--server")), flags.needed("--user"), flags.needed("--password"))
                .withTls(tls());
        return delivery().map(target::withDelivery).orElse(target);
    }

    private Pop3Target.Tls tls() {
        return switch (flags.find("--tls").orElse("none")) {
            case "none" -> Pop3Target.Tls.NONE;
            case "stls" -> Pop3Target.Tls.STLS;
            case "implicit" -> Pop3Target.Tls.IMPLICIT;
            default -> throw new IllegalArgumentException("--tls is none, stls or implicit");
        };
    }

    private Optional<Delivery> delivery() {
        String recipient = flags.find("--recipient").orElse(flags.needed("--user"));
        return flags.find("--lmtp")
                .map(server -> Delivery.lmtp(Flags.address(server), recipient))
                .or(() -> flags.find("--smtp").map(server -> Delivery.smtp(Flags.address(server), recipient)))
                .or(() -> flags.find("--imap")
                        .map(server -> Delivery.imap(
                                Flags.address(server), flags.needed("--user"), flags.needed("--password"))));
    }
}
