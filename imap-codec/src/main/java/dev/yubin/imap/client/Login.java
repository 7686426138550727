package dev.yubin.imap.client;

import dev.yubin.imap.Authenticate;
import dev.yubin.imap.CapabilityData;
import dev.yubin.imap.ContinuationRequest;
import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.codec.ContinuationLine;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.SaslClient;
import dev.yubin.protocol.sasl.SaslConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Logs in: AUTHENTICATE with the strongest mechanism that both sides have, else LOGIN (RFC 9051 section 6.2). Challenges are answered by a worker,
 * since some take a second of computing. The result says whether the server has told its capabilities anew.
 */
final class Login extends Exchange<Boolean> {
    private static final String STEP = "logging in";
    private static final String OFFER = "AUTH=";

    private final ImapConnection connection;
    private final Optional<SaslClient> sasl;
    private final Executor worker;

    private Login(ImapConnection connection, ImapCommand command, Optional<SaslClient> sasl, Executor worker) {
        super(Optional.of(command), STEP, NOTHING, ok -> true);
        this.connection = connection;
        this.sasl = sasl;
        this.worker = worker;
    }

    static Pending<Boolean> begin(
            ImapConnection connection, Credentials credentials, SaslConnection over, Executor worker) {
        CapabilityData capabilities = connection.capabilities();
        List<String> offered = offered(capabilities);
        boolean disabled = capabilities.has("LOGINDISABLED");
        try {
            Optional<SaslClient> sasl = SaslClient.strongest(offered, credentials, over);
            if (sasl.isPresent()) {
                return sasl.get().logIn(attempt -> connection.ask(authenticate(connection, attempt, worker)));
            }
            boolean fits = credentials.password().isPresent()
                    && credentials.authorizationIdentity().isEmpty();
            if (disabled || !over.mayShowPassword() || !fits) {
                return failed(
                        connection, Cause.MECHANISM_NOT_OFFERED, complaint(offered, disabled, over.mayShowPassword()));
            }
            ImapCommand command = new dev.yubin.imap.Login(
                    credentials.user(), credentials.password().get());
            return connection.ask(new Login(connection, command, Optional.empty(), worker));
        } catch (IllegalArgumentException e) { // such a name or password fits into no command there is for it
            return failed(connection, Cause.CREDENTIALS_REFUSED, e.getMessage());
        }
    }

    private static Login authenticate(ImapConnection connection, SaslClient sasl, Executor worker) {
        CapabilityData capabilities = connection.capabilities();
        // IMAP4rev2 has SASL-IR within it: RFC 9051 section 6.2.2
        boolean atOnce = capabilities.has("SASL-IR") || capabilities.has("IMAP4rev2");
        Authenticate command =
                new Authenticate(sasl.mechanism().text(), atOnce ? sasl.initialResponse() : Optional.empty());
        return new Login(connection, command, Optional.of(sasl), worker);
    }

    private static List<String> offered(CapabilityData capabilities) {
        List<String> mechanisms = new ArrayList<>();
        for (String capability : capabilities.capabilities()) {
            String name = capability.toUpperCase(Locale.ROOT);
            if (name.startsWith(OFFER)) {
                mechanisms.add(name.substring(OFFER.length()));
            }
        }
        return mechanisms;
    }

    private static String complaint(List<String> offered, boolean disabled, boolean mayShowPassword) {
        if (!mayShowPassword) {
            return "the connection is in the clear, and the server takes nothing there that hides the password";
        }
        return "the server offers the mechanisms " + offered + (disabled ? " and no LOGIN" : "")
                + ", and none will do with these credentials";
    }

    private static Pending<Boolean> failed(ImapConnection connection, Cause cause, String detail) {
        return Pending.failed(connection.failure(cause, STEP, detail));
    }

    @Override
    void goOn(ContinuationRequest request) throws ProtocolException {
        if (sasl.isEmpty()) {
            super.goOn(request);
        }
        worker.execute(() -> {
            try {
                connection.say(this, ContinuationLine.of(sasl.get().respond(request.challenge())));
            } catch (SyntaxException e) {
                giveUp(Cause.PROTOCOL_BROKEN, e);
            } catch (IOException e) {
                giveUp(SaslClient.cause(e), e);
            }
        });
    }

    private void giveUp(Cause cause, Exception why) {
        connection.run(() -> {
            if (connection.isCurrent(this)) { // else the server has refused it meanwhile, and that is that
                connection.say(this, ContinuationLine.CANCEL);
                connection.end(connection.failure(cause, STEP, String.valueOf(why.getMessage())));
            }
        });
    }

    @Override
    boolean isSecret() {
        return true;
    }

    @Override
    void accepted(StatusReply ok, Consumer<Boolean> answered) throws ProtocolException {
        if (sasl.isPresent()) {
            sasl.get().succeeded();
        }
        answered.accept(toldCapabilities);
    }

    @Override
    Cause refusal(Optional<ResponseCode> code) {
        if (code.filter(Plain.PRIVACYREQUIRED::equals).isPresent()) {
            return Cause.MECHANISM_NOT_OFFERED;
        }
        Cause cause = super.refusal(code);
        return cause == Cause.REFUSED ? Cause.CREDENTIALS_REFUSED : cause;
    }
}
