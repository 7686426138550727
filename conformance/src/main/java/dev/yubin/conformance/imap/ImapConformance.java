package dev.yubin.conformance.imap;

import dev.yubin.conformance.internal.Chapter;
import dev.yubin.conformance.internal.Flags;
import dev.yubin.conformance.internal.Report;
import dev.yubin.conformance.internal.Runner;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;

/**
 * Aims the checks of {@link ImapServerContract} at any IMAP server from the command line, and reports on each. It needs no other jar:
 *
 * <pre>{@code
 * java -jar conformance.jar imap --server localhost:143 --tls starttls --user ann --password secret
 * }</pre>
 */
public final class ImapConformance {
    private static final String HELP = """
            Makes every check of the suite at an IMAP server, and says of each: passed, FAILED with what was said,
            not offered by the server, or skipped and why.

              --server HOST:PORT    the server
              --tls none            no TLS, and logins in the clear; so it is unless said otherwise
              --tls starttls        TLS by STARTTLS, before each login
              --tls implicit        TLS before the greeting
              --user NAME           an account; only mailboxes whose names begin with conformance are touched
              --password WORD       its password
              --other NAME          another user, whom rights can be given; without one, what needs one is skipped

              --octets N            how many are sent in a line without end; 4194304 unless said otherwise
              --commands N          how many commands or words are sent where there are too many; 20000 unless said otherwise
              --depth N             how deep parentheses and messages go; 10000 unless said otherwise
              --patience SECONDS    how long a response may take; 15 unless said otherwise
              --only TEXT           only checks whose title contains this
              --json FILE           writes the report as JSON too
              --help                says this

            Exits with 0 when nothing failed, 1 when something did, 2 when a flag is wrong or the server cannot be examined.
            """;

    private static final Set<String> VALUES = Set.of("--other", "--octets", "--commands", "--depth", "--patience");

    private ImapConformance() {}

    /** Exits with 0 when nothing failed, 1 when something did, 2 when a flag is wrong or the server cannot be examined. */
    public static void main(String[] args) throws IOException {
        System.exit(run(args, System.out));
    }

    /** @return the exit code */
    static int run(String[] args, PrintStream out) throws IOException {
        return Runner.run(HELP, VALUES, Set.of(), ImapConformance::examine, args, out);
    }

    private static Report examine(Flags flags) {
        try (Examination on = new Examination(target(flags))) {
            return new Report(
                    "IMAP",
                    flags.needed("--server"),
                    Chapter.make(Chapters.ALL, flags.find("--only").orElse(""), on::make));
        }
    }

    private static ImapTarget target(Flags flags) {
        ImapTarget.Builder target = ImapTarget.at(
                        Flags.address(flags.needed("--server")), flags.needed("--user"), flags.needed("--password"))
                .tls(tls(flags))
                .octets(flags.number("--octets", 4 << 20))
                .commands(flags.number("--commands", 20_000))
                .depth(flags.number("--depth", 10_000))
                .within(Duration.ofSeconds(flags.number("--patience", 15)));
        flags.find("--other").ifPresent(target::other);
        return target.build();
    }

    private static ImapTarget.Tls tls(Flags flags) {
        return switch (flags.find("--tls").orElse("none")) {
            case "none" -> ImapTarget.Tls.NONE;
            case "starttls" -> ImapTarget.Tls.STARTTLS;
            case "implicit" -> ImapTarget.Tls.IMPLICIT;
            default -> throw new IllegalArgumentException("--tls is none, starttls or implicit");
        };
    }
}
