package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** CRAM-MD5: a digest of the server's challenge, keyed by the password. RFC 2195 section 2. */
final class CramMd5 {
    private static final int DIGEST_LENGTH = 32;
    private static final int NONCE_OCTETS = 18;

    private CramMd5() {}

    /** MD5(('secret' XOR opad), MD5(('secret' XOR ipad), challenge)), in hexadecimal. */
    private static Secret digest(Secret secret, Secret challenge) {
        Secret digest = ScramHash.hmac("HmacMD5", secret, challenge.octets());
        return Secret.of(HexFormat.of().formatHex(digest.octets()));
    }

    static final class Server implements SaslServer.Exchange {
        private final SharedSecrets users;
        private final Secret challenge;
        private boolean challenged;

        Server(Authenticator users) {
            this(users, challenge());
        }

        Server(Authenticator users, Secret challenge) {
            this.users = users.sharedSecrets().orElseThrow();
            this.challenge = challenge;
        }

        private static Secret challenge() {
            String nonce = Base64.getUrlEncoder().encodeToString(ScramHash.random(NONCE_OCTETS));
            return Secret.of('<' + nonce + '.' + Instant.now().getEpochSecond() + "@yubin>");
        }

        /** Random digits, a time and a name, in the form of a msg-id. */
        @Override
        public Secret initialChallenge() {
            challenged = true;
            return challenge;
        }

        /** The user's name, a space, and the digest. */
        @Override
        public Outcome step(Secret response) throws SyntaxException {
            String text = SaslServer.text(response);
            int space = text.lastIndexOf(' ');
            String digest = text.substring(space + 1);
            if (!challenged || space < 1 || !digest.matches("[0-9a-f]{" + DIGEST_LENGTH + "}")) {
                throw new SyntaxException("expected the answer to a challenge: user name, space, digest");
            }
            return SaslServer.digest(
                    users, text.substring(0, space), secret -> digest(secret, challenge), Secret.of(digest));
        }
    }

    static final class Client implements SaslClient.Exchange {
        private final String user;
        private final Secret password;
        private boolean answered;

        Client(Credentials credentials) {
            user = credentials.user();
            // as the server has it prepared, and SCRAM's clients do; what cannot be is somebody's password all the same
            Secret whole = credentials.password().orElseThrow();
            password = SaslPrep.stored(whole).map(Secret::of).orElse(whole);
        }

        @Override
        public Optional<Secret> initialResponse() {
            return Optional.empty();
        }

        @Override
        public Secret respond(Secret challenge) throws SyntaxException {
            if (answered || challenge.octets().length == 0) {
                throw new SyntaxException("expected one, and octets in it");
            }
            answered = true;
            String digest = new String(digest(password, challenge).octets(), StandardCharsets.US_ASCII);
            return Secret.of(user + ' ' + digest);
        }
    }
}
