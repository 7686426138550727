package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.load.ImapFigure.Box;
import dev.yubin.benchmarks.load.ImapLoadServer.Kind;
import dev.yubin.conformance.Dovecot;
import dev.yubin.conformance.Dovecot.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What it takes a server to answer one IMAP client: the processor time of its processes; and what a connection in IDLE holds of its heap. Ours and the peers are
 * all started, filled and warmed up first, and then measured in turns, so that what else the machine does meets all.
 */
final class ImapLoad {
    /** Of each server and each figure, whose median counts. */
    private static final int ROUNDS = 3;
    /** As many times as a round, before the first. */
    private static final int WARM_UP = 2;
    /** In IDLE at once. Dovecot has a process for each of them, and as a rule Linux tells 128 of one user's at most what happens in a folder. */
    private static final int IDLE = 2000;

    private static final int IDLE_AT_DOVECOT = 100;
    /** Connected and gone again before the heap is measured with none: what is made once shall be there. */
    private static final int IDLE_BEFORE = 100;

    private static final List<IdleClients.Step> IDLING = List.of(
            new IdleClients.Step("", "* OK"),
            new IdleClients.Step("a LOGIN " + ImapLoadServer.IDLER + ' ' + MailServer.PASSWORD, "a OK"),
            new IdleClients.Step("b SELECT INBOX", "b OK"),
            new IdleClients.Step("c IDLE", "+ "));

    private static final String NEWS = "APPEND INBOX {6+}\r\n\r\nnews";

    private static final double NANOS_A_MILLISECOND = 1e6;
    private static final int THOUSAND = 1000;

    /**
     * What one server did.
     *
     * @param server    as the table calls it
     * @param ours      or a peer
     * @param cpuMillis processor time for a thousand messages, or commands where each is for one; what a server cannot do is not there
     * @param idle      octets of its heap that a connection in IDLE holds, behind a collection; empty where it has no heap that could be asked
     */
    record Row(String server, boolean ours, Map<ImapFigure, Double> cpuMillis, OptionalDouble idle) {}

    private record Server(
            String name, boolean ours, int port, ProcessHandle process, Optional<ServerJvm> jvm, Runnable end)
            implements AutoCloseable {
        static Server of(Kind kind) throws IOException {
            ServerJvm jvm = ServerJvm.start(ImapLoadServer.class, kind.name());
            int port = Integer.parseInt(jvm.said("ready")[1]);
            return new Server(kind.words(), kind == Kind.YUBIN, port, jvm.process(), Optional.of(jvm), jvm::close);
        }

        static Server of(Dovecot dovecot) throws IOException {
            return new Server(
                    "Dovecot " + Dovecot.version(),
                    false,
                    dovecot.port(Protocol.IMAP),
                    dovecot.process(),
                    Optional.empty(),
                    dovecot::close);
        }

        Duration cpuTime() {
            return CpuTime.of(process);
        }

        @Override
        public void close() {
            end.run();
        }
    }

    private final Path folder;
    private final int thousand;
    private final Duration time;
    private final boolean alone;

    /**
     * @param thousand what counts as a thousand messages; the tests want fewer
     * @param time     how long a round is
     * @param alone    without peers
     */
    ImapLoad(Path folder, int thousand, Duration time, boolean alone) {
        this.folder = folder;
        this.thousand = thousand;
        this.time = time;
        this.alone = alone;
    }

    List<Row> measure() throws Exception {
        List<Server> servers = new ArrayList<>();
        try {
            servers.add(Server.of(Kind.YUBIN));
            if (!alone) {
                servers.add(Server.of(Kind.GREENMAIL));
                Optional<String> missing = Dovecot.missing(Protocol.IMAP);
                missing.ifPresent(why -> System.out.println(why + ", so it is not in this run"));
                if (missing.isEmpty()) {
                    servers.add(Server.of(dovecot()));
                }
            }
            return measure(servers);
        } finally {
            servers.forEach(Server::close);
        }
    }

    /** Like the others, it need not have on the disk what it acknowledges. */
    private Dovecot dovecot() throws Exception {
        return Dovecot.speaking(Protocol.IMAP)
                .mail(folder.resolve("dovecot"))
                .settings("mail_fsync = never\nmail_max_userip_connections = 0")
                .start();
    }

    private List<Row> measure(List<Server> servers) throws Exception {
        Map<ImapFigure, double[]> medians = new EnumMap<>(ImapFigure.class);
        List<ImapDialogue> clients = new ArrayList<>();
        try {
            for (Server server : servers) {
                System.out.println(server.name());
                try (ImapDialogue client = new ImapDialogue(server.port(), ImapLoadServer.READER)) {
                    fill(client);
                }
            }
            for (Server server : servers) {
                clients.add(new ImapDialogue(server.port(), ImapLoadServer.READER));
            }
            for (ImapFigure figure : ImapFigure.values()) {
                if (figure != ImapFigure.NEWS) {
                    System.out.println(figure.words());
                    medians.put(figure, inTurns(servers, clients, figure));
                }
            }
        } finally {
            for (ImapDialogue client : clients) {
                client.close();
            }
        }
        return rows(servers, medians);
    }

    private void fill(ImapDialogue client) throws IOException {
        client.say("CREATE " + Box.LARGE.mailbox());
        client.say("CREATE " + ImapFigure.TARGET);
        for (Box box : Box.values()) {
            for (int i = 0; i < box.messages(thousand); i++) {
                client.say(box.append());
            }
        }
    }

    /** In one session of each: a server that starts a process for each session shall not be measured doing that. */
    private double[] inTurns(List<Server> servers, List<ImapDialogue> clients, ImapFigure figure) throws Exception {
        List<List<Double>> rounds = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            rounds.add(new ArrayList<>());
            clients.get(i).say("SELECT " + figure.box().mailbox());
            for (int round = 0; round < WARM_UP; round++) {
                keepAlive(clients);
                round(servers.get(i), clients.get(i), figure);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < servers.size(); i++) {
                keepAlive(clients);
                rounds.get(i).add(round(servers.get(i), clients.get(i), figure));
            }
        }
        return rounds.stream().mapToDouble(ImapLoad::median).toArray();
    }

    /** GreenMail ends a session that has been silent for half a minute. */
    private static void keepAlive(List<ImapDialogue> clients) throws IOException {
        for (ImapDialogue client : clients) {
            client.say("NOOP");
        }
    }

    private double round(Server server, ImapDialogue client, ImapFigure figure) throws IOException {
        Duration taken = Duration.ZERO;
        long messages = 0;
        long start = System.nanoTime();
        while (messages == 0 || System.nanoTime() - start < time.toNanos()) {
            figure.prepare(client);
            Duration before = server.cpuTime();
            // several passes between two looks at the clock, which goes by 10 ms
            for (long begun = System.nanoTime(); System.nanoTime() - begun < time.toNanos() / ROUNDS; ) {
                messages += figure.pass(client, figure.box().messages(thousand), time);
                if (figure.adds()) {
                    break; // what it appends has to go
                }
            }
            taken = taken.plus(server.cpuTime().minus(before));
        }
        return forThousand(taken, messages);
    }

    private static double forThousand(Duration taken, long messages) {
        return taken.toNanos() / NANOS_A_MILLISECOND * THOUSAND / messages;
    }

    private static double median(List<Double> rounds) {
        return new Repeated<>(rounds).median(Double::doubleValue);
    }

    private List<Row> rows(List<Server> servers, Map<ImapFigure, double[]> medians) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            Server server = servers.get(i);
            System.out.println(server.name() + ", in IDLE");
            Map<ImapFigure, Double> cpuMillis = new EnumMap<>(ImapFigure.class);
            for (Map.Entry<ImapFigure, double[]> each : medians.entrySet()) {
                cpuMillis.put(each.getKey(), each.getValue()[i]);
            }
            OptionalDouble idle = idle(server, cpuMillis);
            rows.add(new Row(server.name(), server.ours(), cpuMillis, idle));
        }
        return rows;
    }

    /** Puts in what news cost, and gives the heap of a connection. */
    private OptionalDouble idle(Server server, Map<ImapFigure, Double> cpuMillis) throws Exception {
        int connections = (server.jvm().isPresent() ? IDLE : IDLE_AT_DOVECOT) * thousand / THOUSAND;
        new IdleClients(server.port(), Math.min(IDLE_BEFORE, connections), IDLING).close();
        long before = heap(server);
        try (IdleClients clients = new IdleClients(server.port(), connections, IDLING);
                ImapDialogue sender = new ImapDialogue(server.port(), ImapLoadServer.IDLER)) {
            double octets = (double) (heap(server) - before) / connections;
            List<Double> rounds = new ArrayList<>();
            for (int delivered = 0; rounds.size() < ROUNDS; ) {
                Duration taken = server.cpuTime();
                int first = delivered;
                for (long start = System.nanoTime();
                        first == delivered || System.nanoTime() - start < time.toNanos(); ) {
                    sender.say(NEWS);
                    clients.hear("* " + ++delivered + " EXISTS");
                }
                taken = server.cpuTime().minus(taken);
                rounds.add(forThousand(taken, (long) (delivered - first) * connections));
            }
            cpuMillis.put(ImapFigure.NEWS, median(rounds));
            return server.jvm().isPresent() ? OptionalDouble.of(octets) : OptionalDouble.empty();
        }
    }

    private static long heap(Server server) throws IOException {
        return server.jvm().isPresent() ? server.jvm().get().heap() : 0;
    }
}
