package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * PLAIN: name and password in one message. RFC 4616 section 2.
 *
 * @param authzid empty when the client acts as itself
 */
record Plain(String authzid, String authcid, Secret passwd) {

    /** message = [authzid] UTF8NUL authcid UTF8NUL passwd */
    static Plain read(Secret message) throws SyntaxException {
        String[] parts = SaslServer.text(message).split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw new SyntaxException("expected [authzid] NUL authcid NUL passwd");
        }
        return new Plain(parts[0], parts[1], Secret.of(parts[2]));
    }

    Secret write() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes((authzid + '\0' + authcid + '\0').getBytes(StandardCharsets.UTF_8));
        message.writeBytes(passwd.octets());
        return Secret.of(message.toByteArray());
    }

    static final class Server implements SaslServer.Exchange {
        private final Authenticator users;

        Server(Authenticator users) {
            this.users = users;
        }

        @Override
        public Outcome step(Secret response) throws SyntaxException, UnavailableException {
            Plain message = read(response);
            return SaslServer.login(users, message.authzid, message.authcid, message.passwd);
        }
    }

    static final class Client implements SaslClient.Exchange {
        private final Secret message;

        Client(Credentials credentials) {
            String authzid = credentials.authorizationIdentity().orElse("");
            message = new Plain(
                            authzid, credentials.user(), credentials.password().orElseThrow())
                    .write();
            try {
                read(message);
            } catch (SyntaxException e) {
                throw new IllegalArgumentException("PLAIN carries only a password in UTF-8, not empty and without NUL");
            }
        }

        @Override
        public Optional<Secret> initialResponse() {
            return Optional.of(message);
        }

        @Override
        public Secret respond(Secret challenge) throws SyntaxException {
            throw new SyntaxException("expected none, for PLAIN is a single message");
        }
    }
}
