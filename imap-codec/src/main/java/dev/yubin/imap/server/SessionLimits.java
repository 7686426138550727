package dev.yubin.imap.server;

import dev.yubin.imap.ImapLimits;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Bounds on what a client can cost, beside those on what it can say.
 *
 * @param wire                  what one command may be; before login its {@link ImapLimits#beforeLogin()} hold
 * @param messages              how many messages one command may deal with: MESSAGELIMIT of RFC 9738, which asks for 1,000 at least;
 *                              {@link Long#MAX_VALUE} for any number. Clients that know nothing of it do not see the others
 * @param saves                 the same of COPY and APPEND alone: SAVELIMIT. One of the two is told, so the other is {@link Long#MAX_VALUE}
 * @param connections           how many connections there may be
 * @param connectionsPerAddress how many of one address
 * @param login                 how long a client may be silent before it has logged in
 * @param silence               how long it may be silent then, in IDLE too, where it is told nothing either; at least 30 minutes (RFC 9051
 *                              section 5.4)
 * @param badCommands           how many commands it may get wrong before it is sent away
 * @param loginFailures         how many logins may fail before it is sent away
 * @param contexts              how many searches in its selected mailbox are kept up to date at once (RFC 5267 section 4.3.1)
 * @param searchedMailboxes     how many mailboxes one ESEARCH may look in (RFC 7377 section 2.4)
 * @param watchedMailboxes      how many mailboxes it may have NOTIFY watch, and of how many changes it may leave the news untaken
 * @param progress              how often it is told how far a command is that takes long (RFC 9585 section 4 recommends 10 to 15 seconds)
 */
public record SessionLimits(
        ImapLimits wire,
        long messages,
        long saves,
        int connections,
        int connectionsPerAddress,
        Duration login,
        Duration silence,
        int badCommands,
        int loginFailures,
        int contexts,
        int searchedMailboxes,
        int watchedMailboxes,
        Duration progress) {
    public SessionLimits {
        Objects.requireNonNull(wire, "wire");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(silence, "silence");
        if (progress.isNegative() || progress.isZero()) {
            throw new IllegalArgumentException("what takes long is told of after a while, not after " + progress);
        }
        if (messages < 1 || saves < 1 || (messages < Long.MAX_VALUE && saves < Long.MAX_VALUE)) {
            throw new IllegalArgumentException("one of MESSAGELIMIT and SAVELIMIT is told, and it is at least 1: "
                    + messages + " messages, " + saves + " saves");
        }
        if (connections < 1
                || connectionsPerAddress < 1
                || badCommands < 1
                || loginFailures < 1
                || contexts < 1
                || searchedMailboxes < 1
                || watchedMailboxes < 1) {
            throw new IllegalArgumentException("a limit of a session is at least 1: " + connections + " connections, "
                    + connectionsPerAddress + " an address, " + badCommands + " bad commands, " + loginFailures
                    + " failed logins, " + contexts + " contexts, "
                    + searchedMailboxes + " mailboxes, " + watchedMailboxes + " watched mailboxes");
        }
    }

    /**
     * 10,000 connections, 100 an address, a minute to log in, 30 minutes of silence, 20 bad commands, 5 failed logins, 8 contexts, 1,000 mailboxes
     * searched, 1,000 watched, news of what takes long every 10 seconds.
     */
    public static SessionLimits standard() {
        return new SessionLimits(
                ImapLimits.standard(),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                10_000,
                100,
                Duration.ofMinutes(1),
                Duration.ofMinutes(30),
                20,
                5,
                8,
                1000,
                1000,
                Duration.ofSeconds(10));
    }

    /** The same with other bounds on what a command may be. */
    public SessionLimits with(ImapLimits wire) {
        return changed(parts -> parts.wire = wire);
    }

    /** The same with so many messages that one command may deal with, COPY and APPEND among them. */
    public SessionLimits messages(long messages) {
        return limited(messages, Long.MAX_VALUE);
    }

    /** The same with so many messages that one COPY or APPEND may bring, and no limit for all else. */
    public SessionLimits saves(long saves) {
        return limited(Long.MAX_VALUE, saves);
    }

    private SessionLimits limited(long messages, long saves) {
        return changed(parts -> {
            parts.messages = messages;
            parts.saves = saves;
        });
    }

    /** How many messages one COPY or APPEND may bring, whichever of the two limits says so. */
    long copies() {
        return Math.min(messages, saves);
    }

    /** The same with so many connections of one address. */
    public SessionLimits connectionsPerAddress(int connectionsPerAddress) {
        return changed(parts -> parts.connectionsPerAddress = connectionsPerAddress);
    }

    /** The same with so many commands that a client may get wrong. */
    public SessionLimits badCommands(int badCommands) {
        return changed(parts -> parts.badCommands = badCommands);
    }

    /** The same with so many searches that are kept up to date. */
    public SessionLimits contexts(int contexts) {
        return changed(parts -> parts.contexts = contexts);
    }

    /** The same with so many mailboxes that one ESEARCH may look in. */
    public SessionLimits searchedMailboxes(int searchedMailboxes) {
        return changed(parts -> parts.searchedMailboxes = searchedMailboxes);
    }

    /** The same with so many mailboxes that NOTIFY watches. */
    public SessionLimits watchedMailboxes(int watchedMailboxes) {
        return changed(parts -> parts.watchedMailboxes = watchedMailboxes);
    }

    /** The same with news of a long command so often. */
    public SessionLimits progress(Duration progress) {
        return changed(parts -> parts.progress = progress);
    }

    private SessionLimits changed(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return parts.together();
    }

    /** The parts apart, so that one can be another. */
    private static final class Parts {
        private ImapLimits wire;
        private long messages;
        private long saves;
        private int connections;
        private int connectionsPerAddress;
        private Duration login;
        private Duration silence;
        private int badCommands;
        private int loginFailures;
        private int contexts;
        private int searchedMailboxes;
        private int watchedMailboxes;
        private Duration progress;

        Parts(SessionLimits of) {
            wire = of.wire;
            messages = of.messages;
            saves = of.saves;
            connections = of.connections;
            connectionsPerAddress = of.connectionsPerAddress;
            login = of.login;
            silence = of.silence;
            badCommands = of.badCommands;
            loginFailures = of.loginFailures;
            contexts = of.contexts;
            searchedMailboxes = of.searchedMailboxes;
            watchedMailboxes = of.watchedMailboxes;
            progress = of.progress;
        }

        SessionLimits together() {
            return new SessionLimits(
                    wire,
                    messages,
                    saves,
                    connections,
                    connectionsPerAddress,
                    login,
                    silence,
                    badCommands,
                    loginFailures,
                    contexts,
                    searchedMailboxes,
                    watchedMailboxes,
                    progress);
        }
    }
}
