package dev.yubin.smtp.client;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How long a client waits in each phase. RFC 5321 section 4.5.3.2, whose times are long because a busy server may check much before it answers. Begin with
 * {@link #standard} and change what is to be otherwise.
 *
 * @param greeting        for the first words of the server (section 4.5.3.2.1)
 * @param command         for the reply to MAIL, to RCPT, and to every command that has no time of its own (sections 4.5.3.2.2 and 4.5.3.2.3)
 * @param dataInitiation  for the reply to DATA (section 4.5.3.2.4)
 * @param dataBlock       for the server to take a next piece of the content (section 4.5.3.2.5)
 * @param dataTermination for the reply to the final dot (section 4.5.3.2.6); to give up too early here is how messages come twice
 */
public record SmtpTimeouts(
        Duration greeting, Duration command, Duration dataInitiation, Duration dataBlock, Duration dataTermination) {
    /** @throws IllegalArgumentException when one is under a millisecond */
    public SmtpTimeouts {
        if (Stream.of(greeting, command, dataInitiation, dataBlock, dataTermination)
                .anyMatch(time -> time.toMillis() < 1)) {
            throw new IllegalArgumentException("timeouts are at least a millisecond");
        }
    }

    /** The RFC's: 5 minutes, but 2 for DATA, 3 for a piece of content, and 10 for the final dot. */
    public static SmtpTimeouts standard() {
        return new SmtpTimeouts(
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                Duration.ofMinutes(10));
    }

    /** The same timeouts with another {@link #greeting()}. */
    public SmtpTimeouts greeting(Duration greeting) {
        return new SmtpTimeouts(greeting, command, dataInitiation, dataBlock, dataTermination);
    }

    /** The same timeouts with another {@link #command()}. */
    public SmtpTimeouts command(Duration command) {
        return new SmtpTimeouts(greeting, command, dataInitiation, dataBlock, dataTermination);
    }

    /** The same timeouts with another {@link #dataInitiation()}. */
    public SmtpTimeouts dataInitiation(Duration dataInitiation) {
        return new SmtpTimeouts(greeting, command, dataInitiation, dataBlock, dataTermination);
    }

    /** The same timeouts with another {@link #dataBlock()}. */
    public SmtpTimeouts dataBlock(Duration dataBlock) {
        return new SmtpTimeouts(greeting, command, dataInitiation, dataBlock, dataTermination);
    }

    /** The same timeouts with another {@link #dataTermination()}. */
    public SmtpTimeouts dataTermination(Duration dataTermination) {
        return new SmtpTimeouts(greeting, command, dataInitiation, dataBlock, dataTermination);
    }
}
