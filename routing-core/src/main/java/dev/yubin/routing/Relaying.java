package dev.yubin.routing;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.FaultException;
import dev.yubin.smtp.EnhancedStatus;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.client.Outcome;
import dev.yubin.smtp.client.RefusedException;
import dev.yubin.smtp.server.KeptContent;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpRefusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Keeps a message until it is whole, hands it over to the next servers, and passes their answers back. */
final class Relaying implements MessageSink {
    private final Relay relay;
    private final List<Split.Leg> legs;
    private final MailParameters said;
    private final KeptContent kept;

    /** @param said what the client said of the message */
    Relaying(Relay relay, List<Split.Leg> legs, MailParameters said, KeptContent kept) {
        this.relay = relay;
        this.legs = legs;
        this.said = said;
        this.kept = kept;
    }

    @Override
    public void write(ByteBuffer content) throws IOException {
        kept.write(content);
    }

    /** There is one answer for all. Behind a "not now" no other server is asked, for the message comes again. */
    @Override
    public Reply commit() throws IOException, SmtpRefusal {
        try (kept) {
            Patience patience = relay.whileClientWaits();
            List<Reply> replies = new ArrayList<>();
            for (Split.Leg leg : legs) {
                replies.addAll(send(leg, patience));
                if (replies.stream().anyMatch(Reply::isTransient)) {
                    break;
                }
            }
            return Dispatch.positive(Dispatch.worst(replies));
        }
    }

    @Override
    public List<Reply> commitEach(int recipients) throws IOException {
        try (kept) {
            Patience patience = relay.whileClientWaits();
            List<Reply> replies = new ArrayList<>();
            for (Split.Leg leg : legs) {
                replies.addAll(send(leg, patience));
            }
            return replies;
        }
    }

    private List<Reply> send(Split.Leg leg, Patience patience) throws IOException {
        try {
            Relay.Handover handed = relay.send(
                    relay.plan(leg.route()),
                    NextEnvelope.of(leg, said, kept.octets()),
                    () -> DeliveredTo.onTop(leg.by(), Channels.newChannel(kept.open())),
                    patience);
            return said(handed.to().toString(), handed.delivery().outcomes());
        } catch (RefusedException e) {
            return said(server(e.fault()), e.outcomes());
        } catch (FaultException e) {
            return Collections.nCopies(leg.recipients().size(), replyTo(e));
        }
    }

    @Override
    public void abort() {
        kept.close();
    }

    /** Why a message cannot be handed over, in SMTP's words: RFC 3463 section 3.5. */
    static Reply replyTo(FaultException failure) {
        if (failure instanceof NotProtectedException unprotected) {
            return unprotected.reply();
        }
        Fault fault = failure.fault();
        return switch (fault.cause()) {
            // Without a port it is the recipient's domain, or that none of its servers is anywhere; else the name of
            // one server, which a table may have set right by tomorrow.
            case NAME_UNKNOWN -> fault.port() == 0 ? because(550, "5.1.2", fault) : because(451, "4.4.1", fault);
            case TAKES_NO_MAIL -> because(556, "5.1.10", fault);
            case LEADS_BACK -> because(554, "5.4.6", fault);
            case LOOKUP_FAILED -> because(451, "4.4.3", fault);
            case NOTHING_LISTENS,
                    CONNECT_TIMEOUT,
                    UNREACHABLE,
                    PROXY_REFUSED,
                    PERHAPS_TAKEN,
                    PERHAPS_DONE,
                    CONNECTION_LOST,
                    TIMEOUT,
                    TLS_ON_PLAIN_PORT,
                    PLAIN_ON_TLS_PORT,
                    PROTOCOL_BROKEN -> because(451, "4.4.1", fault);
            case NOT_IN_POLICY, CERTIFICATE_NAME, CERTIFICATE_UNTRUSTED, TLS_HANDSHAKE, STARTTLS_NOT_OFFERED ->
                because(451, "4.7.5", fault);
            case EXTENSION_NOT_OFFERED -> because(554, "5.6.3", fault);
            // RFC 6531 section 3.5.
            case UTF8_NOT_OFFERED -> because(553, "5.6.7", fault);
            // As the server would have said to MAIL: RFC 1870 section 6.1.
            case TOO_LARGE -> because(552, "5.3.4", fault);
            case REFUSED -> because(554, "5.0.0", fault);
            case REFUSED_FOR_NOW -> because(451, "4.3.2", fault);
            case CONTENT_MALFORMED -> because(554, "5.6.0", fault);
            case LIMIT -> Reply.of(451, "4.4.5", "Too much is being relayed; try again later");
            case CLOSED_HERE,
                    OUT_OF_TURN,
                    MECHANISM_NOT_OFFERED,
                    CREDENTIALS_REFUSED,
                    TOKEN_UNAVAILABLE,
                    ADDRESS_IN_USE,
                    ADDRESS_NOT_OURS -> Replies.FAILURE;
        };
    }

    private static Reply because(int code, String status, Fault fault) {
        String lastWords =
                fault.lastReply().map(reply -> ", and said: " + reply).orElse("");
        return Reply.of(code, status, (server(fault) + ": " + fault.detail() + lastWords).replaceAll("[^ -~]", "?"));
    }

    private static List<Reply> said(String server, List<Outcome> outcomes) {
        return outcomes.stream().map(outcome -> said(server, outcome.reply())).toList();
    }

    /** Another server's reply as ours, with who said it. It is no 421, which ended that session and is a fault. */
    private static Reply said(String server, Reply reply) {
        EnhancedStatus status = reply.status().orElseGet(() -> new EnhancedStatus(reply.code() / 100, 0, 0));
        List<String> lines = new ArrayList<>(reply.lines());
        lines.set(0, server + " said: " + lines.get(0));
        return new Reply(reply.code(), Optional.of(status), lines);
    }

    private static String server(Fault fault) {
        return fault.port() == 0 ? fault.host() : NextHop.text(fault.host(), fault.port());
    }
}
