package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Brings mail from where it is to where it shall be: {@code java -jar mail-import.jar --help}. */
@Command(
        name = "mail-import",
        mixinStandardHelpOptions = true,
        version = "mail-import of Yubin 0.1.0-SNAPSHOT",
        sortOptions = false,
        description = {
            "Copies all mailboxes of an account, with flags, dates and, where they can be kept, UIDs.",
            "URL is one of%n"
                    + "  maildir:DIR               a Maildir, and as Maildir++ the folders below it%n"
                    + "  mbox:FILE                 a single mbox, to read%n"
                    + "  mbox:DIR                  a folder of them%n"
                    + "  imap://user@host:port     an account on a server%n"
                    + "  sqlite:FILE               a store, such as post-office.jar's%n"
                    + "  memory                    a store for a rehearsal, which forgets all in the end",
            "A run that was cut off is started again the same way, and goes on where it was."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:All came over.",
            "1:Something was skipped, or the run ended before all was over; the report says what and why.",
            "2:A flag is wrong, or an end could not be opened."
        })
public final class MailImport implements Callable<Integer> {
    private static final int NOT_ALL = 1;

    @Mixin
    private MailImportFlags flags;

    @Spec
    private CommandSpec spec;

    private final StoreUrl stores;
    private final Report report = new Report();

    private MailImport(StoreUrl stores) {
        this.stores = stores;
    }

    /** Imports; exits as {@code --help} says. */
    public static void main(String[] args) {
        System.exit(commandLine(StoreUrl.KNOWN).execute(args));
    }

    static CommandLine commandLine(StoreUrl stores) {
        CommandLine line = MailImportFlags.reading(new MailImport(stores));
        return line.setParameterExceptionHandler((e, args) -> {
            line.getErr().println("mail-import: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() {
        Ends ends = new Ends(flags, stores, report);
        try (Source source = opened(ends::source)) {
            return flags.dryRun ? count(source) : run(source, ends);
        } catch (IOException e) {
            return ended(e);
        }
    }

    /** An end that may not open. */
    private interface Opening<T> {
        T open() throws IOException;
    }

    private <T> T opened(Opening<T> opening) {
        try {
            return opening.open();
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), words(e));
        }
    }

    private static String words(Exception e) {
        return e instanceof IOException io ? SkippedException.words(io) : e.getMessage();
    }

    private Path journalFile() {
        return flags.journal.orElseGet(() -> {
            String ends = flags.from + "\n" + to();
            byte[] digest = Octets.digest().digest(ends.getBytes(StandardCharsets.UTF_8));
            return Path.of(
                    String.format("mail-import-%02x%02x%02x%02x.journal", digest[0], digest[1], digest[2], digest[3]));
        });
    }

    /** Into which account of the store belongs to where it goes. */
    private String to() {
        return flags.to + flags.user.map(user -> " " + user).orElse("");
    }

    private int count(Source source) throws IOException {
        JournalState known = opened(() -> Journal.read(journalFile(), flags.from, to()));
        long start = System.nanoTime();
        new Importer(source, report, Progress.NONE, flags.newUids).count(known);
        report.print("to import", Duration.ofNanos(System.nanoTime() - start), out());
        return report.whole() ? CommandLine.ExitCode.OK : NOT_ALL;
    }

    private int run(Source source, Ends ends) throws IOException {
        try (Sink sink = opened(ends::sink);
                Journal journal = opened(() -> Journal.open(journalFile(), flags.from, to()))) {
            int over = journal.state().over();
            if (over > 0) {
                out().println("Going on by " + journalFile() + ", where " + over + " messages are over.");
                out().flush();
            }
            long start = System.nanoTime();
            try (Progress progress = Progress.on(System.err)) {
                new Importer(source, report, progress, flags.newUids).run(sink, journal);
            } finally {
                report.print("imported", Duration.ofNanos(System.nanoTime() - start), out());
            }
        }
        return report.whole() ? CommandLine.ExitCode.OK : NOT_ALL;
    }

    private int ended(IOException e) {
        spec.commandLine()
                .getErr()
                .println("mail-import: it ended before all was over: " + words(e)
                        + "\nWhat is over stays; start it again the same way, and it goes on.");
        return NOT_ALL;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
