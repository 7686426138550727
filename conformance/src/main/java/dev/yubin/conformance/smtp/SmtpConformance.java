package dev.yubin.conformance.smtp;

import dev.yubin.conformance.internal.Chapter;
import dev.yubin.conformance.internal.Flags;
import dev.yubin.conformance.internal.Report;
import dev.yubin.conformance.internal.Result;
import dev.yubin.conformance.internal.Runner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Aims the checks of {@link SmtpServerContract} at any SMTP, submission or LMTP server from the command line, and reports on each. It needs no other jar:
 *
 * <pre>{@code
 * java -jar conformance.jar smtp --server localhost:25 --recipient bob@example.test --refused nobody@example.test
 * }</pre>
 */
public final class SmtpConformance {
    private static final String HELP = """
        Makes every check of the suite at an SMTP, submission or LMTP server, and says of each: passed, FAILED with what
        was said, not offered by the server, or skipped and why.

          --server HOST:PORT    the server
          --recipient ADDRESS   one that it takes mail for, and whose mailbox is there for this alone
          --lmtp                it speaks LMTP
          --tls none            no TLS, and logins in the clear; so it is unless said otherwise
          --tls starttls        TLS by STARTTLS, in the first step of each session
          --tls implicit        TLS before the greeting
          --user NAME           an account, where the server wants a login
          --password WORD       its password
          --sender ADDRESS      one that it takes in MAIL; ann@conformance.test unless said otherwise
          --refused ADDRESS     one that it refuses in RCPT; without it, what needs one is skipped
          --maildir FOLDER      where the recipient's mail arrives; without it, what only can be seen there is skipped

          --octets N            how many are sent in a line without end; 4194304 unless said otherwise
          --commands N          how many are sent in a session without end; 20000 unless said otherwise
          --patience SECONDS    how long a reply or a delivery may take; 15 unless said otherwise
          --sends-away          it sends a client away that says nothing for less than --patience; without it, that is not awaited
          --only TEXT           only checks whose title contains this
          --json FILE           writes the report as JSON too
          --help                says this

        Exits with 0 when nothing failed, 1 when something did, 2 when a flag is wrong or the server cannot be examined.
        """;

    private static final Set<String> VALUES =
            Set.of("--recipient", "--sender", "--refused", "--maildir", "--octets", "--commands", "--patience");
    private static final String LMTP = "--lmtp";
    private static final String SENDS_AWAY = "--sends-away";

    private final Flags flags;

    private SmtpConformance(Flags flags) {
        this.flags = flags;
    }

    /** Exits with 0 when nothing failed, 1 when something did, 2 when a flag is wrong or the server cannot be examined. */
    public static void main(String[] args) throws IOException {
        System.exit(run(args, System.out));
    }

    /** @return the exit code */
    static int run(String[] args, PrintStream out) throws IOException {
        return Runner.run(
                HELP, VALUES, Set.of(LMTP, SENDS_AWAY), flags -> new SmtpConformance(flags).examine(), args, out);
    }

    private Report examine() {
        SmtpTarget target = target();
        Examination on = new Examination(target);
        List<Result> results =
                Chapter.make(Chapters.of(target.dialect()), flags.find("--only").orElse(""), on::make);
        return new Report(target.dialect().name(), flags.needed("--server"), results);
    }

    private SmtpTarget target() {
        SmtpTarget.Builder target = SmtpTarget.at(Flags.address(flags.needed("--server")), flags.needed("--recipient"))
                .tls(tls())
                .speaks(flags.has(LMTP) ? Dialect.LMTP : Dialect.SMTP)
                .octets(flags.number("--octets", 4 << 20))
                .commands(flags.number("--commands", 20_000))
                .within(Duration.ofSeconds(flags.number("--patience", 15)));
        flags.find("--user").ifPresent(user -> target.login(user, flags.needed("--password")));
        if (flags.has(SENDS_AWAY)) {
            target.sendsAwayTheSilent();
        }
        flags.find("--sender").ifPresent(target::sender);
        flags.find("--refused").ifPresent(target::refuses);
        flags.find("--maildir").ifPresent(folder -> target.mailroom(Mailroom.maildir(Path.of(folder))));
        return target.build();
    }

    private SmtpTarget.Tls tls() {
        return switch (flags.find("--tls").orElse("none")) {
            case "none" -> SmtpTarget.Tls.NONE;
            case "starttls" -> SmtpTarget.Tls.STARTTLS;
            case "implicit" -> SmtpTarget.Tls.IMPLICIT;
            default -> throw new IllegalArgumentException("--tls is none, starttls or implicit");
        };
    }
}
