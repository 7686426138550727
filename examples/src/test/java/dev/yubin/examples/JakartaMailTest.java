package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Store;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jakarta Mail, with which most programs on the JVM read mail, fetches by unique-id, and deletes. */
class JakartaMailTest extends Pop3Fetching {
    private final Set<String> seen = new HashSet<>();

    @BeforeEach
    void forget() {
        seen.clear();
    }

    private Store connected(Way way, String password) throws Exception {
        return JakartaStore.of(way.port, office, certificate).connected(password);
    }

    @Override
    void fetch(Way way, boolean leave) throws Exception {
        try (Store store = connected(way, "tanuki")) {
            POP3Folder folder = (POP3Folder) store.getFolder("INBOX");
            folder.open(Folder.READ_WRITE);
            for (Message message : folder.getMessages()) {
                if (seen.add(folder.getUID(message))) {
                    Path file = inbox().resolve("new").resolve("" + seen.size());
                    try (OutputStream out = Files.newOutputStream(file)) {
                        message.writeTo(out);
                    }
                    assertThat(Files.size(file)).isEqualTo(folder.getSizes()[message.getMessageNumber() - 1]);
                }
                message.setFlag(Flags.Flag.DELETED, !leave);
            }
            folder.close(true);
        }
    }

    @Test
    void aWrongPasswordIsToldApart() {
        assertThatThrownBy(() -> connected(Way.STLS, "kitsune")).isInstanceOf(AuthenticationFailedException.class);
    }
}
