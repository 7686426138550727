package dev.yubin.examples.mailimport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.MessageWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program as its command line has it, with stores of the test's own behind {@code test:NAME}; and short words for what lies in them. */
final class Imports {
    static final String ANN = "ann@example.test";
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final Map<String, MailStore> stores = new HashMap<>();
    private final Path folder;

    /** What the program did. */
    record Run(int exit, String output) {
        Run endsWith(int expected) {
            assertThat(exit).as("exit code; it said:\n%s", output).isEqualTo(expected);
            return this;
        }

        Run succeeds() {
            return endsWith(0);
        }

        Run says(String... words) {
            assertThat(output).contains(words);
            return this;
        }
    }

    /** @param folder where journals lie */
    Imports(Path folder) {
        this.folder = folder;
    }

    /** The store behind {@code test:NAME}, where Ann has an account. */
    MailStore store(String name) {
        return stores.computeIfAbsent(name, none -> MemoryMailStore.create(ANN));
    }

    void use(String name, MailStore store) {
        stores.put(name, store);
    }

    Account ann(String store) throws StoreException {
        return store(store).account(ANN);
    }

    Mailbox mailbox(String store, String mailbox) throws StoreException {
        return ann(store).open(MailboxName.of(mailbox));
    }

    /** Runs {@code --from FROM --to TO} for Ann, with a journal that these two ends share. */
    Run run(String from, String to, String... flags) {
        List<String> all = new ArrayList<>(List.of("--from", from, "--to", to, "--user", ANN));
        all.addAll(List.of(
                "--journal",
                folder.resolve((from + to).replaceAll("\\W", "-") + ".journal").toString()));
        all.addAll(List.of(flags));
        return command(all.toArray(String[]::new));
    }

    Run command(String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        StoreUrl known = (url, user) ->
                url.startsWith("test:") ? Optional.of(store(url.substring(5))) : StoreUrl.KNOWN.open(url, user);
        int exit = MailImport.commandLine(known).setOut(out).setErr(out).execute(arguments);
        return new Run(exit, said.toString());
    }

    // ------------------------------------------------------------------ what lies in a store

    static long add(Mailbox mailbox, String text, Flag... flags) throws StoreException {
        try (MessageWriter writer = MessageWriter.open(mailbox, Set.of(flags), NOON, OptionalLong.empty())) {
            writer.write(ByteBuffer.wrap(octets(text)));
            return writer.commit().uids().get(0);
        }
    }

    static String text(Mailbox mailbox, long uid) throws StoreException {
        try (Content content = mailbox.content(uid)) {
            ByteBuffer all = ByteBuffer.allocate((int) content.octets());
            while (all.hasRemaining()) {
                content.read(all.position(), all);
            }
            return new String(all.array(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Each message in a line: UID, flags, date, octets. */
    static List<String> listed(Mailbox mailbox) throws StoreException {
        List<String> lines = new ArrayList<>();
        for (Message message : mailbox.messages()) {
            lines.add(message.uid() + " " + new TreeSet<>(message.flags()) + " " + message.received() + " "
                    + text(mailbox, message.uid()));
        }
        return lines;
    }

    /** The texts of a mailbox's messages, in order. */
    static List<String> texts(Mailbox mailbox) throws StoreException {
        List<String> texts = new ArrayList<>();
        for (Message message : mailbox.messages()) {
            texts.add(text(mailbox, message.uid()));
        }
        return texts;
    }

    /** Every mailbox that exists, with whether it is subscribed. */
    static Map<String, Boolean> mailboxes(Account account) throws StoreException {
        return account.list().stream()
                .filter(MailboxEntry::exists)
                .collect(Collectors.toMap(
                        entry -> entry.name().toString(), MailboxEntry::subscribed, (one, other) -> one, TreeMap::new));
    }

    // ------------------------------------------------------------------ what lies in a Maildir

    static Path maildir(Path directory) throws IOException {
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(directory.resolve(part));
        }
        return directory;
    }

    /** Puts a message into a Maildir as {@code cur/NAME} or {@code new/NAME}. */
    static void file(Path maildir, String name, String text) throws IOException {
        Path file = maildir.resolve(name);
        Files.write(file, octets(text));
        Files.setLastModifiedTime(file, FileTime.from(NOON));
    }

    /** Each message of a Maildir folder in a line: {@code cur} or {@code new}, its flags, its date, its octets; sorted by the last. */
    static List<String> files(Path maildir) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String part : List.of("cur", "new")) {
            try (Stream<Path> files = Files.list(maildir.resolve(part))) {
                for (Path file : files.toList()) {
                    lines.add(part + " [" + MaildirName.of(file).info() + "] "
                            + Files.getLastModifiedTime(file).toInstant() + " "
                            + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        }
        lines.sort(java.util.Comparator.comparing(line -> line.substring(line.indexOf('Z'))));
        return lines;
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
