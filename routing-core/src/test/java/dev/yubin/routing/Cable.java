package dev.yubin.routing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The way to a server, which fails as told: each connection that comes has a fate of its own. */
final class Cable implements AutoCloseable {
    /** What becomes of one connection. */
    enum Fate {
        WHOLE,
        /** It is cut before a message can have come through. */
        CUT,
        /** Nothing comes through, and it stays open. */
        STALLED,
        /** It is cut when the server says that it has taken a message, and the client does not hear it: then the message must be sent again. */
        DEAF
    }

    /** Less than any greeting, envelope and header together have. */
    private static final int OCTETS_BEFORE_CUT = 150;

    private static final String TAKEN = "Message accepted";

    private final ServerSocket end;
    private final InetSocketAddress server;
    private final Supplier<Fate> fates;
    private final AtomicInteger unheard = new AtomicInteger();

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

    /** How many replies were swallowed that said that a message is taken. */
    int unheard() {
        return unheard.get();
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
            if (fate != Fate.STALLED) {
                Socket to = new Socket(server.getAddress(), server.getPort());
                run(() -> there(client, to, fate));
                run(() -> back(client, to, fate));
            }
        }
    }

    private static void there(Socket client, Socket to, Fate fate) throws IOException {
        try (client;
                to) {
            if (fate == Fate.CUT) {
                to.getOutputStream().write(client.getInputStream().readNBytes(OCTETS_BEFORE_CUT));
            } else {
                client.getInputStream().transferTo(to.getOutputStream());
            }
        }
    }

    private void back(Socket client, Socket to, Fate fate) throws IOException {
        try (client;
                to) {
            InputStream in = to.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] octets = new byte[4096];
            for (int length = in.read(octets); length >= 0; length = in.read(octets)) {
                if (fate == Fate.DEAF && new String(octets, 0, length, StandardCharsets.US_ASCII).contains(TAKEN)) {
                    unheard.incrementAndGet();
                    return;
                }
                out.write(octets, 0, length);
            }
        }
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
