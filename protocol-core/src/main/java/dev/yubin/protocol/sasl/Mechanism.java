package dev.yubin.protocol.sasl;

import dev.yubin.protocol.sasl.Credentials.Proof;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Every mechanism this library speaks, a row each, the strongest first. */
public enum Mechanism {
    /** The certificate that the client has shown to TLS. RFC 4422 appendix A. */
    EXTERNAL(
            "EXTERNAL",
            Needs.CERTIFICATE,
            users -> users.certificates().isPresent(),
            External.Server::new,
            Credentials.Certificate.class,
            (credentials, over) -> new External.Client(credentials)),
    /** Both sides prove that they know the password, which does not travel, and that nobody stands between. RFC 7677, RFC 5802. */
    SCRAM_SHA_256_PLUS(ScramHash.SHA_256, true),
    /** The same with an older hash. RFC 5802. */
    SCRAM_SHA_1_PLUS(ScramHash.SHA_1, true),
    /** Both sides prove that they know the password, which does not travel. RFC 7677, RFC 5802. */
    SCRAM_SHA_256(ScramHash.SHA_256, false),
    /** The same with an older hash. RFC 5802. */
    SCRAM_SHA_1(ScramHash.SHA_1, false),
    /** A token of an authorization server. RFC 7628. */
    OAUTHBEARER(
            "OAUTHBEARER",
            Needs.PRIVACY,
            users -> users.tokens().isPresent(),
            (users, over) -> new Bearer.Server(Bearer.Form.OAUTHBEARER, users),
            Credentials.Token.class,
            (credentials, over) -> new Bearer.Client(Bearer.Form.OAUTHBEARER, credentials, over)),
    /** The same as Google wrote it down before. */
    XOAUTH2(
            "XOAUTH2",
            Needs.PRIVACY,
            users -> users.tokens().isPresent(),
            (users, over) -> new Bearer.Server(Bearer.Form.XOAUTH2, users),
            Credentials.Token.class,
            (credentials, over) -> new Bearer.Client(Bearer.Form.XOAUTH2, credentials, over)),
    /** A digest made with the password, which the server has to keep as it is; obsolete. RFC 2195. */
    CRAM_MD5(
            "CRAM-MD5",
            Needs.NOTHING,
            users -> users.sharedSecrets().isPresent(),
            (users, over) -> new CramMd5.Server(users),
            Credentials.Password.class,
            (credentials, over) -> new CramMd5.Client(credentials)),
    /** One message with name and password. RFC 4616. */
    PLAIN(
            "PLAIN",
            Needs.PRIVACY,
            Authenticator::takesPasswords,
            (users, over) -> new Plain.Server(users),
            Credentials.Password.class,
            (credentials, over) -> new Plain.Client(credentials)),
    /** Name and password in two messages; obsolete, and the only one that some old programs know. draft-murchison-sasl-login-00. */
    LOGIN(
            "LOGIN",
            Needs.PRIVACY,
            Authenticator::takesPasswords,
            (users, over) -> new Login.Server(users),
            Credentials.Password.class,
            (credentials, over) -> new Login.Client(credentials));

    /** What a connection must be like. */
    private enum Needs {
        NOTHING(over -> true),
        /** TLS, or somebody's decision to do without. */
        PRIVACY(SaslConnection::mayShowPassword),
        BINDING(over -> !over.bindings().isEmpty()),
        CERTIFICATE(over -> over.clientCertificate().isPresent());

        private final Predicate<SaslConnection> met;

        Needs(Predicate<SaslConnection> met) {
            this.met = met;
        }
    }

    private final String text;
    private final Needs needs;
    private final Predicate<Authenticator> served;
    private final BiFunction<Authenticator, SaslConnection, SaslServer.Exchange> server;
    private final Class<? extends Proof> proof;
    private final BiFunction<Credentials, SaslConnection, SaslClient.Exchange> client;

    /**
     * @param served whether an application's users are such that it can succeed
     * @param proof  what a client needs for it
     */
    Mechanism(
            String text,
            Needs needs,
            Predicate<Authenticator> served,
            BiFunction<Authenticator, SaslConnection, SaslServer.Exchange> server,
            Class<? extends Proof> proof,
            BiFunction<Credentials, SaslConnection, SaslClient.Exchange> client) {
        this.text = text;
        this.needs = needs;
        this.served = served;
        this.server = server;
        this.proof = proof;
        this.client = client;
    }

    /** A row of SCRAM's. */
    Mechanism(ScramHash hash, boolean plus) {
        this(
                hash.mechanism() + (plus ? "-PLUS" : ""),
                plus ? Needs.BINDING : Needs.NOTHING,
                users -> users instanceof ScramAuthenticator known
                        && known.scramHashes().contains(hash),
                (users, over) -> new ScramServer((ScramAuthenticator) users, hash, plus, over),
                Credentials.Password.class,
                (credentials, over) -> ScramClient.of(credentials, hash, plus, over));
    }

    /** The name as registered with IANA, such as {@code SCRAM-SHA-256}. */
    public String text() {
        return text;
    }

    /** Whether the password or token itself travels, so that it needs TLS around it. */
    public boolean sendsPassword() {
        return needs == Needs.PRIVACY;
    }

    /** Whether this mechanism can succeed with these users. */
    public boolean servedBy(Authenticator users) {
        return served.test(users);
    }

    /** Whether this connection is such that it may be used there, and can. */
    public boolean runsOver(SaslConnection over) {
        return needs.met.test(over);
    }

    /** Whether a client with these credentials can use it. Two of the old ones cannot say whom to act as. */
    boolean takes(Credentials credentials) {
        boolean namesOnlyItself = this == LOGIN || this == CRAM_MD5;
        return proof.isInstance(credentials.proof())
                && !(namesOnlyItself && credentials.authorizationIdentity().isPresent());
    }

    /** The mechanism of this name, in any case; empty when we do not speak it. */
    public static Optional<Mechanism> named(String name) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.text.equalsIgnoreCase(name))
                .findFirst();
    }

    /** What a server offers: the mechanisms that can succeed with these users over this connection, strongest first. */
    public static List<Mechanism> offered(Authenticator users, SaslConnection over) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.servedBy(users) && mechanism.runsOver(over))
                .toList();
    }

    SaslServer.Exchange server(Authenticator users, SaslConnection over) {
        return server.apply(users, over);
    }

    SaslClient.Exchange client(Credentials credentials, SaslConnection over) {
        return client.apply(credentials, over);
    }

    /** The name as registered with IANA. */
    @Override
    public String toString() {
        return text;
    }
}
