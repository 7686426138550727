package dev.yubin.routing;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Host;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Where a recipient's mail goes: what {@link Router#route} answers. */
public sealed interface Route {
    /** Which route it is, for a switch. */
    Kind kind();

    /** The places where it ends or leaves, none of them twice; none at all where it is rejected. */
    List<Target> targets();

    enum Kind {
        LOCAL,
        ONWARD,
        SEVERAL,
        REJECT
    }

    /** One place: a mailbox here, or another server. */
    sealed interface Target extends Route {
        @Override
        default List<Target> targets() {
            return List.of(this);
        }
    }

    /**
     * Into a mailbox here.
     *
     * @param account as {@link dev.yubin.mailbox.MailStore#account} knows it
     */
    record Local(String account, MailboxName mailbox) implements Target {
        public Local {
            Objects.requireNonNull(account, "account");
            Objects.requireNonNull(mailbox, "mailbox");
        }

        static Local inbox(String account) {
            return new Local(account, MailboxName.INBOX);
        }

        @Override
        public Kind kind() {
            return Kind.LOCAL;
        }
    }

    /**
     * On to another server.
     *
     * @param to   whom that server is told; the recipient, or whom an alias here named in his place
     * @param hops the servers that may take it, of which {@link Relay#hops} says in which order; none where the DNS is to be asked for the destination's
     *     own (RFC 5321 section 5.1)
     * @param tls  how those that the DNS names are spoken to: {@code STARTTLS_OPTIONAL}, as their domain demands it, or {@code STARTTLS_REQUIRED}, through TLS with
     *     a certificate that proves their names or not at all
     */
    record Onward(Mailbox to, List<NextHop> hops, TlsMode tls) implements Target {
        private static final Set<TlsMode> BY_DNS = EnumSet.of(TlsMode.STARTTLS_OPTIONAL, TlsMode.STARTTLS_REQUIRED);

        /** @throws IllegalArgumentException for another mode, in which no server at the port of mail is spoken to */
        public Onward {
            Objects.requireNonNull(to, "to");
            hops = List.copyOf(hops);
            if (!BY_DNS.contains(tls)) {
                throw new IllegalArgumentException("servers that the DNS names are spoken to in one of " + BY_DNS);
            }
        }

        /** Where nothing more is demanded. */
        public Onward(Mailbox to, List<NextHop> hops) {
            this(to, hops, TlsMode.STARTTLS_OPTIONAL);
        }

        /** What stands behind the {@code @}. */
        public Host destination() {
            return to.host();
        }

        @Override
        public Kind kind() {
            return Kind.ONWARD;
        }
    }

    /** To each of these, for the recipient is an alias or a list. */
    record Several(List<Target> targets) implements Route {
        /** @throws IllegalArgumentException for fewer than two, or one that is named twice */
        public Several {
            targets = List.copyOf(targets);
            if (targets.size() < 2 || targets.stream().distinct().count() < targets.size()) {
                throw new IllegalArgumentException("expected two targets or more, and none twice: " + targets);
            }
        }

        @Override
        public Kind kind() {
            return Kind.SEVERAL;
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
        public List<Target> targets() {
            return List.of();
        }

        @Override
        public Kind kind() {
            return Kind.REJECT;
        }
    }
}
