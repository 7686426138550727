package dev.yubin.pop3.server;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The exclusive-access locks of RFC 1939 section 4, one for each account, within one server. For many threads. */
final class MaildropLocks {
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /** A lock that is held until it is closed; to close it again does nothing. */
    final class Lock {
        private final String account;
        private boolean open = true;

        private Lock(String account) {
            this.account = account;
        }

        synchronized void close() {
            if (open) {
                open = false;
                held.remove(account);
            }
        }
    }

    /** Empty when another session has it. */
    Optional<Lock> take(String account) {
        return held.add(account) ? Optional.of(new Lock(account)) : Optional.empty();
    }
}
