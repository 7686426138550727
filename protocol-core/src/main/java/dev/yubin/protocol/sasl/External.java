package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** EXTERNAL: TLS knows already who the client is. RFC 4422 appendix A. */
final class External {
    private External() {}

    static final class Server implements SaslServer.Exchange {
        private final Authenticator users;
        private final Certificates certificates;
        private final X509Certificate certificate;

        Server(Authenticator users, SaslConnection over) {
            this.users = users;
            this.certificates = users.certificates().orElseThrow();
            this.certificate = over.clientCertificate().orElseThrow();
        }

        /** extern-initial-resp = *( UTF8-char-no-nul ): the authorization identity, or nothing. */
        @Override
        public Outcome step(Secret response) throws SyntaxException, UnavailableException {
            String identity = SaslServer.text(response);
            if (identity.indexOf('\0') >= 0) {
                throw new SyntaxException("expected an authorization identity without NUL");
            }
            return SaslServer.authorize(users, certificates.account(certificate), identity);
        }
    }

    static final class Client implements SaslClient.Exchange {
        private final Secret identity;

        Client(Credentials credentials) {
            identity = Secret.of(credentials.authorizationIdentity().orElse(""));
        }

        @Override
        public Optional<Secret> initialResponse() {
            return Optional.of(identity);
        }

        @Override
        public Secret respond(Secret challenge) throws SyntaxException {
            throw new SyntaxException("expected none, for EXTERNAL is a single message");
        }
    }
}
