package dev.yubin.imap.server;

import dev.yubin.conformance.Wire;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations over real sockets, each line by line, in one write, octet by octet, and cut in two at every place. */
class ImapServerTest {
    private static final String USER = "bbb@osaka.test";

    private volatile MailStore store = MemoryMailStore.create(USER);
    private ImapServer server;

    @BeforeEach
    void open() throws Exception {
        MailStore present = user -> store.account(user);
        server = ImapServer.builder(present, new UserTable(4096).add(USER, Secret.of("tanuki")))
                .identity(TlsIdentity.selfSigned())
                .plaintextLogin(true)
                .listen(new InetSocketAddress("127.0.0.1", 0), TlsMode.STARTTLS_OPTIONAL)
                .start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Wire wire() {
        return Wire.to(server.port()).before(() -> store = MemoryMailStore.create(USER));
    }

    @Test
    void aMessageIsAppendedFetchedAndFound() {
        wire().playEveryWay("""
                S: * OK [CAPABILITY ...] Yubin ready
                C: a1 LOGIN bbb@osaka.test tanuki
                S: a1 OK [CAPABILITY ...] LOGIN done
                C: a2 APPEND INBOX (\\Seen) {40+}
                C: Subject: hi
                C: From: aaa@tokyo.test
                C:
                C: a
                C:
                S: a2 OK [APPENDUID ... 1] APPEND done
                C: a3 EXAMINE inbox
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS ()] ...
                S: * 1 EXISTS
                S: * ... RECENT
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 2] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * OK [MAILBOXID (F...)] ...
                S: a3 OK [READ-ONLY] EXAMINE done
                C: a4 FETCH 1 (UID RFC822.SIZE BODY[TEXT])
                S: * 1 FETCH (UID 1 RFC822.SIZE 40 BODY[TEXT] {3}
                S: a
                S: )
                S: a4 OK FETCH done
                C: a5 SEARCH SUBJECT HI
                S: * SEARCH 1
                S: a5 OK SEARCH done
                C: a6 LOGOUT
                S: * BYE ...
                S: a6 OK LOGOUT done
                EOF
                """);
    }

    @Test
    void flagsAreStoredMessagesCopiedAndExpunged() {
        wire().waiting().playEveryWay("""
                S: * OK ...
                C: b1 LOGIN bbb@osaka.test tanuki
                S: b1 OK ...
                C: b2 APPEND INBOX {3}
                S: + ...
                C: a
                C:
                S: b2 OK [APPENDUID ... 1] ...
                C: b3 SELECT INBOX
                S: * FLAGS ...
                S: * OK ...
                S: * 1 EXISTS
                S: * ... RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [UIDVALIDITY ...
                S: * OK [UIDNEXT 2] ...
                S: * OK [HIGHESTMODSEQ ...
                S: * OK [MAILBOXID (F...)] ...
                S: b3 OK [READ-WRITE] SELECT done
                C: b4 CREATE Lists/netty
                S: b4 OK [MAILBOXID (F...)] CREATE done
                C: b5 UID COPY 1 Lists/netty
                S: b5 OK [COPYUID ... 1 1] ...
                C: b6 STATUS Lists/netty (MESSAGES UIDNEXT)
                S: * STATUS Lists/netty (MESSAGES 1 UIDNEXT 2)
                S: b6 OK STATUS done
                C: b7 STORE 1 +FLAGS.SILENT (\\Deleted)
                S: b7 OK STORE done
                C: b8 EXPUNGE
                S: * 1 EXPUNGE
                S: b8 OK EXPUNGE done
                C: b9 IDLE
                S: + ...
                C: DONE
                S: b9 OK IDLE done
                """);
    }

    @Test
    void whatIsWrongIsAnsweredInItsPlaceAndTheConversationGoesOn() {
        wire().playEveryWay("""
                S: * OK ...
                C: c1 BOGUS {5+}
                C: x LOGIN
                S: c1 BAD ...
                C: c2 SELECT INBOX
                S: c2 BAD ...
                C: c3 LOGIN bbb@osaka.test {6+}
                C: tanuki
                S: c3 OK ...
                C: c4 FETCH 1 FLAGS
                S: c4 BAD ...
                C: c5 APPEND Nowhere {9+}
                C: c6 LOGOUT
                S: c5 NO [TRYCREATE] ...
                C: c7 SELECT Nowhere
                S: c7 NO [NONEXISTENT] ...
                C: c8 NOOP
                S: c8 OK NOOP done
                """);
    }

    @Test
    void whatWasSaidBeforeTlsIsForgotten() {
        wire().playEveryWay("""
                S: * OK ...
                C: d1 STARTTLS
                S: d1 OK ...
                TLS
                C: d2 CAPABILITY
                S: * CAPABILITY ...
                S: d2 OK CAPABILITY done
                C: d3 LOGIN bbb@osaka.test tanuki
                S: d3 OK ...
                """);
    }

    @Test
    void aBodyThatIsCutOffLeavesNoTrace() {
        Wire wire = Wire.to(server.port()); // with one store for all
        wire.waiting().playEveryWay("""
                S: * OK ...
                C: e1 LOGIN bbb@osaka.test tanuki
                S: e1 OK ...
                C: e2 APPEND INBOX {100}
                S: + ...
                C> half
                CLOSE
                EOF
                """);
        wire.playEveryWay("""
                S: * OK ...
                C: e3 LOGIN bbb@osaka.test tanuki
                S: e3 OK ...
                C: e4 STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES 0)
                S: e4 OK STATUS done
                """);
    }
}
