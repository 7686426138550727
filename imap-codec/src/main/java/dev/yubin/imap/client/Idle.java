package dev.yubin.imap.client;

import dev.yubin.imap.Bare;
import dev.yubin.imap.ContinuationRequest;
import dev.yubin.imap.Verb;
import dev.yubin.imap.codec.ContinuationLine;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import java.util.Optional;

/**
 * IDLE while it runs: RFC 9051 section 6.3.13. What the server tells meanwhile, {@link ImapNews} hears. A server may take a client that idles
 * for longer than 29 minutes for dead: end it and begin anew before that, as {@link ImapClient.Builder#follow} does.
 */
public final class Idle extends Exchange<Void> {
    private final ImapConnection connection;
    private final Pending<Idle> begun = new Pending<>();
    private boolean running;
    private boolean makesWay;

    private Idle(ImapConnection connection) {
        super(Optional.of(new Bare(Verb.IDLE)), "idling", NOTHING, ok -> null);
        this.connection = connection;
    }

    static Pending<Idle> begin(ImapConnection connection) {
        Idle idle = new Idle(connection);
        connection.ask(idle).whenComplete((ended, failure) -> {
            if (failure == null) {
                idle.begun.complete(idle);
            } else {
                idle.begun.completeExceptionally(failure);
            }
        });
        return connection.tied(idle.begun);
    }

    /** Ends it: DONE. The result is there once the server has agreed; where a command has ended it already, that is so. Any thread. */
    public Pending<Void> done() {
        connection.run(this::makeWay);
        return result;
    }

    /** Is there once the server has agreed to its end, whoever wanted that. */
    Pending<Void> ended() {
        return result;
    }

    @Override
    void goOn(ContinuationRequest request) throws ProtocolException {
        if (running) {
            super.goOn(request);
        }
        running = true;
        connection.complete(() -> begun.complete(this));
        sayDone();
    }

    @Override
    void makeWay() {
        if (!makesWay) {
            makesWay = true;
            sayDone();
        }
    }

    private void sayDone() {
        if (running && makesWay) {
            connection.say(this, ContinuationLine.DONE);
        }
    }

    @Override
    boolean isPatient() {
        return running && !makesWay;
    }
}
