package dev.yubin.routing;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.smtp.Host;
import dev.yubin.smtp.Reply;
import java.util.List;
import java.util.Objects;

/** Where a recipient's mail goes: what {@link Router#route} answers. */
public sealed interface Route {
    /** Which route it is, for a switch. */
    Kind kind();

    enum Kind {
        LOCAL,
        ONWARD,
        REJECT
    }

    /**
     * Into a mailbox here.
     *
     * @param account as {@link dev.yubin.mailbox.MailStore#account} knows it
     */
    record Local(String account, MailboxName mailbox) implements Route {
        public Local {
            Objects.requireNonNull(account, "account");
            Objects.requireNonNull(mailbox, "mailbox");
        }

        @Override
        public Kind kind() {
            return Kind.LOCAL;
        }
    }

    /**
     * On to another server.
     *
     * @param destination what stands behind the {@code @}
     * @param hops        the servers to try in this order; none where the DNS is to be asked for the destination's own (RFC 5321 section 5.1)
     */
    record Onward(Host destination, List<NextHop> hops) implements Route {
        public Onward {
            Objects.requireNonNull(destination, "destination");
            hops = List.copyOf(hops);
        }

        @Override
        public Kind kind() {
            return Kind.ONWARD;
        }
    }

    /**
     * Nowhere.
     *
     * @param reply what RCPT is answered with
     */
    record Reject(Reply reply) implements Route {
        public Reject {
            if (reply.isPositive() || reply.isIntermediate()) {
                throw new IllegalArgumentException("\"" + reply + "\" rejects nothing");
            }
        }

        @Override
        public Kind kind() {
            return Kind.REJECT;
        }
    }
}
