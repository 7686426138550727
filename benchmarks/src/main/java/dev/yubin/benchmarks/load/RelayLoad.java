package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.Letters;
import dev.yubin.conformance.Postfix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * How fast a server delivers what it accepts: into its own mailboxes, and by its spool to another server, which is a sink in this process. Ours and Postfix are
 * all started and warmed up first, and then measured in turns, so that what else the machine does meets all.
 */
final class RelayLoad {
    /** How many thousand messages there are in a round that is not to be quick. */
    static final int THOUSANDS = 5;

    /** The domain of the sink. */
    static final String ELSEWHERE = "sink.test";

    private static final int SENDERS = 20;
    /** Of each server, whose median counts. */
    private static final int ROUNDS = 3;
    /** As many times as a round, before the first. */
    private static final int WARM_UP = 3;
    /** Of so many, one is sent once the one before is delivered. */
    private static final int WAITING_PART = 20;

    private static final byte[] MESSAGE = BareSender.wire(Letters.plain(4096));
    private static final double NANOS_A_MILLISECOND = 1e6;
    private static final int THOUSAND = 1000;
    private static final double LATEST_PART = 0.99;

    /**
     * What one server did.
     *
     * @param server          as the table calls it
     * @param ours            or a peer
     * @param relays          or puts into mailboxes, and says 250 once they have it
     * @param perSecond       messages, from the first that it accepts to the last that is delivered
     * @param cpuMillis       processor time for a thousand of them
     * @param acceptedMillis  how long a message takes until it is accepted, where there is no other; the median
     * @param deliveredMillis and from then on until it is delivered
     * @param latestMillis    the same for one in a hundred
     */
    record Row(
            String server,
            boolean ours,
            boolean relays,
            double perSecond,
            double cpuMillis,
            double acceptedMillis,
            double deliveredMillis,
            double latestMillis) {}

    /** @param recipient of the sender with this number */
    private record Server(
            String name,
            boolean ours,
            boolean relays,
            int port,
            Function<Integer, String> recipient,
            ProcessHandle process,
            Runnable end)
            implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    /** What a server did under load, in one round. */
    private record Flood(double perSecond, double cpuMillis) {}

    private final Path folder;
    private final int messages;
    private final boolean alone;

    /**
     * @param folder   where stores, spools and queues may be made
     * @param messages how many are sent in a round
     * @param alone    without a peer
     */
    RelayLoad(Path folder, int messages, boolean alone) {
        this.folder = folder;
        this.messages = messages;
        this.alone = alone;
    }

    List<Row> measure() throws Exception {
        List<Server> servers = new ArrayList<>();
        try (JourneySink sink = new JourneySink()) {
            servers.add(ours(false, MailServer::user, sink));
            servers.add(ours(true, sender -> "bob@" + ELSEWHERE, sink));
            Optional<String> missing = alone ? Optional.of("no peer") : Postfix.missing();
            missing.ifPresent(System.out::println);
            if (missing.isEmpty()) {
                servers.add(postfix(sink));
            }
            return measure(servers, sink);
        } finally {
            servers.forEach(Server::close);
        }
    }

    private Server ours(boolean relays, Function<Integer, String> recipient, JourneySink sink) throws IOException {
        Path own = Files.createDirectory(folder.resolve(relays ? "onward" : "here"));
        ServerJvm jvm = ServerJvm.start(
                RelayLoadServer.class, own.toString(), Integer.toString(SENDERS), Integer.toString(sink.port()));
        int port = Integer.parseInt(jvm.said("ready")[1]);
        return new Server("Yubin", true, relays, port, recipient, jvm.process(), jvm::close);
    }

    /** Its queue lies in the same file system as our spool. */
    private Server postfix(JourneySink sink) throws IOException, InterruptedException {
        Path queue = Files.createDirectory(folder.resolve("queue"));
        Postfix postfix = Postfix.start(
                "queue_directory = " + queue.toAbsolutePath(),
                "relay_domains = " + ELSEWHERE,
                "transport_maps = inline:{ " + ELSEWHERE + "=smtp:[127.0.0.1]:" + sink.port() + " }");
        return new Server(
                "Postfix " + Postfix.version(),
                false,
                true,
                postfix.port(),
                sender -> "bob@" + ELSEWHERE,
                postfix.process(),
                postfix::close);
    }

    private List<Row> measure(List<Server> servers, JourneySink sink) throws Exception {
        for (Server server : servers) {
            System.out.println(server.name() + (server.relays() ? " relays" : " delivers"));
            for (int round = 0; round < WARM_UP; round++) {
                flood(server, sink);
            }
        }
        Map<Server, List<Flood>> floods = new LinkedHashMap<>();
        Map<Server, List<Journeys>> single = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Server server : servers) {
                floods.computeIfAbsent(server, none -> new ArrayList<>()).add(flood(server, sink));
                single.computeIfAbsent(server, none -> new ArrayList<>()).addAll(oneByOne(server, sink));
            }
        }
        return servers.stream()
                .map(server -> row(server, new Repeated<>(floods.get(server)), single.get(server)))
                .toList();
    }

    private static Row row(Server server, Repeated<Flood> floods, List<Journeys> single) {
        double[] accepted = sorted(single, Journeys::millisUntilAccepted);
        double[] delivered = sorted(single, Journeys::millisUntilDelivered);
        return new Row(
                server.name(),
                server.ours(),
                server.relays(),
                floods.median(Flood::perSecond),
                floods.median(Flood::cpuMillis),
                accepted[accepted.length / 2],
                delivered[delivered.length / 2],
                delivered[(int) (delivered.length * LATEST_PART)]);
    }

    private static double[] sorted(List<Journeys> single, Function<Journeys, DoubleStream> millis) {
        return single.stream().flatMapToDouble(millis::apply).sorted().toArray();
    }

    /** Each sender sends as fast as what it sends is accepted. */
    private Flood flood(Server server, JourneySink sink) throws Exception {
        Journeys journeys = new Journeys(messages);
        sink.expect(journeys);
        Duration before = CpuTime.of(server.process());
        Crowd.sum(SENDERS, SENDERS, number -> {
            try (BareSender sender = BareSender.smtp(server.port())) {
                for (int message = number; message < messages; message += SENDERS) {
                    send(sender, server, number, journeys, message);
                }
            }
            return 0;
        });
        journeys.await();
        Duration taken = CpuTime.of(server.process()).minus(before);
        return new Flood(journeys.perSecond(), taken.toNanos() / NANOS_A_MILLISECOND * THOUSAND / messages);
    }

    /** One sender sends each once the one before is delivered. */
    private List<Journeys> oneByOne(Server server, JourneySink sink) throws Exception {
        List<Journeys> single = new ArrayList<>();
        try (BareSender sender = BareSender.smtp(server.port())) {
            for (int i = 0; i <= messages / WAITING_PART; i++) {
                Journeys journeys = new Journeys(1);
                sink.expect(journeys);
                send(sender, server, 0, journeys, 0);
                journeys.await();
                single.add(journeys);
            }
        }
        return single;
    }

    private static void send(BareSender sender, Server server, int number, Journeys journeys, int message)
            throws IOException {
        journeys.sent(message);
        sender.send(Journeys.sender(message), server.recipient().apply(number), MESSAGE);
        journeys.accepted(message);
        if (!server.relays()) {
            journeys.deliveredAsAccepted(message);
        }
    }
}
