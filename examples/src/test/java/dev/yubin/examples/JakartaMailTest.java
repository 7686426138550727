package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
        String protocol = way.port;
        Properties properties = new Properties();
        properties.put("mail." + protocol + ".ssl.socketFactory", trusting().getSocketFactory());
        properties.put("mail." + protocol + ".ssl.checkserveridentity", "true");
        properties.put("mail." + protocol + ".starttls.required", Boolean.toString(way == Way.STLS));
        properties.put("mail." + protocol + ".starttls.enable", Boolean.toString(way == Way.STLS));
        Store store = Session.getInstance(properties).getStore(protocol);
        store.connect("localhost", office.port(way.port), "bbb@osaka.test", password);
        return store;
    }

    private SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "ours", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
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
