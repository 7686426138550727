package dev.yubin.smtp.server;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How much of everything one client may have. Begin with {@link #standard} and change what is to be otherwise.
 *
 * @param lineOctets            the longest line of a command; RFC 5321 section 4.5.3.1.4 asks for 512, RFC 4954 section 4 for 12288 where one logs
 *                              in, and a token of 10 kB for more
 * @param messageOctets         the largest message, announced with SIZE (RFC 1870); section 4.5.3.1.7 asks for 65536
 * @param recipients            of one message; section 4.5.3.1.8 asks for 100. As many may be refused over one connection, which is then closed
 * @param envelopeOctets        of all a message's recipients with their parameters, the first of which is always taken; those beyond are too many by
 *                              section 4.5.3.1.10
 * @param recipientDomains      of the recipients of one connection; {@link Long#MAX_VALUE} for any number. Told by LIMITS (RFC 9422), as are recipients
 * @param transactions          of one connection, be they refused or not; {@link Long#MAX_VALUE} for any number. Told by LIMITS too
 * @param hops                  servers that a message may have passed, by its Received fields: one with as many goes round in circles; section 6.3 asks for
 *                              at least 100
 * @param errors                commands that cannot be obeyed, before the connection is closed
 * @param errorsAnsweredAtOnce  of them; the reply to each further one is held back
 * @param errorDelay            for how long: once this for the first, twice for the second and so on, up to five seconds
 * @param loginFailures         before the connection is closed
 * @param loginTimeout          how long a client may take to log in where that is required, whatever else it says meanwhile
 * @param greetingDelay         how long a client is kept waiting for the greeting: whoever speaks meanwhile has no manners and is refused with 554. None
 *                              by default. Forwarders ({@link SmtpPort#believing}) do not wait
 * @param commandTimeout        how long a whole command may take to come; section 4.5.3.2.7 asks for 5 minutes
 * @param contentTimeout        how long a next piece of content may take to come
 * @param contentOctets         the least that comes of content within that time, so that nobody holds a connection by a trickle. Only the time that the
 *                              server waits counts
 * @param connections           open at once, from everywhere
 * @param connectionsPerAddress open at once, from one address
 * @param inMemoryOctets        how much of a message is kept in memory for a {@link MessageHandler}; a larger one is in a temporary file
 */
public record SmtpLimits(
        int lineOctets,
        long messageOctets,
        int recipients,
        int envelopeOctets,
        long recipientDomains,
        long transactions,
        int hops,
        int errors,
        int errorsAnsweredAtOnce,
        Duration errorDelay,
        int loginFailures,
        Duration loginTimeout,
        Duration greetingDelay,
        Duration commandTimeout,
        Duration contentTimeout,
        int contentOctets,
        int connections,
        int connectionsPerAddress,
        int inMemoryOctets) {
    /** @throws IllegalArgumentException when one of them leaves no room for mail */
    public SmtpLimits {
        if (lineOctets < 512 || messageOctets < 1 || recipients < 1 || errors < 1 || loginFailures < 1 || hops < 1) {
            throw new IllegalArgumentException("lines need 512 octets, and everything else at least one");
        }
        if (envelopeOctets < 1 || recipientDomains < 1 || transactions < 1) {
            throw new IllegalArgumentException("a message has a recipient, and a connection a message");
        }
        if (commandTimeout.toMillis() < 1 || contentTimeout.toMillis() < 1 || loginTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeouts are at least a millisecond");
        }
        if (errorDelay.isNegative() || greetingDelay.isNegative() || errorsAnsweredAtOnce < 0) {
            throw new IllegalArgumentException("nobody is answered before he asks");
        }
        if (connections < 1 || connectionsPerAddress < 1 || inMemoryOctets < 0 || contentOctets < 0) {
            throw new IllegalArgumentException("at least one connection is taken");
        }
    }

    /** What suits a server on the internet: messages of 50 MiB, 1000 recipients, the RFC's timeouts. */
    public static SmtpLimits standard() {
        return new SmtpLimits(
                16 << 10,
                50 << 20,
                1000,
                256 << 10,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                100,
                20,
                10,
                Duration.ofSeconds(1),
                3,
                Duration.ofMinutes(2),
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                16 << 10,
                10_000,
                100,
                256 << 10);
    }

    /** The same limits with another {@link #lineOctets()}. */
    public SmtpLimits lineOctets(int lineOctets) {
        return but(limits -> limits.lineOctets = lineOctets);
    }

    /** The same limits with another {@link #messageOctets()}. */
    public SmtpLimits messageOctets(long messageOctets) {
        return but(limits -> limits.messageOctets = messageOctets);
    }

    /** The same limits with another {@link #recipients()}. */
    public SmtpLimits recipients(int recipients) {
        return but(limits -> limits.recipients = recipients);
    }

    /** The same limits with another {@link #envelopeOctets()}. */
    public SmtpLimits envelopeOctets(int envelopeOctets) {
        return but(limits -> limits.envelopeOctets = envelopeOctets);
    }

    /** The same limits with another {@link #recipientDomains()}. */
    public SmtpLimits recipientDomains(long recipientDomains) {
        return but(limits -> limits.recipientDomains = recipientDomains);
    }

    /** The same limits with another {@link #transactions()}. */
    public SmtpLimits transactions(long transactions) {
        return but(limits -> limits.transactions = transactions);
    }

    /** The same limits with another {@link #hops()}. */
    public SmtpLimits hops(int hops) {
        return but(limits -> limits.hops = hops);
    }

    /** The same limits with another {@link #errors()}. */
    public SmtpLimits errors(int errors) {
        return but(limits -> limits.errors = errors);
    }

    /** The same limits with another {@link #errorsAnsweredAtOnce()}. */
    public SmtpLimits errorsAnsweredAtOnce(int errorsAnsweredAtOnce) {
        return but(limits -> limits.errorsAnsweredAtOnce = errorsAnsweredAtOnce);
    }

    /** The same limits with another {@link #errorDelay()}. */
    public SmtpLimits errorDelay(Duration errorDelay) {
        return but(limits -> limits.errorDelay = errorDelay);
    }

    /** The same limits with another {@link #loginFailures()}. */
    public SmtpLimits loginFailures(int loginFailures) {
        return but(limits -> limits.loginFailures = loginFailures);
    }

    /** The same limits with another {@link #loginTimeout()}. */
    public SmtpLimits loginTimeout(Duration loginTimeout) {
        return but(limits -> limits.loginTimeout = loginTimeout);
    }

    /** The same limits with another {@link #greetingDelay()}. */
    public SmtpLimits greetingDelay(Duration greetingDelay) {
        return but(limits -> limits.greetingDelay = greetingDelay);
    }

    /** The same limits with another {@link #commandTimeout()}. */
    public SmtpLimits commandTimeout(Duration commandTimeout) {
        return but(limits -> limits.commandTimeout = commandTimeout);
    }

    /** The same limits with another {@link #contentTimeout()}. */
    public SmtpLimits contentTimeout(Duration contentTimeout) {
        return but(limits -> limits.contentTimeout = contentTimeout);
    }

    /** The same limits with another {@link #contentOctets()}. */
    public SmtpLimits contentOctets(int contentOctets) {
        return but(limits -> limits.contentOctets = contentOctets);
    }

    /** The same limits with another {@link #connections()}. */
    public SmtpLimits connections(int connections) {
        return but(limits -> limits.connections = connections);
    }

    /** The same limits with another {@link #connectionsPerAddress()}. */
    public SmtpLimits connectionsPerAddress(int connectionsPerAddress) {
        return but(limits -> limits.connectionsPerAddress = connectionsPerAddress);
    }

    /** The same limits with another {@link #inMemoryOctets()}. */
    public SmtpLimits inMemoryOctets(int inMemoryOctets) {
        return but(limits -> limits.inMemoryOctets = inMemoryOctets);
    }

    private SmtpLimits but(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.limits();
    }

    /** Limits while one of them is changed. */
    private static final class Draft {
        private int lineOctets;
        private long messageOctets;
        private int recipients;
        private int envelopeOctets;
        private long recipientDomains;
        private long transactions;
        private int hops;
        private int errors;
        private int errorsAnsweredAtOnce;
        private Duration errorDelay;
        private int loginFailures;
        private Duration loginTimeout;
        private Duration greetingDelay;
        private Duration commandTimeout;
        private Duration contentTimeout;
        private int contentOctets;
        private int connections;
        private int connectionsPerAddress;
        private int inMemoryOctets;

        Draft(SmtpLimits limits) {
            lineOctets = limits.lineOctets;
            messageOctets = limits.messageOctets;
            recipients = limits.recipients;
            envelopeOctets = limits.envelopeOctets;
            recipientDomains = limits.recipientDomains;
            transactions = limits.transactions;
            hops = limits.hops;
            errors = limits.errors;
            errorsAnsweredAtOnce = limits.errorsAnsweredAtOnce;
            errorDelay = limits.errorDelay;
            loginFailures = limits.loginFailures;
            loginTimeout = limits.loginTimeout;
            greetingDelay = limits.greetingDelay;
            commandTimeout = limits.commandTimeout;
            contentTimeout = limits.contentTimeout;
            contentOctets = limits.contentOctets;
            connections = limits.connections;
            connectionsPerAddress = limits.connectionsPerAddress;
            inMemoryOctets = limits.inMemoryOctets;
        }

        SmtpLimits limits() {
            return new SmtpLimits(
                    lineOctets,
                    messageOctets,
                    recipients,
                    envelopeOctets,
                    recipientDomains,
                    transactions,
                    hops,
                    errors,
                    errorsAnsweredAtOnce,
                    errorDelay,
                    loginFailures,
                    loginTimeout,
                    greetingDelay,
                    commandTimeout,
                    contentTimeout,
                    contentOctets,
                    connections,
                    connectionsPerAddress,
                    inMemoryOctets);
        }
    }
}
