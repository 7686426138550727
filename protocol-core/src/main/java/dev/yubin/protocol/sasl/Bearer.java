package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.Outcome.Challenge;
import dev.yubin.protocol.sasl.Outcome.Success;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A token in place of a password: OAUTHBEARER (RFC 7628) and XOAUTH2, which Google wrote before it. A server that refuses the token says in
 * JSON what one should be like; the client acknowledges that, and the login fails.
 *
 * @param identity whom to act as; empty for whom the token names
 * @param token    empty octets where the client only asks what a token should be like
 */
record Bearer(String identity, Secret token) {
    private static final String KVSEP = "\1";
    private static final String AUTH = "auth=";
    private static final String SCHEME = "Bearer ";

    /** The two ways to write it. */
    enum Form {
        OAUTHBEARER(KVSEP) {
            @Override
            Bearer read(String message) throws SyntaxException {
                return readOAuthBearer(message);
            }

            /** gs2-header kvsep *kvpair kvsep */
            @Override
            String write(String identity, String token, SaslConnection over) {
                String place =
                        over.host().isEmpty() ? "" : "host=" + over.host() + KVSEP + "port=" + over.port() + KVSEP;
                return "n,a=" + Scram.escaped(identity) + ',' + KVSEP + place + AUTH + SCHEME + token + KVSEP + KVSEP;
            }
        },
        XOAUTH2("") {
            /** "user=" user kvsep "auth=Bearer " token kvsep kvsep */
            @Override
            Bearer read(String message) throws SyntaxException {
                List<String> pairs = pairs(message);
                String user = pairs.isEmpty() ? "" : pairs.remove(0);
                if (!user.startsWith("user=")) {
                    throw new SyntaxException("expected \"user=\"");
                }
                return new Bearer(user.substring("user=".length()), authOf(pairs));
            }

            @Override
            String write(String identity, String token, SaslConnection over) {
                return "user=" + identity + KVSEP + AUTH + SCHEME + token + KVSEP + KVSEP;
            }
        };

        private final Secret acknowledgement;

        Form(String acknowledgement) {
            this.acknowledgement = Secret.of(acknowledgement);
        }

        abstract Bearer read(String message) throws SyntaxException;

        abstract String write(String identity, String token, SaslConnection over);
    }

    /** client-resp = (gs2-header kvsep *kvpair kvsep) / kvsep; the latter only behind an error. There is no channel binding. */
    private static Bearer readOAuthBearer(String message) throws SyntaxException {
        String[] parts = message.split(",", 3);
        boolean header = parts.length == 3
                && parts[0].matches("[ny]")
                && (parts[1].isEmpty() || parts[1].startsWith("a=") && parts[1].length() > 2)
                && parts[2].startsWith(KVSEP);
        if (!header) {
            throw new SyntaxException("expected a gs2-header without channel binding, and pairs behind it");
        }
        String identity = parts[1].isEmpty() ? "" : Scram.saslname(parts[1].substring(2));
        return new Bearer(identity, authOf(pairs(parts[2].substring(1))));
    }

    /** *kvpair kvsep, where kvpair = 1*(ALPHA) "=" value kvsep */
    private static List<String> pairs(String text) throws SyntaxException {
        String end = KVSEP + KVSEP;
        if (!text.endsWith(end)) {
            throw new SyntaxException("expected pairs that end");
        }
        List<String> pairs = new ArrayList<>(
                Arrays.asList(text.substring(0, text.length() - 2).split(KVSEP, -1)));
        for (String pair : pairs) {
            if (!pair.matches("(?s)[A-Za-z]+=[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*")) {
                throw new SyntaxException("expected key and value");
            }
        }
        return pairs;
    }

    /** Of all pairs, "auth" alone matters: who was called by which name and at which port, TLS and the listener know better. */
    private static Secret authOf(List<String> pairs) throws SyntaxException {
        List<String> auth = pairs.stream().filter(pair -> pair.startsWith(AUTH)).toList();
        if (auth.size() != 1) {
            throw new SyntaxException("expected the key \"auth\" once");
        }
        String value = auth.get(0).substring(AUTH.length());
        if (!value.isEmpty() && !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new SyntaxException("expected a bearer token");
        }
        return Secret.of(value.isEmpty() ? "" : value.substring(SCHEME.length()));
    }

    static final class Server implements SaslServer.Exchange {
        private final Form form;
        private final Authenticator users;
        private final Tokens tokens;
        /** What the client hears once it has acknowledged the error. */
        private Optional<Outcome> refusal = Optional.empty();

        Server(Form form, Authenticator users) {
            this.form = form;
            this.users = users;
            this.tokens = users.tokens().orElseThrow();
        }

        @Override
        public Outcome step(Secret response) throws SyntaxException, UnavailableException {
            if (refusal.isPresent()) {
                return refusal.get(); // whatever it is that acknowledges
            }
            Bearer bearer = form.read(SaslServer.text(response));
            Optional<String> account =
                    bearer.token.octets().length == 0 ? Optional.empty() : tokens.account(bearer.token);
            Outcome outcome = SaslServer.authorize(users, account, bearer.identity);
            if (outcome instanceof Success) {
                return outcome;
            }
            refusal = Optional.of(outcome);
            return new Challenge(Secret.of(error()));
        }

        /** RFC 7628 section 3.2.2 */
        private String error() {
            StringBuilder json = new StringBuilder("{\"status\":\"invalid_token\"");
            tokens.scope().ifPresent(scope -> json.append(",\"scope\":").append(quoted(scope)));
            tokens.openIdConfiguration()
                    .ifPresent(uri -> json.append(",\"openid-configuration\":").append(quoted(uri.toASCIIString())));
            return json.append('}').toString();
        }

        private static String quoted(String text) {
            StringBuilder quoted = new StringBuilder("\"");
            text.chars().forEach(c -> {
                if (c < ' ') {
                    quoted.append(String.format("\\u%04x", c));
                } else {
                    quoted.append(c == '"' || c == '\\' ? "\\" : "").append((char) c);
                }
            });
            return quoted.append('"').toString();
        }
    }

    /**
     * It sends nothing with the command: tokens are longer than commands may be, and the supplier may take its time, so that what it does is
     * best done by who answers challenges.
     */
    static final class Client implements SaslClient.Exchange {
        private final Form form;
        private final String identity;
        private final TokenSupplier tokens;
        private final SaslConnection over;
        private final boolean last;
        private Optional<Secret> token;
        private boolean sent;
        private boolean refused;

        Client(Form form, Credentials credentials, SaslConnection over) {
            this(
                    form,
                    credentials.authorizationIdentity().orElse(credentials.user()),
                    ((Credentials.Token) credentials.proof()).tokens(),
                    over,
                    Optional.empty());
        }

        /** @param renewed the token to try once more with */
        private Client(
                Form form, String identity, TokenSupplier tokens, SaslConnection over, Optional<Secret> renewed) {
            if (identity.contains(KVSEP)) {
                throw new IllegalArgumentException(form + " carries only names without control characters");
            }
            this.form = form;
            this.identity = identity;
            this.tokens = tokens;
            this.over = over;
            this.token = renewed;
            this.last = renewed.isPresent();
        }

        @Override
        public Optional<Secret> initialResponse() {
            return Optional.empty();
        }

        @Override
        public Secret respond(Secret challenge) throws SyntaxException, IOException {
            if (!sent && challenge.octets().length == 0) {
                if (token.isEmpty()) {
                    token = Optional.of(supplied(tokens::token));
                }
                sent = true;
                return Secret.of(form.write(identity, text(token.get()), over));
            } else if (sent && !refused) {
                refused = true;
                return form.acknowledgement;
            }
            throw new SyntaxException("expected an empty one, then at most an error");
        }

        /** A supplier that fails in a way that it does not declare has no token either. */
        private static Secret supplied(TokenSupplier tokens) throws IOException {
            try {
                return tokens.token();
            } catch (RuntimeException e) {
                throw new IOException("the supplier of tokens fails: " + e, e);
            }
        }

        /** b64token of RFC 6750 section 2.1 is stricter; some issue what has other characters. */
        private static String text(Secret token) throws IOException {
            try {
                String text = token.text();
                if (!text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
                    return text;
                }
            } catch (CharacterCodingException e) {
                // told below
            }
            throw new IOException("the token is not printable ASCII without spaces");
        }

        @Override
        public Optional<SaslClient.Exchange> afterRefusal() throws IOException {
            if (last || token.isEmpty()) {
                return Optional.empty();
            }
            Secret refused = token.get();
            Secret renewed = supplied(() -> tokens.renewed(refused));
            return renewed.equals(refused)
                    ? Optional.empty()
                    : Optional.of(new Client(form, identity, tokens, over, Optional.of(renewed)));
        }
    }
}
