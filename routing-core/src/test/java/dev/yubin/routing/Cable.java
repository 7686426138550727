package dev.yubin.routing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The way to a server, which fails as told: each connection that comes has a fate of its own, with TLS in it or without. */
final class Cable implements AutoCloseable {
    /**
     * What becomes of one connection.
     *
     * @param octets how many of the client's come through, before it is cut
     * @param deaf   whether it is cut when the server has taken a message, before the client hears that: then the message must be sent again
     */
    record Fate(int octets, boolean deaf) {
        static final Fate WHOLE = cutBehind(Integer.MAX_VALUE);
        /** Nothing comes through, and it stays open. */
        static final Fate STALLED = cutBehind(0);

        static final Fate DEAF = new Fate(Integer.MAX_VALUE, true);

        static Fate cutBehind(int octets) {
            return new Fate(octets, false);
        }
    }

    /** A connection, and whether it was cut: what the server says from then on is not heard. */
    private static final class Line {
        private final Socket client;
        private final Socket server;
        private final Fate fate;
        private volatile boolean cut;

        Line(Socket client, Socket server, Fate fate) {
            this.client = client;
            this.server = server;
            this.fate = fate;
        }

        void there() throws IOException {
            try (client;
                    server) {
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                byte[] octets = new byte[4096];
                int left = fate.octets();
                for (int length = in.read(octets); length >= 0 && !cut; length = in.read(octets)) {
                    cut |= length >= left;
                    out.write(octets, 0, Math.min(length, left));
                    left -= length;
                }
            }
        }

        void back() throws IOException {
            try (client;
                    server) {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                byte[] octets = new byte[4096];
                for (int length = in.read(octets); length >= 0 && !cut; length = in.read(octets)) {
                    out.write(octets, 0, length);
                }
            }
        }
    }

    private final ServerSocket end;
    private final InetSocketAddress server;
    private final Supplier<Fate> fates;
    /** By the port from which the server sees them come. */
    private final Map<Integer, Line> lines = new ConcurrentHashMap<>();

    /** @param port 0 for any */
    Cable(InetAddress address, int port, InetSocketAddress server, Supplier<Fate> fates) throws IOException {
        this.end = new ServerSocket(port, 50, address);
        this.server = server;
        this.fates = fates;
        run(this::accept);
    }

    int port() {
        return end.getLocalPort();
    }

    /** To be asked when the server has taken a message, before it says so: whether the client who sent it will not hear that. */
    boolean swallows(InetSocketAddress client) {
        Line line = lines.get(client.getPort());
        if (line == null) {
            return false; // who came by no cable
        }
        line.cut |= line.fate.deaf();
        return line.cut;
    }

    private interface Running {
        void run() throws IOException;
    }

    private static void run(Running running) {
        Thread thread = new Thread(
                () -> {
                    try {
                        running.run();
                    } catch (IOException e) {
                        // one of the ends is gone, which the other hears of
                    }
                },
                "cable");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!end.isClosed()) {
            Socket client = end.accept();
            Fate fate = fates.get();
            if (fate.octets() > 0) {
                Socket to = new Socket(server.getAddress(), server.getPort());
                Line line = new Line(client, to, fate);
                lines.put(to.getLocalPort(), line);
                run(line::there);
                run(line::back);
            }
        }
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
