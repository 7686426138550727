package dev.yubin.conformance.imap;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An IMAP server to be examined, and an account for that. Checks make mailboxes whose names begin with {@code conformance}, and remove them; all others
 * stay as they are.
 *
 * @param server   where it listens
 * @param tls      how TLS begins before a login; any certificate is trusted
 * @param user     as in LOGIN
 * @param password as in LOGIN
 * @param other    another user whom rights can be given; where none is known, what needs one is skipped
 * @param octets   how many are sent where a line has no end
 * @param commands how many commands or words are sent where there are too many
 * @param depth    how deep parentheses and messages within messages go where they go too deep
 * @param patience how long a response, a handshake or an end may take to come
 */
public record ImapTarget(
        InetSocketAddress server,
        Tls tls,
        String user,
        String password,
        Optional<String> other,
        int octets,
        int commands,
        int depth,
        Duration patience) {

    /** How TLS begins. */
    public enum Tls {
        /** Not at all; logins go in the clear. */
        NONE,
        /** By the command STARTTLS, before each login: RFC 9051 section 6.2.1. */
        STARTTLS,
        /** Before the greeting: RFC 8314 section 3.2. */
        IMPLICIT
    }

    public ImapTarget {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(other, "other");
        Objects.requireNonNull(patience, "patience");
        if (octets < 1 || commands < 1 || depth < 1) {
            throw new IllegalArgumentException("at least one octet, one command and one level are sent");
        }
    }

    /** Begins to describe one that takes logins in the clear. */
    public static Builder at(InetSocketAddress server, String user, String password) {
        return new Builder(server, user, password);
    }

    @Override
    public String toString() {
        return "ImapTarget[" + server + ", " + user + "]";
    }

    /** Describes a server. Used by one thread. */
    public static final class Builder {
        private final InetSocketAddress server;
        private final String user;
        private final String password;
        private Tls tls = Tls.NONE;
        private Optional<String> other = Optional.empty();
        private int octets = 4 << 20;
        private int commands = 20_000;
        private int depth = 10_000;
        private Duration patience = Duration.ofSeconds(15);

        private Builder(InetSocketAddress server, String user, String password) {
            this.server = server;
            this.user = user;
            this.password = password;
        }

        /** How TLS begins; not at all unless said. */
        public Builder tls(Tls begins) {
            this.tls = begins;
            return this;
        }

        /** Another user, whom rights can be given. */
        public Builder other(String name) {
            this.other = Optional.of(name);
            return this;
        }

        /** How many octets are sent where a line has no end; 4 MiB unless said. */
        public Builder octets(int count) {
            this.octets = count;
            return this;
        }

        /** How many commands or words are sent where there are too many; 20,000 unless said. */
        public Builder commands(int count) {
            this.commands = count;
            return this;
        }

        /** How deep parentheses and messages go where they go too deep; 10,000 unless said. */
        public Builder depth(int levels) {
            this.depth = levels;
            return this;
        }

        /** How long a response may take to come; 15 seconds unless said. */
        public Builder within(Duration longest) {
            this.patience = longest;
            return this;
        }

        /** @throws IllegalArgumentException when nothing is to be sent */
        public ImapTarget build() {
            return new ImapTarget(server, tls, user, password, other, octets, commands, depth, patience);
        }
    }
}
