package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Durable deliveries to a server of ours and to a peer, in turns, so that what else the machine does meets both. */
final class BesidePeer {
    /** Of each server, whose median counts. */
    private static final int ROUNDS = 3;

    private static final int BLOCK_OCTETS = 4096;

    /** @param theirs empty where there is no peer */
    record Row(Deliveries load, double ours, OptionalDouble theirs) {}

    private final Path folder;
    private final int accounts;
    private final Duration time;

    BesidePeer(Path folder, int accounts, Duration time) {
        this.folder = folder;
        this.accounts = accounts;
        this.time = time;
    }

    /** With one sender and with many, each with an account of its own, and with many to all accounts in turn. */
    List<Row> measure(Optional<DovecotServer> peer) throws Exception {
        Path store = folder.resolve("yubin.db");
        List<Row> rows = new ArrayList<>();
        try (YubinServer yubin = YubinServer.start(store, accounts, 0)) {
            Deliveries.warmUp(yubin.lmtpPort(), time);
            for (Deliveries load : List.of(
                    new Deliveries(1, 1),
                    new Deliveries(Growth.MANY, Growth.MANY),
                    new Deliveries(Growth.MANY, accounts))) {
                rows.add(measure(load, yubin, peer));
            }
        }
        Folders.delete(store);
        return rows;
    }

    private Row measure(Deliveries load, YubinServer yubin, Optional<DovecotServer> peer) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(load.perSecond(yubin.lmtpPort(), time));
            if (peer.isPresent()) {
                theirs.add(load.perSecond(peer.get().lmtpPort(), time));
            }
        }
        return new Row(
                load, median(ours), theirs.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(theirs)));
    }

    private static double median(List<Double> rounds) {
        return new Repeated<>(rounds).median(Double::doubleValue);
    }

    /** How often the disk can be asked in a second to keep 4 KiB at the end of a file, one after the other: what all else is measured against. */
    double syncsPerSecond() throws IOException {
        Path file = folder.resolve("synced");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            long start = System.nanoTime();
            long syncs = 0;
            while (System.nanoTime() - start < time.toNanos()) {
                channel.write(ByteBuffer.allocate(BLOCK_OCTETS));
                channel.force(true);
                syncs++;
            }
            return syncs * 1e9 / (System.nanoTime() - start);
        }
    }
}
