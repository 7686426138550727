package dev.yubin.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Python's smtplib, poplib and imaplib do a whole round; the script is beside the tests' resources and fails where anything is not as it should be. */
class PythonTest extends RealPrograms {
    private final Program python = Program.needed("python3");

    @Test
    void itsLibrariesSendReadFlagAndDelete() throws Exception {
        Path script = folder.resolve("round.py");
        try (var in = PythonTest.class.getResourceAsStream("/round.py")) {
            Files.copy(in, script);
        }

        python.run(
                        folder,
                        script.toString(),
                        certificate.toString(),
                        "" + office.port("submission"),
                        "" + office.port("submissions"),
                        "" + office.port("pop3"),
                        "" + office.port("pop3s"),
                        "" + office.port("imap"),
                        "" + office.port("imaps"))
                .succeeds();
    }
}
