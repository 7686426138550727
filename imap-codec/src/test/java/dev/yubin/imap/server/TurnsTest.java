package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On which threads the store is asked, seen from within it. */
class TurnsTest {
    private static final String USER = "bbb@osaka.test";

    /** What was asked on the event loop, and what elsewhere. */
    private final Map<String, Set<String>> asked = new ConcurrentHashMap<>();

    private MailStore noting(boolean neverWaits) {
        MailStore store = Between.around(
                MemoryMailStore.create(USER),
                (method, arguments) -> asked.computeIfAbsent(method.getName(), name -> new ConcurrentSkipListSet<>())
                        .add(Thread.currentThread().getName().startsWith("yubin-loop") ? "loop" : "worker"));
        return new MailStore() {
            @Override
            public Account account(String user) throws StoreException {
                return store.account(user);
            }

            @Override
            public boolean neverWaits() {
                return neverWaits;
            }
        };
    }

    private static ImapServer serve(MailStore store) throws Exception {
        return ImapServer.builder(store, new QuickUsers().add(USER, Secret.of("tanuki")))
                .plaintextLogin(true)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                .start();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStoreThatNeverWaitsIsAskedOnTheEventLoopByWhatIsShort(boolean neverWaits) throws Exception {
        try (ImapServer server = serve(noting(neverWaits))) {
            Wire.to(server.port()).play("""
                S: * OK ...
                C: a LOGIN bbb@osaka.test tanuki
                S: a OK ...
                C: b APPEND INBOX {21}
                S: + ...
                C: Subject: 1
                C:
                C: ghoti
                C:
                S: b OK [APPENDUID ...] ...
                C: c SELECT INBOX
                S: * FLAGS ...
                S: * OK ...
                S: * 1 EXISTS
                S: * ... RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [UIDVALIDITY ...
                S: * OK [UIDNEXT 2] ...
                S: * OK [HIGHESTMODSEQ ...
                S: * OK [MAILBOXID ...
                S: c OK ...
                C: d FETCH 1 BODY.PEEK[TEXT]
                S: * 1 FETCH (BODY[TEXT] {7}
                S: ghoti
                S: )
                S: d OK ...
                C: e SEARCH TEXT ghoti
                S: * SEARCH ...
                S: e OK ...
                C: f LOGOUT
                S: * BYE ...
                S: f OK ...
                EOF
                """);
        }
        Set<String> shortOnes = Set.of(neverWaits ? "loop" : "worker");
        Set<String> both = neverWaits ? Set.of("loop", "worker") : Set.of("worker");
        assertThat(new TreeMap<>(asked))
                .containsEntry("commit", shortOnes) // APPEND
                .containsEntry("messages", both) // FETCH and SEARCH
                .containsEntry("snapshot", Set.of("worker")); // SELECT
    }

    /** What is answered to commands at hand goes out together, but nothing waits for what is not at hand. */
    @Test
    void whatIsAnsweredOnTheEventLoopGoesOutAtOnce() throws Exception {
        StringBuilder many = new StringBuilder("""
                S: * OK ...
                C: a LOGIN bbb@osaka.test tanuki
                S: a OK ...
                """);
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            many.append("C: n").append(i).append(" NOOP\n");
            answers.append("S: n").append(i).append(" OK NOOP done\n");
        }
        try (ImapServer server = serve(noting(true))) {
            Wire.to(server.port())
                    .play(Wire.Pace.PIPELINED, many.append(answers).toString());
            Wire.to(server.port()).play("""
                S: * OK ...
                C: a LOGIN bbb@osaka.test tanuki
                S: a OK ...
                C: b NOOP
                S: b OK ...
                C: c NOOP
                S: c OK ...
                """);
        }
    }
}
