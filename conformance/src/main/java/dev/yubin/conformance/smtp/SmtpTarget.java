package dev.yubin.conformance.smtp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A server to be examined. Mail is sent to one recipient, whose mailbox should be there for this alone: hundreds of messages come.
 *
 * @param server    where it listens; each check opens connections of its own
 * @param dialect   what it speaks
 * @param tls       how TLS begins before a session; any certificate is trusted
 * @param login     for a server that wants one
 * @param sender    an address that it takes in MAIL
 * @param recipient an address that it takes in RCPT, with a local part that needs no quotes and a domain
 * @param refused   an address that it refuses in RCPT; where none is known, what needs one is skipped
 * @param mailroom  where messages can be seen; where they cannot, what needs that is skipped
 * @param octets    how many are sent where a line has no end
 * @param commands  how many are sent where a session has no end
 * @param patience  how long a line, a handshake, an end or a delivery may take to come
 * @param sendsAway whether a client that says nothing is sent away within that time; where it is not, that is skipped
 */
public record SmtpTarget(
        InetSocketAddress server,
        Dialect dialect,
        Tls tls,
        Optional<Login> login,
        String sender,
        String recipient,
        Optional<String> refused,
        Optional<Mailroom> mailroom,
        int octets,
        int commands,
        Duration patience,
        boolean sendsAway) {

    /** How TLS begins. */
    public enum Tls {
        /** Not at all; logins go in the clear. */
        NONE,
        /** By the command STARTTLS, in the first step of each session: RFC 3207. */
        STARTTLS,
        /** Before the greeting: RFC 8314 section 3.3. */
        IMPLICIT
    }

    /** An account: RFC 4616. */
    public record Login(String user, String password) {
        public Login {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
        }

        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    public SmtpTarget {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(refused, "refused");
        Objects.requireNonNull(mailroom, "mailroom");
        Objects.requireNonNull(patience, "patience");
        if (recipient.indexOf('@') < 1) {
            throw new IllegalArgumentException("a recipient has a local part and a domain: " + recipient);
        }
        if (octets < 1 || commands < 1) {
            throw new IllegalArgumentException("at least one octet and one command are sent");
        }
    }

    /** Begins to describe one that speaks SMTP in the clear, and takes mail for this recipient from anybody. */
    public static Builder at(InetSocketAddress server, String recipient) {
        return new Builder(server, recipient);
    }

    /** Describes one. Used by one thread. */
    public static final class Builder {
        private final InetSocketAddress server;
        private final String recipient;
        private Dialect dialect = Dialect.SMTP;
        private Tls tls = Tls.NONE;
        private Optional<Login> login = Optional.empty();
        private String sender = "ann@conformance.test";
        private Optional<String> refused = Optional.empty();
        private Optional<Mailroom> mailroom = Optional.empty();
        private int octets = 4 << 20;
        private int commands = 20_000;
        private Duration patience = Duration.ofSeconds(15);
        private boolean sendsAway;

        private Builder(InetSocketAddress server, String recipient) {
            this.server = Objects.requireNonNull(server, "server");
            this.recipient = Objects.requireNonNull(recipient, "recipient");
        }

        /** It speaks this. */
        public Builder speaks(Dialect spoken) {
            this.dialect = spoken;
            return this;
        }

        /** TLS begins so. */
        public Builder tls(Tls begins) {
            this.tls = begins;
            return this;
        }

        /** Sessions begin with a login. */
        public Builder login(String user, String password) {
            this.login = Optional.of(new Login(user, password));
            return this;
        }

        /** It takes this address in MAIL; {@code ann@conformance.test} unless said otherwise. */
        public Builder sender(String address) {
            this.sender = address;
            return this;
        }

        /** It refuses this address in RCPT. */
        public Builder refuses(String address) {
            this.refused = Optional.of(address);
            return this;
        }

        /** Its messages are seen here. */
        public Builder mailroom(Mailroom room) {
            this.mailroom = Optional.of(room);
            return this;
        }

        /** So many octets are sent where a line has no end; 4 MiB unless said otherwise. */
        public Builder octets(int many) {
            this.octets = many;
            return this;
        }

        /** So many commands are sent where a session has no end; 20,000 unless said otherwise. */
        public Builder commands(int many) {
            this.commands = many;
            return this;
        }

        /** What is awaited may take so long; 15 seconds unless said otherwise. */
        public Builder within(Duration longest) {
            this.patience = longest;
            return this;
        }

        /** A client that says nothing is sent away before {@linkplain #within what is awaited} comes too late. */
        public Builder sendsAwayTheSilent() {
            this.sendsAway = true;
            return this;
        }

        /** @throws IllegalArgumentException when it cannot be so */
        public SmtpTarget build() {
            return new SmtpTarget(
                    server, dialect, tls, login, sender, recipient, refused, mailroom, octets, commands, patience,
                    sendsAway);
        }
    }
}
