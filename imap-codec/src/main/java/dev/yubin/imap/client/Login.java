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
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.Mechanism;
import dev.yubin.protocol.sasl.SaslClient;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Chooses how to log in, and does so: AUTHENTICATE with the strongest mechanism that both sides have, else LOGIN. */
record Login(ImapConnection connection, Credentials credentials, boolean mayShowPassword, Executor worker) {
    private static final String STEP = "logging in";

    /** The result says whether the server has told its capabilities anew. */
    Pending<Boolean> begin() {
        CapabilityData capabilities = connection.capabilities();
        List<String> offered = capabilities.capabilities().stream()
                .map(name -> name.toUpperCase(Locale.ROOT))
                .filter(name -> name.startsWith("AUTH="))
                .map(name -> name.substring("AUTH=".length()))
                .toList();
        Optional<Mechanism> mechanism = Mechanism.strongest(offered, mayShowPassword);
        boolean disabled = capabilities.has("LOGINDISABLED");
        try {
            if (mechanism.isPresent()) {
                return connection.ask(authenticate(mechanism.get(), capabilities));
            }
            if (disabled
                    || !mayShowPassword
                    || credentials.authorizationIdentity().isPresent()) {
                return failed(Cause.MECHANISM_NOT_OFFERED, complaint(offered, disabled));
            }
            return connection.ask(new Attempt(new dev.yubin.imap.Login(credentials.user(), credentials.password())));
        } catch (IllegalArgumentException e) { // such a name or password fits into no command there is for it
            return failed(Cause.CREDENTIALS_REFUSED, e.getMessage());
        }
    }

    private String complaint(List<String> offered, boolean disabled) {
        if (!mayShowPassword) {
            return "the connection is in the clear, and the server takes nothing there that hides the password";
        }
        return "the server offers the mechanisms " + offered + (disabled ? " and no LOGIN" : "") + ", and none will do";
    }

    private Pending<Boolean> failed(Cause cause, String detail) {
        Pending<Boolean> result = new Pending<>();
        result.completeExceptionally(connection.failure(cause, STEP, detail));
        return result;
    }

    /** IMAP4rev2 has SASL-IR within it: RFC 9051 section 6.2.2. */
    private Attempt authenticate(Mechanism mechanism, CapabilityData capabilities) {
        SaslClient client = SaslClient.of(mechanism, credentials, mayShowPassword);
        boolean atOnce = capabilities.has("SASL-IR") || capabilities.has("IMAP4rev2");
        Optional<Secret> initial = atOnce ? client.initialResponse() : Optional.empty();
        return new Sasl(client, new Authenticate(mechanism.text(), initial));
    }

    /** One command that logs in. */
    private static class Attempt extends Exchange<Boolean> {
        Attempt(ImapCommand command) {
            super(Optional.of(command), STEP, NOTHING, ok -> true);
        }

        @Override
        void accepted(StatusReply ok, Consumer<Boolean> answered) throws SyntaxException, ProtocolException {
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

    /** AUTHENTICATE: RFC 9051 section 6.2.2. Challenges are answered by a worker, since some take a second of computing. */
    private final class Sasl extends Attempt {
        private final SaslClient client;

        Sasl(SaslClient client, Authenticate command) {
            super(command);
            this.client = client;
        }

        @Override
        void goOn(ContinuationRequest request) {
            worker.execute(() -> {
                try {
                    connection.say(ContinuationLine.of(client.respond(request.challenge())));
                } catch (SyntaxException | ProtocolException e) {
                    connection.say(ContinuationLine.CANCEL);
                    connection.close(connection.failure(Cause.PROTOCOL_BROKEN, STEP, e.getMessage()));
                }
            });
        }

        @Override
        boolean isSecret() {
            return true;
        }

        @Override
        void accepted(StatusReply ok, Consumer<Boolean> answered) throws SyntaxException, ProtocolException {
            client.succeeded();
            super.accepted(ok, answered);
        }
    }
}
