package dev.yubin.smtp.client;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;

/**
 * One caller's use of the connection, from its first word to the last reply; other callers' wait meanwhile. Made on any thread, then used on the
 * connection's event loop.
 */
abstract class Exchange<T> {
    final SmtpConnection connection;
    final Pending<T> result = new Pending<>();
    private boolean settled;

    Exchange(SmtpConnection connection) {
        this.connection = connection;
    }

    /** Its turn has come. */
    abstract void begin();

    /** For the fault: what is being done while no reply is awaited. */
    abstract String step();

    /** The server takes octets again. */
    void writable() {}

    /** The connection ended, before the exchange began or in its midst. */
    void broken(FaultException why) {
        fail(why);
    }

    final void succeed(T value) {
        settle(() -> result.complete(value));
    }

    final void fail(FaultException why) {
        settle(() -> result.completeExceptionally(why));
    }

    /** What comes behind the result, such as the connection's end, does not change it: two workers might otherwise race to complete it. */
    private void settle(Runnable completion) {
        if (!settled) {
            settled = true;
            connection.complete(completion);
        }
    }

    /** All that was asked is answered: it is the next one's turn. */
    final void over() {
        connection.next();
    }
}
