package dev.yubin.smtp.server;

import java.time.Duration;

/**
 * How much of everything one client may have. Begin with {@link #standard} and change what is to be otherwise.
 *
 * @param lineOctets            the longest line of a command; RFC 5321 section 4.5.3.1.4 asks for 512, RFC 4954 section 4 for 12288 where one logs
 *                              in, and a token of 10 kB for more
 * @param messageOctets         the largest message, announced with SIZE (RFC 1870); section 4.5.3.1.7 asks for 65536
 * @param recipients            of one message; section 4.5.3.1.8 asks for 100. As many may be refused over one connection, which is then closed
 * @param errors                commands that cannot be obeyed, before the connection is closed
 * @param loginFailures         before the connection is closed
 * @param commandTimeout        how long a whole command may take to come; section 4.5.3.2.7 asks for 5 minutes
 * @param contentTimeout        how long a next piece of content may take to come
 * @param connections           open at once, from everywhere
 * @param connectionsPerAddress open at once, from one address
 * @param inMemoryOctets        how much of a message is kept in memory for a {@link MessageHandler}; a larger one is in a temporary file
 */
public record SmtpLimits(
        int lineOctets,
        long messageOctets,
        int recipients,
        int errors,
        int loginFailures,
        Duration commandTimeout,
        Duration contentTimeout,
        int connections,
        int connectionsPerAddress,
        int inMemoryOctets) {
    /** @throws IllegalArgumentException when one of them leaves no room for mail */
    public SmtpLimits {
        if (lineOctets < 512 || messageOctets < 1 || recipients < 1 || errors < 1 || loginFailures < 1) {
            throw new IllegalArgumentException("lines need 512 octets, and everything else at least one");
        }
        if (commandTimeout.toMillis() < 1 || contentTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeouts are at least a millisecond");
        }
        if (connections < 1 || connectionsPerAddress < 1 || inMemoryOctets < 0) {
            throw new IllegalArgumentException("at least one connection is taken");
        }
    }

    /** What suits a server on the internet: messages of 50 MiB, 1000 recipients, the RFC's timeouts. */
    public static SmtpLimits standard() {
        return new SmtpLimits(
                16 << 10, 50 << 20, 1000, 20, 3, Duration.ofMinutes(5), Duration.ofMinutes(3), 10_000, 100, 256 << 10);
    }

    /** The same limits with another {@link #lineOctets()}. */
    public SmtpLimits lineOctets(int lineOctets) {
        return new SmtpLimits(
                lineOctets,
                messageOctets,
                recipients,
                errors,
                loginFailures,
                commandTimeout,
                contentTimeout,
                connections,
                connectionsPerAddress,
                inMemoryOctets);
    }

    /** The same limits with another {@link #messageOctets()}. */
    public SmtpLimits messageOctets(long messageOctets) {
        return new SmtpLimits(
                lineOctets,
                messageOctets,
                recipients,
                errors,
                loginFailures,
                commandTimeout,
                contentTimeout,
                connections,
                connectionsPerAddress,
                inMemoryOctets);
    }

    /** The same limits with another {@link #recipients()}. */
    public SmtpLimits recipients(int recipients) {
        return new SmtpLimits(
                lineOctets,
                messageOctets,
                recipients,
                errors,
                loginFailures,
                commandTimeout,
                contentTimeout,
                connections,
                connectionsPerAddress,
                inMemoryOctets);
    }

    /** The same limits with another {@link #errors()}. */
    public SmtpLimits errors(int errors) {
        return new SmtpLimits(
                lineOctets,
                messageOctets,
                recipients,
                errors,
                loginFailures,
                commandTimeout,
                contentTimeout,
                connections,
                connectionsPerAddress,
                inMemoryOctets);
    }

    /** The same limits with another {@link #loginFailures()}. */
    public SmtpLimits loginFailures(int loginFailures) {
        return new SmtpLimits(
                lineOctets,
                messageOctets,
                recipients,
                errors,
                loginFailures,
                commandTimeout,
                contentTimeout,
                connections,
                connectionsPerAddress,
                inMemoryOctets);
    }

    /** The same limits with another {@link #commandTimeout()}. */
    public SmtpLimits commandTimeout(Duration commandTimeout) {
        return new SmtpLimits(
                lineOctets,
                messageOctets,
                recipients,
                errors,
                loginFailures,
                commandTimeout,
                contentTimeout,
                connections,
                connectionsPerAddress,
                inMemoryOctets);
    }

    /** The same limits with another {@link #contentTimeout()}. */
    public SmtpLimits contentTimeout(Duration contentTimeout) {
        return new SmtpLimits(
                lineOctets,
                messageOctets,
                recipients,
                errors,
                loginFailures,
                commandTimeout,
                contentTimeout,
                connections,
                connectionsPerAddress,
                inMemoryOctets);
    }

    /** The same limits with another {@link #connections()}. */
    public SmtpLimits connections(int connections) {
        return new SmtpLimits(
                lineOctets,
                messageOctets,
                recipients,
                errors,
                loginFailures,
                commandTimeout,
                contentTimeout,
                connections,
                connectionsPerAddress,
                inMemoryOctets);
    }

    /** The same limits with another {@link #connectionsPerAddress()}. */
    public SmtpLimits connectionsPerAddress(int connectionsPerAddress) {
        return new SmtpLimits(
                lineOctets,
                messageOctets,
                recipients,
                errors,
                loginFailures,
                commandTimeout,
                contentTimeout,
                connections,
                connectionsPerAddress,
                inMemoryOctets);
    }

    /** The same limits with another {@link #inMemoryOctets()}. */
    public SmtpLimits inMemoryOctets(int inMemoryOctets) {
        return new SmtpLimits(
                lineOctets,
                messageOctets,
                recipients,
                errors,
                loginFailures,
                commandTimeout,
                contentTimeout,
                connections,
                connectionsPerAddress,
                inMemoryOctets);
    }
}
