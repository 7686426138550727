package dev.yubin.routing.tls;

import dev.yubin.smtp.Domain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
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

    private final Path folder;

    /** @throws IOException when it is no folder, and cannot be made */
    StsFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** What is kept of this domain, perhaps past its time; empty also where the file cannot be read, of which the log tells. */
    Optional<Kept> find(Domain domain) {
        try {
            return Optional.of(read(Files.readString(file(domain))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            LOG.warn("{} is passed over: {}", file(domain), e.toString());
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

    /** Keeps it in the place of any other of the domain. It is on the disk when this returns. */
    void keep(Domain domain, Kept kept) throws IOException {
        String text = kept.id() + '\n' + kept.fetched() + '\n' + kept.policy().text();
        WholeFile.write(file(domain), text);
    }

    /** A domain's A-labels are letters, digits, hyphens and dots between them, so it names no other folder. */
    private Path file(Domain domain) {
        return folder.resolve(domain.aLabels() + ENDING);
    }
}
