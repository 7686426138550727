package dev.yubin.examples;

import dev.yubin.examples.mailimport.Disk;
import dev.yubin.examples.mailimport.LineEnds;
import dev.yubin.pop3.client.FetchSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Puts fetched mail into a Maildir: written whole in {@code tmp}, on the disk for certain, and only then in {@code new}. Lines end with LF there. */
public final class MaildirSink implements FetchSink {
    private final Path directory;

    /** @param directory made, with what belongs in it, where it is not there */
    public MaildirSink(Path directory) throws IOException {
        this.directory = directory;
        for (String part : List.of("tmp", "new", "cur")) {
            Files.createDirectories(directory.resolve(part));
        }
    }

    @Override
    public Incoming begin(String uniqueId) throws IOException {
        // Of what may make a name unique (https://cr.yp.to/proto/maildir.html) the random number, which needs nothing
        // beside it.
        String name = Instant.now().getEpochSecond() + ".R"
                + UUID.randomUUID().toString().replace("-", "") + ".localhost";
        return new Message(directory.resolve("tmp").resolve(name), directory.resolve("new"));
    }

    private static final class Message implements Incoming {
        private final Path beside;
        private final Path arrived;
        private final FileChannel file;
        private final OutputStream lines;
        private final WritableByteChannel into;

        Message(Path beside, Path arrived) throws IOException {
            this.beside = beside;
            this.arrived = arrived;
            this.file = FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            this.lines = LineEnds.toLf(Channels.newOutputStream(file));
            this.into = Channels.newChannel(lines);
        }

        @Override
        public void write(ByteBuffer octets) throws IOException {
            into.write(octets);
        }

        @Override
        public void commit() throws IOException {
            lines.close();
            file.force(true);
            Files.move(beside, arrived.resolve(beside.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            Disk.sync(arrived);
        }

        @Override
        public void close() throws IOException {
            file.close();
            Files.deleteIfExists(beside);
        }
    }
}
