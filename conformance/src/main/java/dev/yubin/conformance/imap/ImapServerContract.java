package dev.yubin.conformance.imap;

import dev.yubin.conformance.internal.Verdict;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What every IMAP server promises, as tests over the network. Whoever has a server extends it and says where it is:
 *
 * <pre>{@code
 * class MyServerTest extends ImapServerContract {
 *     @Override
 *     protected ImapTarget target() {
 *         return ImapTarget.at(server.address(), "ann", "secret").build();
 *     }
 * }
 * }</pre>
 *
 * <p>What the server may leave undone and does not offer, by CAPABILITY, is skipped. A failure shows what was said. {@link ImapConformance} makes the same
 * checks without JUnit.
 */
public abstract class ImapServerContract {
    /** For a server's tests. */
    protected ImapServerContract() {}

    /** The server, which runs. Asked for once. */
    protected abstract ImapTarget target() throws Exception;

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
        return new Verdict(differences(), this::mayLeaveOut)
                .tests(Chapters.ALL, on::make)
                .onClose(on::close);
    }
}
