package dev.yubin.protocol.sasl;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every mechanism this library speaks, a row each, the strongest first. */
public enum Mechanism {
    /** Both sides prove that they know the password, which does not travel. RFC 5802, RFC 7677. */
    SCRAM_SHA_256(
            "SCRAM-SHA-256",
            false,
            ScramAuthenticator.class,
            users -> new ScramServer((ScramAuthenticator) users),
            ScramClient::new),
    /** One message with name and password. RFC 4616. */
    PLAIN("PLAIN", true, Authenticator.class, Plain.Server::new, Plain.Client::new),
    /** Name and password in two messages; obsolete, and the only one that some old programs know. draft-murchison-sasl-login-00. */
    LOGIN("LOGIN", true, Authenticator.class, Login.Server::new, Login.Client::new);

    private final String text;
    private final boolean sendsPassword;
    private final Class<? extends Authenticator> needs;
    private final Function<Authenticator, SaslServer.Exchange> server;
    private final Function<Credentials, SaslClient.Exchange> client;

    /**
     * @param sendsPassword whether who reads the connection, reads the password
     * @param needs         what an application's users must be able to do for it to succeed
     */
    Mechanism(
            String text,
            boolean sendsPassword,
            Class<? extends Authenticator> needs,
            Function<Authenticator, SaslServer.Exchange> server,
            Function<Credentials, SaslClient.Exchange> client) {
        this.text = text;
        this.sendsPassword = sendsPassword;
        this.needs = needs;
        this.server = server;
        this.client = client;
    }

    /** The name as registered with IANA, such as {@code SCRAM-SHA-256}. */
    public String text() {
        return text;
    }

    /** Whether the password itself travels, so that it needs TLS around it. */
    public boolean sendsPassword() {
        return sendsPassword;
    }

    /** Whether this mechanism can succeed with these users. */
    public boolean servedBy(Authenticator users) {
        return needs.isInstance(users);
    }

    /** The mechanism of this name, in any case; empty when we do not speak it. */
    public static Optional<Mechanism> named(String name) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.text.equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * What a server offers: the mechanisms that can succeed, strongest first.
     *
     * @param mayShowPassword whether TLS hides what is sent, or somebody has decided to do without
     */
    public static List<Mechanism> offered(Authenticator users, boolean mayShowPassword) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.servedBy(users))
                .filter(mechanism -> mayShowPassword || !mechanism.sendsPassword)
                .toList();
    }

    /**
     * What a client takes: the strongest of what the server offers; empty when there is none that both speak, or none that keeps the
     * password hidden where it must be.
     *
     * @param offered         the names in the server's reply, in any case; unknown ones are passed over
     * @param mayShowPassword whether TLS hides what is sent, or somebody has decided to do without
     */
    public static Optional<Mechanism> strongest(Collection<String> offered, boolean mayShowPassword) {
        return Arrays.stream(values())
                .filter(mechanism -> offered.stream().anyMatch(mechanism.text::equalsIgnoreCase))
                .filter(mechanism -> mayShowPassword || !mechanism.sendsPassword)
                .findFirst();
    }

    SaslServer.Exchange server(Authenticator users) {
        return server.apply(users);
    }

    SaslClient.Exchange client(Credentials credentials) {
        return client.apply(credentials);
    }

    /** The name as registered with IANA. */
    @Override
    public String toString() {
        return text;
    }
}
