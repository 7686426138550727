package dev.yubin.pop3.client;

import dev.yubin.pop3.Capabilities;
import dev.yubin.pop3.Capability;
import dev.yubin.pop3.Pass;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.User;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.Mechanism;
import dev.yubin.protocol.sasl.SaslClient;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Chooses how to log in, and does so: the strongest mechanism that both sides have, else USER and PASS. */
record Login(
        Pop3Connection connection,
        Capabilities capabilities,
        Credentials credentials,
        boolean mayShowPassword,
        Executor worker) {

    Pending<Void> begin() {
        Optional<Mechanism> mechanism = Mechanism.strongest(capabilities.parameters(Capability.SASL), mayShowPassword);
        try {
            return connection.tied((Pending<Void>)
                    mechanism.map(this::auth).orElseGet(this::userAndPass).<Void>thenApply(reply -> null));
        } catch (IllegalArgumentException e) { // such a name or password fits into no command there is for it
            return failed(Cause.CREDENTIALS_REFUSED, e.getMessage());
        }
    }

    private Pending<Pop3Reply> auth(Mechanism mechanism) {
        SaslClient client = SaslClient.of(mechanism, credentials, mayShowPassword);
        return connection.ask(new AuthExchange(
                mechanism,
                client,
                worker,
                connection::say,
                e -> connection.end(connection.failure(Cause.PROTOCOL_BROKEN, "logging in", e.getMessage()))));
    }

    /** A server without CAPA is taken to have them: RFC 1939 section 4. */
    private Pending<Pop3Reply> userAndPass() {
        boolean offered =
                capabilities.has(Capability.USER) || capabilities.list().isEmpty();
        if (!offered || !mayShowPassword || credentials.authorizationIdentity().isPresent()) {
            return failed(Cause.MECHANISM_NOT_OFFERED, complaint(offered));
        }
        User user = new User(credentials.user());
        Pass pass = new Pass(credentials.password());
        return (Pending<Pop3Reply>)
                connection.ask(Exchange.login(user)).thenCompose(reply -> connection.ask(Exchange.login(pass)));
    }

    private String complaint(boolean offered) {
        if (offered && !mayShowPassword) {
            return "the connection is in the clear, and the server takes nothing there that hides the password";
        }
        return "the server offers " + capabilities.parameters(Capability.SASL) + (offered ? " and USER" : "")
                + ", and none of it will do";
    }

    private <T> Pending<T> failed(Cause cause, String detail) {
        return Pending.failed(connection.failure(cause, "logging in", detail));
    }
}
