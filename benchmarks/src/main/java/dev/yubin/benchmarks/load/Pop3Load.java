package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.Letters;
import dev.yubin.conformance.Dovecot;
import dev.yubin.conformance.Dovecot.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** RETR of a thousand messages by one client, from servers of ours and from peers, one server after the other. */
final class Pop3Load {
    static final int MESSAGES = 1000;

    private static final String OURS = "Yubin";

    /** Of the messages are fetched in a pass that waits for each: some servers take 40 ms for one. */
    private static final int WAITING_PART = 10;
    /** As many times as a figure is measured, before it is: until its compiler is done, a JVM shows how fast that is. */
    private static final int WARM_UP = 3;

    private static final double NANOS_A_SECOND = 1e9;
    private static final double NANOS_A_MILLISECOND = 1e6;

    /**
     * What one server did.
     *
     * @param server    as the table calls it
     * @param ours      or a peer
     * @param waiting   when each message is asked for once the one before is there
     * @param pipelined when all are asked for at once
     */
    record Row(String server, boolean ours, Run waiting, Run pipelined) {}

    /**
     * @param perSecond         messages
     * @param cpuMillisThousand processor time of the server for a thousand messages
     */
    record Run(double perSecond, double cpuMillisThousand) {}

    private interface Retrieval {
        long retrieve(Pop3Reader reader, int messages) throws Exception;
    }

    private final Path folder;
    private final int messages;
    private final Duration time;
    private final boolean alone;

    /** @param alone without peers */
    Pop3Load(Path folder, int messages, Duration time, boolean alone) {
        this.folder = folder;
        this.messages = messages;
        this.time = time;
        this.alone = alone;
    }

    List<Row> measure() throws Exception {
        List<Row> rows = new ArrayList<>();
        rows.add(jvm(OURS + ", in memory", Pop3LoadServer.Kind.YUBIN_IN_MEMORY));
        rows.add(jvm(OURS + ", SQLite", Pop3LoadServer.Kind.YUBIN_SQLITE));
        if (!alone) {
            rows.add(jvm("GreenMail", Pop3LoadServer.Kind.GREENMAIL));
            Optional<String> missing = Dovecot.missing(Protocol.LMTP, Protocol.POP3);
            missing.ifPresent(why -> System.out.println(why + ", so it is not in this run"));
            if (missing.isEmpty()) {
                rows.add(dovecot());
            }
        }
        return rows;
    }

    private Row jvm(String name, Pop3LoadServer.Kind kind) throws Exception {
        Path store = folder.resolve("pop3.db");
        try (ServerJvm server =
                ServerJvm.start(Pop3LoadServer.class, kind.name(), Integer.toString(messages), store.toString())) {
            return row(name, Integer.parseInt(server.said("ready")[1]), server.process());
        } finally {
            Folders.delete(store);
        }
    }

    private Row dovecot() throws Exception {
        try (Dovecot dovecot = Dovecot.speaking(Protocol.LMTP, Protocol.POP3)
                .mail(folder.resolve("dovecot"))
                .start()) {
            byte[] wire = BareSender.wire(Letters.plain(Pop3LoadServer.LETTER_OCTETS));
            try (BareSender sender = BareSender.lmtp(dovecot.port(Protocol.LMTP))) {
                for (int i = 0; i < messages; i++) {
                    sender.send(BareSender.ANYBODY, Pop3LoadServer.USER, wire);
                }
            }
            return row("Dovecot " + Dovecot.version(), dovecot.port(Protocol.POP3), dovecot.process());
        }
    }

    private Row row(String name, int port, ProcessHandle process) throws Exception {
        System.out.println(name);
        run(port, process, Pop3Reader::retrievePipelined, messages, time.multipliedBy(WARM_UP));
        int waiting = Math.max(1, messages / WAITING_PART);
        run(port, process, Pop3Reader::retrieve, waiting, time.multipliedBy(WARM_UP));
        return new Row(
                name,
                name.startsWith(OURS),
                run(port, process, Pop3Reader::retrieve, waiting, time),
                run(port, process, Pop3Reader::retrievePipelined, messages, time));
    }

    /** In one session: a peer that starts a process for each session keeps its processor time until that ends. */
    private static Run run(int port, ProcessHandle process, Retrieval retrieval, int messages, Duration time)
            throws Exception {
        try (Pop3Reader reader = new Pop3Reader(port)) {
            AtomicInteger passes = new AtomicInteger();
            Duration before = CpuTime.of(process);
            Repeated<Double> perSecond = Repeated.during(time, () -> {
                passes.incrementAndGet();
                long start = System.nanoTime();
                retrieval.retrieve(reader, messages);
                return messages * NANOS_A_SECOND / (System.nanoTime() - start);
            });
            double cpu = CpuTime.of(process).minus(before).toNanos() / NANOS_A_MILLISECOND;
            return new Run(perSecond.median(Double::doubleValue), cpu * MESSAGES / messages / passes.get());
        }
    }
}
