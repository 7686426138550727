package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every program must come to that fetches mail by POP3: nothing twice where it leaves mail on the server, nothing left where it does not. */
abstract class Pop3Fetching extends RealPrograms {
    /** How the server is spoken to, by the name of its port. */
    enum Way {
        STLS("pop3"),
        IMPLICIT("pop3s");

        final String port;

        Way(String port) {
            this.port = port;
        }
    }

    /** The ways that the program knows. */
    Stream<Way> ways() {
        return Stream.of(Way.values());
    }

    /** Has the program fetch Bbb's mail, who is {@code bbb@osaka.test} with the password {@code tanuki}, into {@link #inbox}. */
    abstract void fetch(Way way, boolean leave) throws Exception;

    /** A Maildir. */
    Path inbox() throws IOException {
        Path inbox = folder.resolve("inbox");
        for (String part : List.of("tmp", "new", "cur")) {
            Files.createDirectories(inbox.resolve(part));
        }
        return inbox;
    }

    /** A file that only its owner may read, as programs want it that find a password there. */
    Path secret(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private List<String> subjects() throws IOException {
        List<String> subjects = new ArrayList<>();
        try (Stream<Path> files = Files.list(inbox().resolve("new"))) {
            for (Path file : files.toList()) {
                String message =
                        Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
                assertThat(message).contains("\n\nTwo lines,\n.and a dot in front of the second.\n");
                subjects.add(message.replaceFirst("(?s).*?\nSubject: ([^\n]*)\n.*", "$1"));
            }
        }
        return subjects;
    }

    private void arrived(String... subjects) throws IOException {
        for (String subject : subjects) {
            deliver("bbb@osaka.test", MESSAGE.replace("from outside", subject));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatIsLeftOnTheServerIsNotFetchedTwice(Way way) throws Exception {
        arrived("one", "two");
        fetch(way, true);
        assertThat(subjects()).containsExactlyInAnyOrder("one", "two");

        fetch(way, true);
        assertThat(subjects()).hasSize(2);

        arrived("three");
        fetch(way, true);
        assertThat(subjects()).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(mailOf("bbb@osaka.test", "tanuki")).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatIsNotLeftIsGone(Way way) throws Exception {
        arrived("one", "two");
        fetch(way, false);

        assertThat(subjects()).containsExactlyInAnyOrder("one", "two");
        assertThat(mailOf("bbb@osaka.test", "tanuki")).isEmpty();

        fetch(way, false); // an empty maildrop
        assertThat(subjects()).hasSize(2);
    }
}
