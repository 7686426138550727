package dev.yubin.imap.client;

import dev.yubin.imap.Bare;
import dev.yubin.imap.ContinuationRequest;
import dev.yubin.imap.Verb;
import dev.yubin.imap.codec.ContinuationLine;
import dev.yubin.protocol.Pending;
import java.util.Optional;

/**
 * IDLE while it runs: RFC 9051 section 6.3.13. What the server tells meanwhile, {@link ImapNews} hears. A server may take a client that idles
 * for longer than 29 minutes for dead: end it and begin anew before that.
 */
public final class Idle {
    private final ImapConnection connection;
    private final Running exchange;

    private Idle(ImapConnection connection, Running exchange) {
        this.connection = connection;
        this.exchange = exchange;
    }

    static Pending<Idle> begin(ImapConnection connection) {
        Pending<Idle> begun = new Pending<>();
        Running exchange = new Running(connection, begun);
        connection.closeIfCancelled(begun);
        connection.ask(exchange).whenComplete((ended, failure) -> {
            if (failure == null) {
                begun.complete(new Idle(connection, exchange));
            } else {
                begun.completeExceptionally(failure);
            }
        });
        return begun;
    }

    /** Ends it: DONE. The result is there once the server has agreed; where a command has ended it already, that is so. Any thread. */
    public Pending<Void> done() {
        connection.onLoop(exchange::makeWay);
        return exchange.result;
    }

    /** The command. */
    private static final class Running extends Exchange<Void> {
        private final ImapConnection connection;
        private final Pending<Idle> begun;
        private boolean running;
        private boolean makesWay;

        Running(ImapConnection connection, Pending<Idle> begun) {
            super(Optional.of(new Bare(Verb.IDLE)), "idling", NOTHING, ok -> null);
            this.connection = connection;
            this.begun = begun;
        }

        @Override
        void goOn(ContinuationRequest request) {
            if (!running) {
                running = true;
                connection.complete(() -> begun.complete(new Idle(connection, this)));
                sayDone();
            }
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
                connection.say(ContinuationLine.DONE);
                connection.watch();
            }
        }

        @Override
        boolean isPatient() {
            return running && !makesWay;
        }
    }
}
