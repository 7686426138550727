package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** LOGIN: name, then password, each on being asked. draft-murchison-sasl-login-00, as it is spoken. */
final class Login {
    /** The draft has "User Name" NUL; old clients compare with these. */
    private static final Secret USERNAME = Secret.of("Username:");

    private static final Secret PASSWORD = Secret.of("Password:");

    private Login() {}

    static final class Server implements SaslServer.Exchange {
        private final Authenticator users;
        private Optional<String> user = Optional.empty();

        Server(Authenticator users) {
            this.users = users;
        }

        @Override
        public Secret initialChallenge() {
            return USERNAME;
        }

        /** Outlook sends the name as an initial response, which the draft does not know: nothing here needs to. */
        @Override
        public Outcome step(Secret response) throws SyntaxException, UnavailableException {
            if (user.isPresent()) {
                return SaslServer.login(users, "", user.get(), response);
            }
            user = Optional.of(SaslServer.text(response));
            return new Outcome.Challenge(PASSWORD);
        }
    }

    static final class Client implements SaslClient.Exchange {
        private final Iterator<Secret> answers;

        Client(Credentials credentials) {
            answers = List.of(
                            Secret.of(credentials.user()),
                            credentials.password().orElseThrow())
                    .iterator();
        }

        @Override
        public Optional<Secret> initialResponse() {
            return Optional.empty();
        }

        /** The words of a challenge differ from server to server; their order does not. */
        @Override
        public Secret respond(Secret challenge) throws SyntaxException {
            if (!answers.hasNext()) {
                throw new SyntaxException("expected no third, after user name and password");
            }
            return answers.next();
        }
    }
}
