package dev.yubin.examples.mailimport;

import static dev.yubin.examples.mailimport.Imports.file;
import static dev.yubin.examples.mailimport.Imports.files;
import static dev.yubin.examples.mailimport.Imports.maildir;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as {@code mvn package} leaves it: one jar, everything in it, and all of it found. */
@Timeout(120)
class MailImportJarIT {
    @TempDir
    private Path folder;

    @Test
    void aMaildirGoesThroughTheJar() throws Exception {
        Path from = maildir(folder.resolve("from"));
        file(from, "cur/1.M1P1.h:2,S", "Subject: a\n");
        Path said = folder.resolve("said");

        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-jar",
                        Path.of("target/mail-import.jar").toAbsolutePath().toString(),
                        "--from",
                        "maildir:" + from,
                        "--to",
                        "maildir:to")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(process.waitFor()).as("it said %s", Files.readString(said)).isZero();
        assertThat(Files.readString(said))
                .startsWith("INBOX: 1 message imported (12 octets)\nIn all 1 message imported");
        assertThat(files(folder.resolve("to"))).isEqualTo(files(from));
        assertThat(folder).isDirectoryContaining("glob:**.journal");
    }
}
