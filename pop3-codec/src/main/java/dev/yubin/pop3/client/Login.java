package dev.yubin.pop3.client;

import dev.yubin.pop3.Apop;
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
        boolean mayShowPassword,
        Executor worker) {

    Pending<Void> begin() {
        Optional<Mechanism> mechanism = Mechanism.strongest(capabilities.parameters(Capability.SASL), mayShowPassword);
        try {
            return connection.tied((Pending<Void>)
                    mechanism.map(this::auth).orElseGet(this::withoutSasl).<Void>thenApply(reply -> null));
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

    private Pending<Pop3Reply> withoutSasl() {
        boolean ours = credentials.authorizationIdentity().isEmpty();
        // Whatever they can do, many servers have a timestamp in their greeting, so it counts only where nothing else
        // will do.
        if (ours && !mayShowPassword && timestamp.isPresent() && isAscii()) {
            return connection.ask(Exchange.login(Apop.of(credentials.user(), timestamp.get(), credentials.password())));
        }
        boolean offered = offersUser();
        return ours && offered && mayShowPassword
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
        for (byte octet : credentials.password().octets()) {
            ascii &= octet >= 0;
        }
        return ascii;
    }

    private Pending<Pop3Reply> userAndPass() {
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
                + ", and none of it will do for this user";
    }

    private <T> Pending<T> failed(Cause cause, String detail) {
        return Pending.failed(connection.failure(cause, "logging in", detail));
    }
}
