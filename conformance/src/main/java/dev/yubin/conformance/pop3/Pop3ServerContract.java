package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Verdict;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What every POP3 server promises, as tests over the network. Whoever has a server extends it and says where it is:
 *
 * <pre>{@code
 * class MyServerTest extends Pop3ServerContract {
 *     @Override
 *     protected Pop3Target target() {
 *         return Pop3Target.of(server.address(), "ann", "secret").withDelivery(message -> server.add("ann", message));
 *     }
 * }
 * }</pre>
 *
 * <p>All mail of that account is deleted, again and again. What the server may leave undone and does not offer, by CAPA or in its greeting, is skipped. A
 * failure shows what was said. {@link Pop3Conformance} makes the same checks without JUnit.
 */
public abstract class Pop3ServerContract {
    /** For a server's tests. */
    protected Pop3ServerContract() {}

    /** The server, which runs. Asked for once. */
    protected abstract Pop3Target target() throws Exception;

    /**
     * Checks that are known to fail, by their titles, and why that is accepted. Such a check passes while the server differs, and fails when it does no
     * longer: the list never grows old.
     */
    protected Map<String, String> differences() {
        return Map.of();
    }

    /**
     * Whether a check may be left out: a server's own tests may want none to be. Unless overridden, all may.
     *
     * @param title the check's
     * @param why   what the server does not offer, or why the check could not be made
     */
    protected boolean mayLeaveOut(String title, String why) {
        return true;
    }

    @TestFactory
    final Stream<DynamicNode> checks() throws Exception {
        Examination on = new Examination(target());
        return new Verdict(differences(), this::mayLeaveOut).tests(Chapters.ALL, on::make);
    }
}
