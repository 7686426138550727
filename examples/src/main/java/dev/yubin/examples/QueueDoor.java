package dev.yubin.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yubin.routing.spool.MailQueue;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's way to the queue of a post office that runs: a socket of this machine beside the spool's file, for this user alone, at which {@link MailQueueProgram}'s words
 * come in and what it says goes out, its exit code on the last line.
 */
final class QueueDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueDoor.class);
    private static final int MOST_WORDS = 16;

    private final Path socket;
    private final ServerSocketChannel door;
    private final MailQueue queue;

    private QueueDoor(Path socket, ServerSocketChannel door, MailQueue queue) {
        this.socket = socket;
        this.door = door;
        this.queue = queue;
    }

    private static Path beside(Path spool) {
        return spool.resolveSibling(spool.getFileName() + ".control");
    }

    /** Opens it in the place of one that an earlier run has left: whoever has the spool has the door. Empty where this system or the file's name lets none be. */
    static Optional<QueueDoor> open(Path spool, MailQueue queue) {
        try {
            QueueDoor door = opened(spool, queue);
            run(door::accept);
            return Optional.of(door);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("mail-queue can change nothing in {} while this runs: {}", spool, e.toString());
            return Optional.empty();
        }
    }

    private static QueueDoor opened(Path spool, MailQueue queue) throws IOException {
        Path folder = spool.toAbsolutePath().getParent();
        Path closed = Files.createTempDirectory(
                folder, "yubin"); // where nobody else can knock before it is this user's alone
        Path made = closed.resolve("control");
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            door.bind(UnixDomainSocketAddress.of(made));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Files.move(made, beside(spool), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            door.close();
            throw e;
        } finally {
            Files.deleteIfExists(made);
            Files.delete(closed);
        }
        return new QueueDoor(beside(spool), door, queue);
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "queue-door");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (door.isOpen()) {
            try {
                SocketChannel operator = door.accept();
                run(() -> serve(operator));
            } catch (IOException e) {
                shut(e);
                return;
            }
        }
    }

    /** A door at which nobody listens would keep an operator waiting; a shut one is told to him. */
    private void shut(IOException why) {
        if (!door.isOpen()) {
            return; // the post office goes
        }
        LOG.warn("mail-queue can change nothing from now on: {}", why.toString());
        try {
            door.close();
        } catch (IOException e) {
            LOG.warn("and {} stays open: {}", socket, e.toString());
        }
    }

    private void serve(SocketChannel operator) {
        try (operator;
                DataInputStream in = new DataInputStream(Channels.newInputStream(operator));
                PrintWriter out = new PrintWriter(Channels.newWriter(operator, UTF_8))) {
            String[] words = new String[Math.min(in.readUnsignedShort(), MOST_WORDS)];
            for (int i = 0; i < words.length; i++) {
                words[i] = in.readUTF();
            }
            out.println(MailQueueProgram.commandLine(Optional.of(queue))
                    .setOut(out)
                    .setErr(out)
                    .execute(words));
        } catch (IOException e) {
            LOG.info("the operator went away: {}", e.toString());
        }
    }

    /**
     * Has these words done by the post office that has this spool.
     *
     * @return the exit code; empty where none runs
     */
    static OptionalInt ask(Path spool, List<String> words, PrintWriter out) throws IOException {
        if (!Files.exists(beside(spool))) {
            return OptionalInt.empty();
        }
        try (SocketChannel office = SocketChannel.open(UnixDomainSocketAddress.of(beside(spool)));
                DataOutputStream to = new DataOutputStream(Channels.newOutputStream(office));
                BufferedReader from = new BufferedReader(Channels.newReader(office, UTF_8))) {
            to.writeShort(words.size());
            for (String word : words) {
                to.writeUTF(word);
            }
            String last = "";
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                if (!last.isEmpty()) {
                    out.println(last);
                }
                last = line;
            }
            out.flush();
            if (!last.matches("[0-9]{1,3}")) {
                throw new IOException("the post office went away before all was done");
            }
            return OptionalInt.of(Integer.parseInt(last));
        } catch (ConnectException e) {
            return OptionalInt.empty(); // it was killed, and left this
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        Files.deleteIfExists(socket);
    }
}
