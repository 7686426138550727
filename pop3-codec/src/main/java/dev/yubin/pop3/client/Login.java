package dev.yubin.pop3.client;

import dev.yubin.pop3.Apop;
import dev.yubin.pop3.Capabilities;
import dev.yubin.pop3.Capability;
import dev.yubin.pop3.Pass;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.User;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.SaslClient;
import dev.yubin.protocol.sasl.SaslConnection;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Chooses how to log in, and does so: the strongest mechanism that both sides have, else USER and PASS, or APOP where those may not be used.
 *
 * @param timestamp what the server offers APOP by
 */
record Login(
        Pop3Connection connection,
        Capabilities capabilities,
        Optional<String> timestamp,
        Credentials credentials,
        SaslConnection over,
        Executor worker) {

    Pending<Void> begin() {
        try {
            Optional<SaslClient> sasl =
                    SaslClient.strongest(capabilities.parameters(Capability.SASL), credentials, over);
            return connection.tied((Pending<Void>) sasl.map(client -> client.logIn(this::auth))
                    .orElseGet(this::withoutSasl)
                    .<Void>thenApply(reply -> null));
        } catch (IllegalArgumentException e) { // such a name or password fits into no command there is for it
            return failed(Cause.CREDENTIALS_REFUSED, e.getMessage());
        }
    }

    private Pending<Pop3Reply> auth(SaslClient client) {
        return connection.ask(new AuthExchange(
                client,
                worker,
                connection::say,
                e -> connection.end(
                        connection.failure(SaslClient.cause(e), "logging in", String.valueOf(e.getMessage())))));
    }

    private Pending<Pop3Reply> withoutSasl() {
        boolean ours = credentials.password().isPresent()
                && credentials.authorizationIdentity().isEmpty();
        // Whatever they can do, many servers have a timestamp in their greeting, so it counts only where nothing else
        // will do.
        if (ours && !over.mayShowPassword() && timestamp.isPresent() && isAscii()) {
            return connection.ask(Exchange.login(Apop.of(
                    credentials.user(), timestamp.get(), credentials.password().get())));
        }
        boolean offered = offersUser();
        return ours && offered && over.mayShowPassword()
                ? userAndPass()
                : failed(Cause.MECHANISM_NOT_OFFERED, complaint(offered));
    }

    /** A server without CAPA is taken to have it: RFC 1939 section 4. Beyond ASCII it has to say so: RFC 6856 section 2.2. */
    private boolean offersUser() {
        return capabilities.list().isEmpty()
                || capabilities.has(Capability.USER)
                        && (isAscii()
                                || capabilities.parameters(Capability.UTF8).contains(Capability.USER));
    }

    private boolean isAscii() {
        boolean ascii = credentials.user().chars().allMatch(c -> c < 0x80);
        for (byte octet : credentials.password().map(Secret::octets).orElse(new byte[0])) {
            ascii &= octet >= 0;
        }
        return ascii;
    }

    private Pending<Pop3Reply> userAndPass() {
        User user = new User(credentials.user());
        Pass pass = new Pass(credentials.password().get());
        return (Pending<Pop3Reply>)
                connection.ask(Exchange.login(user)).thenCompose(reply -> connection.ask(Exchange.login(pass)));
    }

    private String complaint(boolean offered) {
        if (offered && !over.mayShowPassword()) {
            return "the connection is in the clear, and the server takes nothing there that hides the password";
        }
        return "the server offers " + capabilities.parameters(Capability.SASL) + (offered ? " and USER" : "")
                + ", and none of it will do with these credentials";
    }

    private <T> Pending<T> failed(Cause cause, String detail) {
        return Pending.failed(connection.failure(cause, "logging in", detail));
    }
}
