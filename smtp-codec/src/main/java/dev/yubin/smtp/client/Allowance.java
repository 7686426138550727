package dev.yubin.smtp.client;

import dev.yubin.smtp.Extensions;
import dev.yubin.smtp.Host;
import dev.yubin.smtp.Limit;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the server still takes in this session by its own word: RFC 9422. Used on the connection's event loop, save {@link #isSpent}. */
final class Allowance {
    private final int mostDomains;
    private final int mostRecipients;
    private final Set<Host> domains = new HashSet<>();
    private volatile int transactions;

    Allowance(Extensions extensions) {
        this.transactions = extensions.limit(Limit.MAILMAX).orElse(Integer.MAX_VALUE);
        this.mostRecipients = extensions.limit(Limit.RCPTMAX).orElse(Integer.MAX_VALUE);
        this.mostDomains = extensions.limit(Limit.RCPTDOMAINMAX).orElse(Integer.MAX_VALUE);
    }

    /** Whether the session has had its last transaction. Any thread. */
    boolean isSpent() {
        return transactions == 0;
    }

    /** Takes for a next transaction as many of these as it may name; nobody where no transaction can be any more. */
    List<Integer> admit(List<Integer> places, List<Rcpt> recipients) {
        List<Integer> admitted = new ArrayList<>();
        for (int place : places) {
            if (!isSpent()
                    && admitted.size() < mostRecipients
                    && admits(recipients.get(place).to().mailbox().map(Mailbox::host))) {
                admitted.add(place);
            }
        }
        if (!admitted.isEmpty()) {
            transactions = transactions - 1;
        }
        return admitted;
    }

    private boolean admits(Optional<Host> domain) {
        if (domain.isEmpty() || domains.contains(domain.get())) {
            return true;
        }
        return domains.size() < mostDomains && domains.add(domain.get());
    }
}
