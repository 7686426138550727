package dev.yubin.examples.mailimport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One message that is to be whole before it goes on: in memory, and in a temporary file once it is large. */
final class Spool extends OutputStream {
    private static final int IN_MEMORY = 256 * 1024;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private Optional<Path> file = Optional.empty();
    private OutputStream into = memory;
    private long octets;

    /** A message's octets. */
    static Spool of(Mail mail) throws IOException {
        Spool spool = new Spool();
        try {
            mail.content().writeTo(spool);
            spool.into.flush();
            return spool;
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    long octets() {
        return octets;
    }

    /** All octets, from the first on. */
    InputStream open() throws IOException {
        return file.isPresent() ? Files.newInputStream(file.get()) : new ByteArrayInputStream(memory.toByteArray());
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet});
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        if (file.isEmpty() && octets + length > IN_MEMORY) {
            file = Optional.of(Files.createTempFile("mail-import", ".eml"));
            into = Files.newOutputStream(file.get());
            memory.writeTo(into);
            memory.reset();
        }
        into.write(from, offset, length);
        octets += length;
    }

    @Override
    public void close() throws IOException {
        into.close();
        if (file.isPresent()) {
            Files.delete(file.get());
        }
    }
}
