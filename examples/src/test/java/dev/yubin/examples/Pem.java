package dev.yubin.examples;

import dev.yubin.protocol.TlsIdentity;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** An identity as programs of others read it: RFC 7468. */
final class Pem {
    private Pem() {}

    static String chain(TlsIdentity identity) throws CertificateEncodingException {
        StringBuilder chain = new StringBuilder();
        for (X509Certificate certificate : identity.certificates()) {
            chain.append(of("CERTIFICATE", certificate.getEncoded()));
        }
        return chain.toString();
    }

    static String key(TlsIdentity identity) {
        return of("PRIVATE KEY", identity.key().getEncoded());
    }

    private static String of(String label, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
