package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.load.SmtpLoadServer.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What it takes a server to receive mail and throw it away: the processor time of its process, for the rate is that of the client; and what an idle connection
 * holds of its heap. Servers of ours and peers are all started and warmed up first, and then measured in turns, so that what else the machine does meets all.
 */
final class SmtpLoad {
    private static final int SESSIONS = 20;
    /** Of each server and each size, whose median counts. */
    private static final int ROUNDS = 3;

    /** Until a JVM is done with compiling, it shows how fast that is: with less, half of the time was its compiler's. */
    private static final int WARM_UP_ROUNDS = 20;

    private static final int THOUSAND = 1000;
    /** Of the server that starts a thread for each connection. */
    private static final int PART_WITH_THREADS = 10;
    /** Connected and gone again before the heap is measured with none: what is made once shall be there. */
    private static final int IDLE_BEFORE = 100;

    private static final List<IdleClients.Step> GREETED =
            List.of(new IdleClients.Step("", "220 "), new IdleClients.Step("EHLO client.test", "250 "));

    private static final double NANOS_A_MILLISECOND = 1e6;

    /** A message's size, and how many are sent at a time for each thousand that a figure is for. */
    enum Size {
        SMALL("4 KiB", 4096, 20),
        LARGE("100 KiB", 102_400, 4);

        private final String words;
        private final int octets;
        private final int thousands;

        Size(String words, int octets, int thousands) {
            this.words = words;
            this.octets = octets;
            this.thousands = thousands;
        }

        String words() {
            return words;
        }
    }

    /**
     * What one server did.
     *
     * @param server    as the table calls it
     * @param ours      or a peer
     * @param cpuMillis processor time for a thousand messages
     * @param idle      octets of its heap that an idle connection holds, behind a collection; empty where it has no heap that could be asked
     */
    record Row(String server, boolean ours, Map<Size, Double> cpuMillis, OptionalDouble idle) {}

    private record Server(
            String name, Optional<Kind> kind, int port, ProcessHandle process, Optional<ServerJvm> jvm, Runnable end)
            implements AutoCloseable {
        static Server of(Kind kind) throws IOException {
            ServerJvm jvm = ServerJvm.start(SmtpLoadServer.class, kind.name());
            int port = Integer.parseInt(jvm.said("ready")[1]);
            return new Server(kind.words(), Optional.of(kind), port, jvm.process(), Optional.of(jvm), jvm::close);
        }

        static Server of(SmtpSink sink) {
            return new Server(
                    "smtp-sink", Optional.empty(), sink.port(), sink.process(), Optional.empty(), sink::close);
        }

        @Override
        public void close() {
            end.run();
        }
    }

    private final int thousand;
    private final boolean alone;

    /**
     * @param thousand what counts as a thousand messages; the tests want fewer
     * @param alone    without peers
     */
    SmtpLoad(int thousand, boolean alone) {
        this.thousand = thousand;
        this.alone = alone;
    }

    List<Row> measure() throws Exception {
        List<Server> servers = new ArrayList<>();
        try {
            for (Kind kind : Kind.values()) {
                if (!alone || kind.ours()) {
                    servers.add(Server.of(kind));
                }
            }
            if (!alone) {
                servers.add(Server.of(SmtpSink.start()));
            }
            return measure(servers);
        } finally {
            servers.forEach(Server::close);
        }
    }

    private List<Row> measure(List<Server> servers) throws Exception {
        Map<Server, Map<Size, Double>> cpuMillis = new LinkedHashMap<>();
        for (Server server : servers) {
            System.out.println(server.name());
            cpuMillis.put(server, new LinkedHashMap<>());
            for (int round = 0; round < warmUpRounds(); round++) {
                for (Size size : Size.values()) {
                    send(server, size);
                }
            }
        }
        for (Size size : Size.values()) {
            System.out.println(size.words());
            inTurns(servers, size)
                    .forEach((server, rounds) -> cpuMillis.get(server).put(size, median(rounds)));
        }
        List<Row> rows = new ArrayList<>();
        for (Server server : servers) {
            boolean ours = server.kind().map(Kind::ours).orElse(false);
            rows.add(new Row(server.name(), ours, cpuMillis.get(server), idle(server)));
        }
        return rows;
    }

    /** A run of fewer messages is not for its figures. */
    private int warmUpRounds() {
        return thousand < THOUSAND ? 1 : WARM_UP_ROUNDS;
    }

    private Map<Server, List<Double>> inTurns(List<Server> servers, Size size) throws Exception {
        Map<Server, List<Double>> figures = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Server server : servers) {
                Duration before = CpuTime.of(server.process());
                send(server, size);
                Duration taken = CpuTime.of(server.process()).minus(before);
                figures.computeIfAbsent(server, none -> new ArrayList<>())
                        .add(taken.toNanos() / NANOS_A_MILLISECOND / size.thousands);
            }
        }
        return figures;
    }

    private void send(Server server, Size size) throws Exception {
        SmtpSource.send(server.port(), SESSIONS, size.thousands * thousand, size.octets);
    }

    private static double median(List<Double> rounds) {
        return new Repeated<>(rounds).median(Double::doubleValue);
    }

    private OptionalDouble idle(Server server) throws Exception {
        if (server.jvm().isEmpty()) {
            return OptionalDouble.empty();
        }
        int connections = 10 * thousand / (server.kind().equals(Optional.of(Kind.SUBETHA)) ? PART_WITH_THREADS : 1);
        new IdleClients(server.port(), Math.min(IDLE_BEFORE, connections), GREETED).close();
        long before = server.jvm().get().heap();
        try (IdleClients clients = new IdleClients(server.port(), connections, GREETED)) {
            long octets = server.jvm().get().heap() - before;
            return OptionalDouble.of((double) octets / clients.count());
        }
    }
}
