package dev.yubin.routing.tls;

import dev.yubin.smtp.Domain;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policies of MTA-STS that were fetched, a text file a domain: they outlast this process, or whoever has it restarted could take them away (RFC 8461 section
 * 10.2). A file is there whole or not at all.
 */
final class StsFolder {
    private static final Logger LOG = LoggerFactory.getLogger(StsFolder.class);
    private static final String ENDING = ".sts";

    /**
     * A policy that was fetched.
     *
     * @param id by which the DNS told of it
     */
    record Kept(String id, Instant fetched, StsPolicy policy) {
        boolean isValid(Instant now) {
            return now.isBefore(fetched.plus(policy.maxAge()));
        }
    }

    /** How often those that are past their time are removed. */
    private static final Duration SWEPT_EVERY = Duration.ofDays(1);

    private final Path folder;
    /** Guarded by this. */
    private Instant swept = Instant.EPOCH;

    /** @throws IOException when it is no folder, and cannot be made */
    StsFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** What is kept of this domain, perhaps past its time; empty also where the file cannot be read, of which the log tells. */
    Optional<Kept> find(Domain domain) {
        return find(file(domain));
    }

    private static Optional<Kept> find(Path file) {
        try {
            return Optional.of(read(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            LOG.warn("{} is passed over: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private static Kept read(String text) {
        String[] parts = text.split("\n", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("expected an id, a date and a policy");
        }
        return new Kept(parts[0], Instant.parse(parts[1]), StsPolicy.parse(parts[2]));
    }

    /** Keeps it in the place of any other of the domain, and is on the disk when this returns. Once a day others are removed that are past their time now. */
    synchronized void keep(Domain domain, Kept kept, Instant now) throws IOException {
        String text = kept.id() + '\n' + kept.fetched() + '\n' + kept.policy().text();
        WholeFile.write(file(domain), text);
        if (!now.isBefore(swept.plus(SWEPT_EVERY))) {
            swept = now;
            sweep(now);
        }
    }

    /** Nobody asks for them: of a domain to which no mail goes any more the file would stay for ever. */
    private void sweep(Instant now) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, '*' + ENDING)) {
            for (Path file : files) {
                Optional<Kept> kept = find(file);
                if (kept.isPresent() && !kept.get().isValid(now)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** A domain's A-labels are letters, digits, hyphens and dots between them, so it names no other folder. */
    private Path file(Domain domain) {
        return folder.resolve(domain.aLabels() + ENDING);
    }
}
