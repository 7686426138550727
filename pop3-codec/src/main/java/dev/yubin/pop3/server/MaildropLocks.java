package dev.yubin.pop3.server;

import dev.yubin.pop3.server.MaildropPolicy.Access;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who has which maildrop, within one server: by the exclusive-access lock of RFC 1939 section 4, or many at a time. For many threads. */
final class MaildropLocks {
    private static final int EXCLUSIVE = -1;

    /** How many sessions share the account's maildrop, or {@link #EXCLUSIVE}. */
    private final Map<String, Integer> held = new ConcurrentHashMap<>();

    /** A hold until it is closed; to close it again does nothing. */
    final class Lock {
        private final String account;
        private boolean open = true;

        private Lock(String account) {
            this.account = account;
        }

        synchronized void close() {
            if (open) {
                open = false;
                held.computeIfPresent(account, (name, sessions) -> sessions > 1 ? sessions - 1 : null);
            }
        }
    }

    /** Empty when another session has it and does not share it, or is asked to. */
    Optional<Lock> take(String account, Access access) {
        boolean[] taken = {false};
        held.compute(account, (name, sessions) -> {
            taken[0] = sessions == null || access == Access.SHARED && sessions != EXCLUSIVE;
            if (!taken[0]) {
                return sessions;
            }
            return access == Access.EXCLUSIVE ? EXCLUSIVE : sessions == null ? 1 : sessions + 1;
        });
        return taken[0] ? Optional.of(new Lock(account)) : Optional.empty();
    }
}
