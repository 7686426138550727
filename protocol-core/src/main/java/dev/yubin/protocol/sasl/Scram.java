package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * SCRAM's messages, by the names of RFC 5802 section 7. Each keeps its text, of which the proofs are made.
 */
final class Scram {
    private static final int NONCE_OCTETS = 24;

    private Scram() {}

    /** Printable, without a comma, and new for each exchange. */
    static String nonce() {
        return Base64.getEncoder().encodeToString(ScramHash.random(NONCE_OCTETS));
    }

    /** client-first-message = gs2-header [reserved-mext ","] username "," nonce ["," extensions] */
    record ClientFirst(String gs2Header, String bare, String authzid, String username, String nonce) {
        static ClientFirst read(Secret message) throws SyntaxException {
            String text = SaslServer.text(message);
            String[] parts = text.split(",", 3);
            if (parts.length < 3) {
                throw new SyntaxException("expected a gs2-header");
            }
            if (!parts[0].matches("n|y|p=[A-Za-z0-9.-]+")) {
                throw new SyntaxException("expected a gs2-cbind-flag");
            }
            String header = parts[0] + ',' + parts[1] + ',';
            String authzid = parts[1].isEmpty() ? "" : saslname(new Attributes(parts[1]).expect('a'));
            Attributes bare = new Attributes(parts[2]);
            ClientFirst first =
                    new ClientFirst(header, parts[2], authzid, saslname(bare.expect('n')), printable(bare.expect('r')));
            bare.expectExtensions();
            return first;
        }

        /** @param flag gs2-cbind-flag */
        static ClientFirst of(String flag, String authzid, String username, String nonce) {
            return new ClientFirst(
                    flag + ',' + (authzid.isEmpty() ? "" : "a=" + escaped(authzid)) + ',',
                    "n=" + escaped(username) + ",r=" + nonce,
                    authzid,
                    username,
                    nonce);
        }

        String text() {
            return gs2Header + bare;
        }

        /** The channel binding that is asked for: cb-name. */
        Optional<String> bindingName() {
            return gs2Header.startsWith("p=")
                    ? Optional.of(gs2Header.substring(2, gs2Header.indexOf(',')))
                    : Optional.empty();
        }

        /** Whether the client could bind to the channel, and believes that the server cannot: "y". */
        boolean believesInNoBinding() {
            return gs2Header.startsWith("y");
        }

        /** cbind-input = gs2-header [ cbind-data ] */
        Secret channelBinding(Secret data) {
            ByteArrayOutputStream input = new ByteArrayOutputStream();
            input.writeBytes(gs2Header.getBytes(StandardCharsets.UTF_8));
            input.writeBytes(data.octets());
            return Secret.of(input.toByteArray());
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
    record ClientFinal(String withoutProof, Secret channelBinding, String nonce, Secret proof) {
        static ClientFinal read(Secret message, ScramHash hash) throws SyntaxException {
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
                    key(new Attributes(text.substring(end + 1)).expect('p'), hash));
            in.expectExtensions();
            return last;
        }

        static String withoutProof(Secret channelBinding, String nonce) {
            return "c=" + base64(channelBinding) + ",r=" + nonce;
        }

        static Secret of(String withoutProof, Secret proof) {
            return Secret.of(withoutProof + ",p=" + base64(proof));
        }
    }

    /**
     * server-final-message = (server-error / verifier) ["," extensions]
     *
     * @param verifier the server's signature; of no octets in an error
     * @param error    what is wrong; empty where nothing is
     */
    record ServerFinal(Secret verifier, String error) {
        static ServerFinal read(Secret message, ScramHash hash) throws SyntaxException {
            Attributes in = new Attributes(SaslServer.text(message));
            ServerFinal last = in.isNext('e')
                    ? new ServerFinal(Secret.of(""), in.expect('e'))
                    : new ServerFinal(key(in.expect('v'), hash), "");
            in.expectExtensions();
            return last;
        }

        boolean isError() {
            return !error.isEmpty();
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

        boolean isNext(char name) {
            return !left.isEmpty() && left.peek().startsWith(name + "=");
        }

        /** The value of this attribute, which must come next. */
        String expect(char name) throws SyntaxException {
            if (!isNext(name) || left.peek().length() == 2) {
                throw new SyntaxException("expected the attribute \"" + name + '"');
            }
            return left.remove().substring(2);
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
    static String saslname(String value) throws SyntaxException {
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

    static String escaped(String name) {
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

    private static Secret key(String value, ScramHash hash) throws SyntaxException {
        Secret key = octets(value);
        if (key.octets().length != hash.octets()) {
            throw new SyntaxException("expected " + hash.octets() + " octets in base64");
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
