package dev.yubin.protocol.diagnosis;

import dev.yubin.protocol.Pending;
import dev.yubin.protocol.codec.Dialer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A walk through all that must go well, from a name to a mailbox, which can be taken any number of times. It changes nothing at the server and sends no mail. A
 * step that fails ends it, and is looked at a second time: at other ports, in other TLS modes, at what the certificate says.
 *
 * <p>It takes as long as its steps may: a diagnosis from a client's builder has the builder's timeouts, so set short ones.
 */
public final class Diagnosis {
    /** The steps. */
    @FunctionalInterface
    public interface Walk {
        /** Takes them one behind the other, tells of each as soon as it is over, and ends with the first that fails. It may wait. */
        void take(Consumer<Finding> findings);
    }

    private final String subject;
    private final Walk walk;

    /** @param subject whose it is, as in {@link Report#subject} */
    public Diagnosis(String subject, Walk walk) {
        this.subject = Objects.requireNonNull(subject, "subject");
        this.walk = Objects.requireNonNull(walk, "walk");
    }

    /** A diagnosis of a mail program's settings. */
    public static Diagnosis of(Protocol protocol, Dialer dialer, Walk walk) {
        String host = dialer.host().indexOf(':') < 0 ? dialer.host() : '[' + dialer.host() + ']';
        return new Diagnosis(protocol + " " + host + ':' + dialer.port() + " " + dialer.mode(), walk);
    }

    /** Takes the walk while this thread waits. Interrupted, it ends soon, with a step that fails so, and the thread's flag set. Not to be called on an event loop. */
    public Report run() {
        return run(finding -> {});
    }

    /** The same, and tells of each step as soon as it is over, on this thread. */
    public Report run(Consumer<Finding> asTheyCome) {
        List<Finding> findings = new ArrayList<>();
        walk.take(finding -> {
            findings.add(finding);
            asTheyCome.accept(finding);
        });
        return new Report(subject, findings);
    }

    /** Takes the walk on a thread of its own, which also tells of each step. Cancelling the result ends it soon. */
    public Pending<Report> begin(Consumer<Finding> asTheyCome) {
        Pending<Report> result = new Pending<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(run(asTheyCome));
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                },
                "yubin-diagnosis");
        thread.setDaemon(true);
        result.whenComplete((report, failure) -> {
            if (result.isCancelled()) {
                thread.interrupt();
            }
        });
        thread.start();
        return result;
    }
}
