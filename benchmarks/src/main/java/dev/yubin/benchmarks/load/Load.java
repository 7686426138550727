package dev.yubin.benchmarks.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole run: {@code mvn -q -Pload}, with {@code -Dload.args=--help} for its flags. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts a server of this library under load over loopback, beside Dovecot where that is installed.",
            "It takes half an hour or so, some gigabytes of disk, and a machine that does nothing else."
        })
public final class Load implements Callable<Integer> {
    @Option(
            names = "--messages",
            paramLabel = "N",
            split = ",",
            defaultValue = "1000,10000,100000,1000000",
            description = "How many messages a mailbox has: ${DEFAULT-VALUE}.")
    private List<Integer> sizes;

    @Option(names = "--quick", description = "Up to 10,000 messages alone, a second each.")
    private boolean quick;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3",
            description = "How long each figure is measured, behind a warm-up as long: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many accounts there are, from 32 on: ${DEFAULT-VALUE}.")
    private int accounts;

    @Option(
            names = "--searched",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Searches are measured in mailboxes of up to so many messages: ${DEFAULT-VALUE}."
                    + " To have a million of them in the index takes half an hour or more.")
    private int searched;

    @Option(names = "--alone", description = "Without a peer.")
    private boolean alone;

    @Option(names = "--pop3", description = "POP3 alone, beside Dovecot and GreenMail: a few minutes.")
    private boolean pop3;

    @Option(
            names = "--smtp",
            description = "SMTP alone, beside SubEthaSMTP, James and smtp-sink: a quarter of an hour.")
    private boolean smtp;

    @Option(names = "--imap", description = "IMAP alone, beside Dovecot and GreenMail: a quarter of an hour.")
    private boolean imap;

    @Option(names = "--relay", description = "Delivery and relaying alone, beside Postfix: a few minutes.")
    private boolean relay;

    @Option(
            names = "--spool",
            description =
                    "The spool alone: 100,000 messages, or as many as --messages names first, to 1,000 destinations, every "
                            + "other of them dead.")
    private boolean spool;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = "target/load",
            description = "Where stores are made, and removed in the end: ${DEFAULT-VALUE}.")
    private Path folder;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "The page whose tables are to be renewed, with charts beside it.")
    private Optional<Path> page = Optional.empty();

    @Spec
    private CommandSpec spec;

    /** Exits with 1 when something failed, 2 when a flag is wrong. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Load()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (accounts < Growth.MANY) {
            throw new ParameterException(
                    spec.commandLine(), "each of " + Growth.MANY + " senders wants an account; there are " + accounts);
        }
        Folders.delete(folder);
        Files.createDirectories(folder);
        try {
            if (spool) {
                measureSpool();
            } else if (pop3) {
                measurePop3();
            } else if (smtp) {
                measureSmtp();
            } else if (imap) {
                measureImap();
            } else if (relay) {
                measureRelay();
            } else {
                measure();
            }
        } finally {
            Folders.delete(folder);
        }
        return 0;
    }

    private Duration time() {
        return Duration.ofMillis((long) (1000 * (quick ? 1 : seconds)));
    }

    private void measurePop3() throws Exception {
        String machine = new Machine().describe(folder);
        Pop3Report report = new Pop3Report(machine, new Pop3Load(folder, messages(), time(), alone).measure());
        if (page.isPresent()) {
            report.renew(new Page(page.get()));
        }
        System.out.println(report.text());
    }

    private void measureSmtp() throws Exception {
        Optional<String> missing = SmtpSource.missing();
        if (missing.isPresent()) {
            throw new ParameterException(spec.commandLine(), missing.get());
        }
        String machine = new Machine().describe(folder);
        SmtpReport report =
                new SmtpReport(machine, new SmtpLoad(messages(), alone).measure(), new CodecFigures(time()).smtp());
        if (page.isPresent()) {
            report.renew(new Page(page.get()));
        }
        System.out.println(report.text());
    }

    private void measureImap() throws Exception {
        String machine = new Machine().describe(folder);
        ImapReport report = new ImapReport(
                machine, new ImapLoad(folder, messages(), time(), alone).measure(), new CodecFigures(time()).imap());
        if (page.isPresent()) {
            report.renew(new Page(page.get()));
        }
        System.out.println(report.text());
    }

    private void measureRelay() throws Exception {
        String machine = new Machine().describe(folder);
        int round = messages() * (quick ? 1 : RelayLoad.THOUSANDS);
        RelayReport report = new RelayReport(machine, new RelayLoad(folder, round, alone).measure());
        if (page.isPresent()) {
            report.renew(new Page(page.get()));
        }
        System.out.println(report.text());
    }

    private void measureSpool() throws Exception {
        String said = "The machine: " + new Machine().describe(folder) + ".\n\n"
                + new SpoolLoad(folder, spooled(), SpoolLoad.DESTINATIONS).measure();
        if (page.isPresent()) {
            SpoolLoad.renew(new Page(page.get()), said);
        }
        System.out.print(said);
    }

    /** What a thousand is; the tests want fewer. */
    private int messages() {
        return Math.min(Pop3Load.MESSAGES, sizes.get(0));
    }

    /** The list that is there unless another is named begins with what a mailbox may have, which is no queue. */
    private int spooled() {
        return spec.commandLine().getParseResult().hasMatchedOption("--messages") ? sizes.get(0) : SpoolLoad.MESSAGES;
    }

    private void measure() throws Exception {
        String machine = new Machine().describe(folder);
        Duration time = time();
        BesidePeer deliveries = new BesidePeer(folder, accounts, time);
        double syncs = deliveries.syncsPerSecond();
        Optional<String> missing = alone ? Optional.of("no peer") : DovecotServer.missing();
        missing.ifPresent(System.out::println);
        List<BesidePeer.Row> rows;
        String peer;
        if (missing.isPresent()) {
            peer = "no peer";
            rows = deliveries.measure(Optional.empty());
        } else {
            try (DovecotServer dovecot = DovecotServer.start(folder.resolve("dovecot"))) {
                peer = dovecot.name();
                rows = deliveries.measure(Optional.of(dovecot));
            }
        }
        Figures figures = new Figures();
        Report report = new Report(machine, syncs, peer, rows, figures);
        Growth growth = new Growth(folder, accounts, searched, time, figures);
        for (int size : quick ? List.of(1000, 10_000) : sizes) {
            System.out.printf("%,d messages%n", size);
            growth.measure(size);
            if (page.isPresent()) { // each time, so that a run that is broken off has not been for nothing
                report.renew(new Page(page.get()));
            }
        }
        System.out.println(report.text());
    }
}
