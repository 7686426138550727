package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.protocol.TlsMode;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the command line of {@link MailImport} says. */
final class MailImportFlags {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "URL",
            description = "Where the mail is; nothing is changed there.")
    String from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URL",
            description = "Where it goes. What is there already stays.")
    String to;

    @Option(names = "--user", paramLabel = "NAME", description = "The account of a store, such as ann@example.test.")
    Optional<String> user = Optional.empty();

    @Option(
            names = "--from-tls",
            paramLabel = "MODE",
            defaultValue = "IMPLICIT",
            description = "How the IMAP server is spoken to: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless said.")
    TlsMode fromTls;

    @Option(
            names = "--to-tls",
            paramLabel = "MODE",
            defaultValue = "IMPLICIT",
            description = "The same of the other end.")
    TlsMode toTls;

    @Option(
            names = "--from-password-file",
            paramLabel = "FILE",
            description = "Its first line is the password for the IMAP server; asked for unless said.")
    Optional<Path> fromPasswordFile = Optional.empty();

    @Option(names = "--to-password-file", paramLabel = "FILE", description = "The same of the other end.")
    Optional<Path> toPasswordFile = Optional.empty();

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Certificates in PEM that vouch for IMAP servers, instead of those that Java knows.")
    Optional<Path> trust = Optional.empty();

    @Option(
            names = "--mbox-format",
            paramLabel = "FORMAT",
            defaultValue = "MBOXRD",
            description = "How lines that begin with From are quoted in an mbox that is read: "
                    + "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless said.")
    MboxFormat mboxFormat;

    @Option(
            names = "--mailbox",
            paramLabel = "NAME",
            defaultValue = "INBOX",
            description = "What the mailbox is called that comes from a single mbox; ${DEFAULT-VALUE} unless said.")
    MailboxName mailbox;

    @Option(names = "--new-uids", description = "Gives every message a new UID, even where the old ones could be kept.")
    boolean newUids;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description =
                    "Remembers what is over, so that another run goes on; a file in this folder, named by both ends, "
                            + "unless said.")
    Optional<Path> journal = Optional.empty();

    @Option(names = "--dry-run", description = "Only counts what would come over.")
    boolean dryRun;

    /** A command line that reads these texts as their own types do, and says what those say when they refuse. */
    static CommandLine reading(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(MailboxName.class, text -> {
                    try {
                        return MailboxName.of(text);
                    } catch (IllegalArgumentException e) {
                        throw new TypeConversionException(e.getMessage());
                    }
                });
    }
}
