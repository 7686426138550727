package dev.yubin.examples.mailimport;

import dev.yubin.imap.wire.ModifiedUtf7;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What mailboxes are called on a disk: each level in modified UTF-7, so that a name is ASCII whatever the locale is. A dot that would be taken for
 * something else is written {@code \2e} and a backslash {@code \5c}, as Dovecot's plugin listescape has it.
 */
final class DiskNames {
    private static final String MBOX = ".mbox";

    private DiskNames() {}

    /** Maildir++: {@code Lists/netty} is {@code .Lists.netty}. Not for INBOX, which is the Maildir itself. */
    static String maildir(MailboxName name) {
        return "."
                + levels(name).stream()
                        .map(level -> encoded(level).replace(".", "\\2e"))
                        .collect(Collectors.joining("."));
    }

    /** @throws IllegalArgumentException when it is no mailbox's name */
    static MailboxName ofMaildir(String directory) {
        return named(Stream.of(directory.substring(1).split("\\.", -1)));
    }

    /** {@code Lists/netty} is the file {@code Lists/netty.mbox}, so that there can be a mailbox {@code Lists} beside it. */
    static String mbox(MailboxName name) {
        return levels(name).stream()
                        .map(level ->
                                encoded(level).replaceFirst("^\\.", "\\\\2e").replaceFirst("\\.(?=mbox$)", "\\\\2e"))
                        .collect(Collectors.joining("/"))
                + MBOX;
    }

    /**
     * @param file as it lies below the folder of all mboxes
     * @throws IllegalArgumentException when it is no mailbox's name
     */
    static MailboxName ofMbox(Path file) {
        String path = Stream.iterate(0, i -> i < file.getNameCount(), i -> i + 1)
                .map(i -> file.getName(i).toString())
                .collect(Collectors.joining("/"));
        return named(Stream.of(path.replaceFirst("\\.mbox$", "").split("/", -1)));
    }

    /** A line of Dovecot's file of subscriptions. @throws IllegalArgumentException when it is no mailbox's name */
    static MailboxName ofSubscription(String line, String separator) {
        return named(Stream.of(line.split(separator, -1)));
    }

    static String subscription(MailboxName name) {
        return levels(name).stream().map(ModifiedUtf7::encode).collect(Collectors.joining("\t"));
    }

    private static List<String> levels(MailboxName name) {
        return name.levels();
    }

    private static String encoded(String level) {
        return ModifiedUtf7.encode(level.replace("\\", "\\5c"));
    }

    private static MailboxName named(Stream<String> levels) {
        return MailboxName.of(levels.map(DiskNames::decoded).collect(Collectors.joining("/")));
    }

    private static String decoded(String level) {
        String text;
        try {
            text = ModifiedUtf7.decode(level);
        } catch (SyntaxException e) {
            text = level; // Dovecot can be told to write UTF-8, and people make folders by hand
        }
        return text.replace("\\2e", ".").replace("\\5c", "\\");
    }
}
