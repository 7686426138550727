package dev.yubin.pop3;

import java.time.Duration;

/**
 * What a server takes from its clients, and for how long.
 *
 * @param commandOctets         the longest command with its CR LF; RFC 2449 section 4 asks for 255
 * @param saslOctets            the longest line of a SASL exchange with its CR LF
 * @param failedLogins          how many on one connection until it is closed
 * @param badCommands           how many commands in a row may be unknown, malformed or out of turn until the connection is closed
 * @param idle                  without a command, or without an octet taken of a reply, until the connection is closed and nothing removed;
 *                              RFC 1939 section 3 asks for 10 minutes
 * @param idleBeforeLogin       the same before a login
 * @param connections           at once, over all addresses of the server
 * @param connectionsPerAddress at once, from one address of the network
 */
public record Pop3Limits(
        int commandOctets,
        int saslOctets,
        int failedLogins,
        int badCommands,
        Duration idle,
        Duration idleBeforeLogin,
        int connections,
        int connectionsPerAddress) {

    private static final int LEAST_COMMAND = 255;

    public Pop3Limits {
        if (commandOctets < LEAST_COMMAND || saslOctets < LEAST_COMMAND) {
            throw new IllegalArgumentException(
                    "lines of " + LEAST_COMMAND + " octets have to be taken (RFC 2449 section 4)");
        }
        if (failedLogins < 1 || badCommands < 1 || connections < 1 || connectionsPerAddress < 1) {
            throw new IllegalArgumentException("a limit below 1 lets nobody in");
        }
        if (idle.toMillis() < 1 || idleBeforeLogin.toMillis() < 1) {
            throw new IllegalArgumentException("a time under a millisecond lets nobody answer");
        }
    }

    /**
     * 1024 octets a command, 16 KiB a SASL line (RFC 4954 section 4 has 12288 characters, and a token of 10 kB more), 3 failed logins, 10 bad commands in a row,
     * 10 minutes idle, 1 minute before login, 10000 connections, 100 from one address.
     */
    public static Pop3Limits standard() {
        return new Pop3Limits(1024, 16 << 10, 3, 10, Duration.ofMinutes(10), Duration.ofMinutes(1), 10_000, 100);
    }

    /** The same, but closes an idle connection after these times. */
    public Pop3Limits withIdle(Duration idle, Duration idleBeforeLogin) {
        return new Pop3Limits(
                commandOctets,
                saslOctets,
                failedLogins,
                badCommands,
                idle,
                idleBeforeLogin,
                connections,
                connectionsPerAddress);
    }

    /** The same, but takes so many connections. */
    public Pop3Limits withConnections(int connections, int connectionsPerAddress) {
        return new Pop3Limits(
                commandOctets,
                saslOctets,
                failedLogins,
                badCommands,
                idle,
                idleBeforeLogin,
                connections,
                connectionsPerAddress);
    }
}
