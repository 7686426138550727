package dev.yubin.pop3.server;

import java.util.Optional;
import java.util.function.Function;

/**
 * The policy of each user.
 *
 * @param strictest what is promised to whoever has not logged in: RFC 2449 sections 6.5 and 6.7
 * @param ofEach    by account, where they differ; may wait
 */
record Policies(MaildropPolicy strictest, Optional<Function<String, MaildropPolicy>> ofEach) {
    /** @throws IllegalStateException when the application breaks its own promise */
    MaildropPolicy of(String account) {
        MaildropPolicy own = ofEach.map(policies -> policies.apply(account)).orElse(strictest);
        if (!strictest.isKeptBy(own)) {
            throw new IllegalStateException(
                    "the policy of " + account + " keeps messages shorter or delays logins longer than"
                            + " the strictest one, which is what clients are told: " + own);
        }
        return own;
    }
}
