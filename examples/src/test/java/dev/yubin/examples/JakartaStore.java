package dev.yubin.examples;

import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Bbb's mail as Jakarta Mail has it, with TLS.
 *
 * @param protocol by its name there, which is that of the port too; without an s at the end TLS begins within
 */
record JakartaStore(String protocol, int port, Session session) {
    static JakartaStore of(String protocol, PostOfficeProcess office, Path certificate) throws Exception {
        boolean within = !protocol.endsWith("s");
        Properties properties = new Properties();
        properties.put(
                "mail." + protocol + ".ssl.socketFactory", trusting(certificate).getSocketFactory());
        properties.put("mail." + protocol + ".ssl.checkserveridentity", "true");
        properties.put("mail." + protocol + ".starttls.required", Boolean.toString(within));
        properties.put("mail." + protocol + ".starttls.enable", Boolean.toString(within));
        return new JakartaStore(protocol, office.port(protocol), Session.getInstance(properties));
    }

    private static SSLContext trusting(Path certificate) throws Exception {
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

    Store connected(String password) throws Exception {
        Store store = session.getStore(protocol);
        store.connect("localhost", port, "bbb@osaka.test", password);
        return store;
    }
}
