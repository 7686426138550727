package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;

/**
 * SCRAM's messages, by the names of RFC 5802 section 7. Each keeps its text, of which the proofs are made. There is no channel binding in
 * them, so "y" says as much as "n".
 */
final class Scram {
    private static final int NONCE_OCTETS = 24;

    private Scram() {}

    /** Printable, without a comma, and new for each exchange. */
    static String nonce() {
        return Base64.getEncoder().encodeToString(Sha256.random(NONCE_OCTETS));
    }

    /** client-first-message = gs2-header [reserved-mext ","] username "," nonce ["," extensions] */
    record ClientFirst(String gs2Header, String bare, String authzid, String username, String nonce) {
        static ClientFirst read(Secret message) throws SyntaxException {
            String text = SaslServer.text(message);
            String[] parts = text.split(",", 3);
            if (parts.length < 3) {
                throw new SyntaxException("expected a gs2-header");
            }
            if (!parts[0].equals("n") && !parts[0].equals("y")) {
                throw new SyntaxException("expected no channel binding, which is for the mechanisms that end in -PLUS");
            }
            String header = parts[0] + ',' + parts[1] + ',';
            String authzid = parts[1].isEmpty() ? "" : saslname(new Attributes(parts[1]).expect('a'));
            Attributes bare = new Attributes(parts[2]);
            ClientFirst first =
                    new ClientFirst(header, parts[2], authzid, saslname(bare.expect('n')), printable(bare.expect('r')));
            bare.expectExtensions();
            return first;
        }

        static ClientFirst of(String authzid, String username, String nonce) {
            return new ClientFirst(
                    authzid.isEmpty() ? "n,," : "n,a=" + escaped(authzid) + ',',
                    "n=" + escaped(username) + ",r=" + nonce,
                    authzid,
                    username,
                    nonce);
        }

        String text() {
            return gs2Header + bare;
        }
    }

    /** server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions] */
    record ServerFirst(String text, String nonce, Secret salt, long iterations) {
        static ServerFirst read(Secret message) throws SyntaxException {
            String text = SaslServer.text(message);
            Attributes in = new Attributes(text);
            ServerFirst first = new ServerFirst(
                    text, printable(in.expect('r')), octets(in.expect('s')), positNumber(in.expect('i')));
            in.expectExtensions();
            return first;
        }

        static ServerFirst of(String nonce, Secret salt, int iterations) {
            return new ServerFirst("r=" + nonce + ",s=" + base64(salt) + ",i=" + iterations, nonce, salt, iterations);
        }
    }

    /** client-final-message = channel-binding "," nonce ["," extensions] "," proof */
    record ClientFinal(String withoutProof, Secret gs2Header, String nonce, Secret proof) {
        static ClientFinal read(Secret message) throws SyntaxException {
            String text = SaslServer.text(message);
            int end = text.lastIndexOf(',');
            if (end < 0) {
                throw new SyntaxException("expected a client-final-message");
            }
            Attributes in = new Attributes(text.substring(0, end));
            ClientFinal last = new ClientFinal(
                    text.substring(0, end),
                    octets(in.expect('c')),
                    printable(in.expect('r')),
                    key(new Attributes(text.substring(end + 1)).expect('p')));
            in.expectExtensions();
            return last;
        }

        static String withoutProof(String gs2Header, String nonce) {
            return "c=" + base64(Secret.of(gs2Header)) + ",r=" + nonce;
        }

        static Secret of(String withoutProof, Secret proof) {
            return Secret.of(withoutProof + ",p=" + base64(proof));
        }
    }

    /**
     * server-final-message = (server-error / verifier) ["," extensions]
     *
     * @param verifier the server's signature; of no octets in an error
     */
    record ServerFinal(Secret verifier) {
        static final ServerFinal ERROR = new ServerFinal(Secret.of(""));

        static ServerFinal read(Secret message) throws SyntaxException {
            Attributes in = new Attributes(SaslServer.text(message));
            ServerFinal last = in.accept('e') ? ERROR : new ServerFinal(key(in.expect('v')));
            in.expectExtensions();
            return last;
        }

        Secret message() {
            return Secret.of("v=" + base64(verifier));
        }
    }

    /** AuthMessage of section 3, which every proof signs. */
    static String authMessage(ClientFirst clientFirst, ServerFirst serverFirst, String withoutProof) {
        return clientFirst.bare() + ',' + serverFirst.text() + ',' + withoutProof;
    }

    /** attr-val *("," attr-val), read from left to right. */
    private static final class Attributes {
        private final Queue<String> left;

        Attributes(String text) {
            left = new ArrayDeque<>(List.of(text.split(",", -1)));
        }

        /** Whether this attribute comes next, which is read if so. */
        boolean accept(char name) {
            boolean here = !left.isEmpty() && left.peek().startsWith(name + "=");
            if (here) {
                left.remove();
            }
            return here;
        }

        /** The value of this attribute, which must come next. */
        String expect(char name) throws SyntaxException {
            String attribute = left.isEmpty() ? "" : left.remove();
            if (!attribute.startsWith(name + "=") || attribute.length() == 2) {
                throw new SyntaxException("expected the attribute \"" + name + '"');
            }
            return attribute.substring(2);
        }

        /** Passes over what is left, as all extensions are to be; but for "m", which says that one must not. */
        void expectExtensions() throws SyntaxException {
            for (String extension : left) {
                if (!extension.matches("(?s)[A-Za-ln-z]=.+")) {
                    throw new SyntaxException("expected an extension that is optional");
                }
            }
        }
    }

    /** saslname = 1*(value-safe-char / "=2C" / "=3D") */
    private static String saslname(String value) throws SyntaxException {
        for (int i = value.indexOf('='); i >= 0; i = value.indexOf('=', i + 1)) {
            if (!value.startsWith("=2C", i) && !value.startsWith("=3D", i)) {
                throw new SyntaxException("expected a saslname");
            }
        }
        if (value.indexOf('\0') >= 0) {
            throw new SyntaxException("expected a saslname");
        }
        return value.replace("=2C", ",").replace("=3D", "=");
    }

    private static String escaped(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    /** printable = %x21-2B / %x2D-7E, once or more */
    private static String printable(String value) throws SyntaxException {
        if (!value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new SyntaxException("expected a printable nonce");
        }
        return value;
    }

    /** posit-number = %x31-39 *DIGIT */
    private static long positNumber(String value) throws SyntaxException {
        if (!value.matches("[1-9][0-9]{0,17}")) {
            throw new SyntaxException("expected a number of iterations");
        }
        return Long.parseLong(value);
    }

    private static Secret key(String value) throws SyntaxException {
        Secret key = octets(value);
        if (key.octets().length != Sha256.OCTETS) {
            throw new SyntaxException("expected " + Sha256.OCTETS + " octets in base64");
        }
        return key;
    }

    private static Secret octets(String value) throws SyntaxException {
        return SaslText.decode(value.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(Secret octets) {
        return Base64.getEncoder().encodeToString(octets.octets());
    }
}
