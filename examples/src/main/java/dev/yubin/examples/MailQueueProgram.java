package dev.yubin.examples;

import dev.yubin.mailbox.StoreException;
import dev.yubin.routing.spool.Destination;
import dev.yubin.routing.spool.MailQueue;
import dev.yubin.routing.spool.MailQueue.Selection;
import dev.yubin.routing.spool.MailQueue.Shown;
import dev.yubin.routing.spool.Notices;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.routing.spool.SpoolListener;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Reply;
import dev.yubin.spool.sqlite.SqliteSpool;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The operator's view of a post office's spool, and his hands: {@code mail-queue FILE counts}. */
@Command(
        name = "mail-queue",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows what waits in a spool, and changes what becomes of it.",
            "Where a post office has the spool it does this itself, asked by a socket beside the file: docs/spool.md."
        })
public final class MailQueueProgram implements Callable<Integer> {
    private static final int PAGE = 256;

    /** What is to be done. */
    enum Deed {
        COUNTS(false),
        LIST(false),
        SHOW(true),
        RETRY(true),
        HOLD(true),
        RELEASE(true),
        DROP(true);

        private final boolean toSome;

        Deed(boolean toSome) {
            this.toSome = toSome;
        }
    }

    @Parameters(index = "0", paramLabel = "FILE", description = "The spool.")
    private Path file;

    @Parameters(
            index = "1",
            paramLabel = "DEED",
            description =
                    "counts: how much waits for whom. list: the messages. show: one of them. retry: tried as soon as the post office "
                            + "runs. hold, release: kept from being tried, and let go. drop: given up.")
    private Deed deed;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "WHICH",
            description = "A message's number, a destination's name, or: all.")
    private Optional<String> which = Optional.empty();

    @Option(
            names = "--notice",
            paramLabel = "HOST",
            description = "With drop: the senders are told, by this server's name. Without it they are not.")
    private Optional<Domain> notice = Optional.empty();

    @Spec
    private CommandSpec spec;

    /** That of the post office in whose midst this runs. */
    private final Optional<MailQueue> running;

    private MailQueueProgram(Optional<MailQueue> running) {
        this.running = running;
    }

    /** Exits with 2 when a flag is wrong or the spool cannot be opened. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return commandLine(Optional.empty());
    }

    /** @param running the queue of this program, whatever file is named */
    static CommandLine commandLine(Optional<MailQueue> running) {
        CommandLine line =
                PostOfficeFlags.reading(new MailQueueProgram(running)).setCaseInsensitiveEnumValuesAllowed(true);
        return line.setParameterExceptionHandler((e, args) -> {
            line.getErr().println("mail-queue: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() {
        if (deed.toSome != which.isPresent()) {
            refuse(deed.name().toLowerCase(Locale.ROOT)
                    + (deed.toSome ? " needs a message, a destination or all" : " is of everything"));
        }
        try {
            if (running.isPresent()) {
                run(running.get());
                return 0;
            }
            OptionalInt done =
                    QueueDoor.ask(file, spec.commandLine().getParseResult().originalArgs(), out());
            return done.isPresent() ? done.getAsInt() : atRest();
        } catch (StoreException | IOException e) {
            refuse(file + ": " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private int atRest() throws StoreException {
        try (SqliteSpool spool = SqliteSpool.open(file)) {
            SchedulerLimits limits = SchedulerLimits.standard();
            SpoolListener told = notice.<SpoolListener>map(
                            host -> new Notices(host, spool, limits, InstantSource.system()))
                    .orElse(SpoolListener.NONE);
            run(MailQueue.atRest(spool, told));
        }
        return 0;
    }

    private void refuse(String why) {
        throw new ParameterException(spec.commandLine(), why);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void run(MailQueue queue) throws StoreException {
        Progress progress = new Progress();
        switch (deed) {
            case COUNTS -> counts(queue);
            case LIST -> list(queue);
            case SHOW -> show(queue);
            case RETRY -> queue.retryNow(selection(), progress);
            case HOLD -> queue.hold(selection(), progress);
            case RELEASE -> queue.release(selection(), progress);
            case DROP -> queue.drop(selection(), notice.isPresent(), progress);
        }
        if (deed.toSome && deed != Deed.SHOW) {
            out().println(progress.messages + (progress.messages == 1 ? " message" : " messages"));
        }
        out().flush();
    }

    /** Says now and then how far it has come. */
    private final class Progress implements LongConsumer {
        private static final int STEP = 1000;
        private long messages;

        @Override
        public void accept(long done) {
            messages = done;
            if (done % STEP == 0) {
                spec.commandLine().getErr().println(done + " messages so far");
            }
        }
    }

    private Selection selection() {
        String text = which.orElseThrow();
        if (text.matches("[0-9]{1,18}")) {
            return new MailQueue.One(Long.parseLong(text));
        }
        if (text.equals("all")) {
            return new MailQueue.All();
        }
        boolean asItIs = text.startsWith("[") || text.startsWith("("); // [IPv6:...], (here)bbb%40osaka.test/INBOX
        return new MailQueue.To(asItIs ? text : text.toLowerCase(Locale.ROOT));
    }

    /** Without what another server could move the operator's cursor with, or turn his text around. */
    private void say(String line) {
        out().println(line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?"));
    }

    private void counts(MailQueue queue) throws StoreException {
        String last = "";
        List<Destination> page;
        do {
            page = queue.counts(last, PAGE);
            for (Destination each : page) {
                last = each.name();
                say(each.name() + ": " + each.pending() + " pending, " + each.held() + " held"
                        + (each.failures() == 0
                                ? ""
                                : ", not reached " + each.failures() + " times, again at "
                                        + each.putOff().orElseThrow()));
            }
        } while (page.size() == PAGE);
    }

    private void list(MailQueue queue) throws StoreException {
        long last = 0;
        List<SpooledMessage> page;
        do {
            page = queue.list(last, PAGE);
            for (SpooledMessage each : page) {
                last = each.id();
                say(line(each));
            }
        } while (page.size() == PAGE);
    }

    private static String line(SpooledMessage message) {
        return message.id() + " from " + message.mail().from() + ", " + message.octets() + " octets, since "
                + message.arrived();
    }

    private void show(MailQueue queue) throws StoreException {
        if (!(selection() instanceof MailQueue.One one)) {
            refuse("show is of one message");
            return;
        }
        Shown shown = queue.show(one.message()).orElse(null);
        if (shown == null) {
            refuse("message " + one.message() + " is not in the queue any more");
            return;
        }
        say(line(shown.message()));
        for (SpooledRecipient each : shown.recipients()) {
            say("  " + each.rcpt().to() + ": " + each.state().name().toLowerCase(Locale.ROOT) + ", "
                    + each.attempts() + " attempts"
                    + (each.state() == SpooledRecipient.State.PENDING ? ", due at " + each.due() : "")
                    + each.last().map(Reply::toString).map(said -> ": " + said).orElse(""));
        }
    }
}
