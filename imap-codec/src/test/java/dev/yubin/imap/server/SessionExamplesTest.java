package dev.yubin.imap.server;

import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Examples that RFCs have of whole conversations and of how they begin. */
class SessionExamplesTest {
    /** RFC 9051 section 8, with a password for the exchange of SCRAM-SHA-256, whose nonces nobody knows. */
    @Nested
    class OfTheBaseSpecification {
        private static final String HEADER = """
                Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
                From: Terry Gray <gray@cac.washington.edu>
                Subject: IMAP4rev2 WG mtg summary and minutes
                To: imap@cac.washington.edu
                cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>
                Message-Id: <B27397-0100000@cac.washington.edu>
                MIME-Version: 1.0
                Content-Type: TEXT/PLAIN; CHARSET=US-ASCII

                """;

        @RegisterExtension
        final Office office = Office.with().keptIn(() -> {
            Archive archive = Archive.empty().mailbox("INBOX", 3857529045L);
            for (int uid = 1; uid <= 18; uid++) {
                String body = ("x".repeat(31) + "\n").repeat(91) + "x".repeat(23) + "\n";
                archive.message(uid, "\\Seen", Instant.parse("1996-07-17T09:44:25Z"), HEADER + body);
            }
            return archive.store();
        });

        @Test
        void oneMessageIsReadAndDeleted() {
            office.wire().playUncut("""
                    S: * OK [CAPABILITY ... STARTTLS ...] Yubin ready
                    C: a000 starttls
                    S: a000 OK ...
                    TLS
                    C: A001 LOGIN bbb@osaka.test tanuki
                    S: A001 OK [CAPABILITY ...] LOGIN done
                    C: babc ENABLE IMAP4rev2
                    S: * ENABLED IMAP4rev2
                    S: babc OK ENABLE done
                    C: a002 select inbox
                    S: * FLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen)
                    S: * OK [PERMANENTFLAGS (...)] ...
                    S: * 18 EXISTS
                    S: * OK [UIDVALIDITY 3857529045] ...
                    S: * OK [UIDNEXT 19] ...
                    S: * OK [HIGHESTMODSEQ ...] ...
                    S: * LIST (\\HasNoChildren) "/" INBOX
                    S: a002 OK [READ-WRITE] SELECT done
                    C: a003 fetch 12 full
                    S: * 12 FETCH (FLAGS (\\Seen) INTERNALDATE "17-Jul-1996 09:44:25 +0000" RFC822.SIZE %1$d ENVELOPE ("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev2 WG mtg summary and minutes" (("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) ((NIL NIL "imap" "cac.washington.edu")) ((NIL NIL "minutes" "CNRI.Reston.VA.US")("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL NIL "<B27397-0100000@cac.washington.edu>") BODY ("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3028 92))
                    S: a003 OK FETCH done
                    C: a004 fetch 12 body[header]
                    S: * 12 FETCH (BODY[HEADER] {%2$d}
                    %3$sS: )
                    S: a004 OK FETCH done
                    C: a005 store 12 +flags \\deleted
                    S: * 12 FETCH (UID 12 FLAGS (\\Deleted \\Seen))
                    S: a005 OK STORE done
                    C: a006 logout
                    S: * BYE ...
                    S: a006 OK LOGOUT done
                    EOF
                    """.formatted(
                            Letters.octets(HEADER) + 3028,
                            Letters.octets(HEADER),
                            HEADER.lines().map(line -> "S: " + line + "\n").collect(Collectors.joining())));
        }
    }

    /** IDLE: RFC 2177 section 3. */
    @Nested
    class OfIdle {
        @RegisterExtension
        final Office office = Office.with("a: 1\n\n1\n", "a: 2\n\n2\n", "a: 3\n\n3\n");

        private void deliver() throws Exception {
            office.deliver("Subject: new\r\n\r\nnew\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        @Test
        void changesAreToldWhileAClientIdles() throws Exception {
            try (Clients clients = new Clients(office, "A", "B")) {
                clients.play("""
                        A C: A002 IDLE
                        A S: + idling
                        """);
                deliver();
                clients.play("""
                        A S: * 4 EXISTS
                        A S: * 1 RECENT
                        A C: DONE
                        A S: A002 OK IDLE done
                        A C: A003 FETCH 4 ALL
                        A S: * 4 FETCH (FLAGS (\\Recent) INTERNALDATE "..." RFC822.SIZE ... ENVELOPE (NIL "new" NIL NIL NIL NIL NIL NIL NIL NIL))
                        A S: A003 OK FETCH done
                        B C: b1 STORE 2:3 +FLAGS.SILENT (\\Deleted)
                        B S: * 4 EXISTS
                        B S: * ... RECENT
                        B S: b1 OK STORE done
                        B C: b2 UID EXPUNGE 2
                        B S: * 2 EXPUNGE
                        B S: b2 OK UID EXPUNGE done
                        A C: A004 IDLE
                        A S: + idling
                        A S: * 2 EXPUNGE
                        A S: * 2 FETCH (FLAGS (\\Deleted))
                        B C: b3 EXPUNGE
                        B S: * 2 EXPUNGE
                        B S: b3 OK EXPUNGE done
                        A S: * 2 EXPUNGE
                        """);
                deliver();
                clients.play("""
                        A S: * 3 EXISTS
                        A S: * ... RECENT
                        A C: DONE
                        A S: A004 OK IDLE done
                        A C: A005 FETCH 3 ALL
                        A S: * 3 FETCH (FLAGS (...) INTERNALDATE "..." RFC822.SIZE ... ENVELOPE (NIL "new" ...
                        A S: A005 OK FETCH done
                        A C: A006 IDLE
                        A S: + idling
                        A C: DONE
                        A S: A006 OK IDLE done
                        """);
            }
        }
    }

    @Nested
    class OfLogins {
        private static final String GREETING = "S: * OK [CAPABILITY ...] Yubin ready\n";

        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> MemoryMailStore.create("test", "FRED FOOBAR"))
                .users(new QuickUsers().add("test", Secret.of("test")).add("FRED FOOBAR", Secret.of("fat man")));

        /** SASL-IR: RFC 4959 section 4. */
        @Test
        void theInitialResponseComesAtOnceOrNot() {
            office.play(GREETING + """
                    C: C01 CAPABILITY
                    S: * CAPABILITY ... SASL-IR ... AUTH=PLAIN ...
                    S: C01 OK CAPABILITY done
                    C: A01 AUTHENTICATE PLAIN dGVzdAB0ZXN0AHRlc3Q=
                    S: A01 OK [CAPABILITY ...] AUTHENTICATE done
                    """);
            office.wire().waiting().playEveryWay(GREETING + """
                    C: A01 AUTHENTICATE PLAIN
                    S: +\\x20
                    C: dGVzdAB0ZXN0AHRlc3Q=
                    S: A01 OK [CAPABILITY ...] AUTHENTICATE done
                    """);
        }

        /** LITERAL+: RFC 7888 section 3. */
        @Test
        void literalsAreNotWaitedFor() {
            office.play(GREETING + """
                    C: A001 LOGIN {11+}
                    C: FRED FOOBAR {7+}
                    C: fat man
                    S: A001 OK [CAPABILITY ...] LOGIN done
                    """);
        }

        /** ID: RFC 2971 section 3.1. ENABLE: RFC 5161 section 3.1. */
        @Test
        void bothSaySomethingOfThemselves() {
            office.play(GREETING + """
                    C: a023 ID ("name" "sodr" "version" "19.34" "vendor" "Pink Floyd Music Limited")
                    S: * ID ("name" "Yubin"...)
                    S: a023 OK ID done
                    C: a024 LOGIN test test
                    S: a024 OK [CAPABILITY ...] LOGIN done
                    C: t1 CAPABILITY
                    S: * CAPABILITY ... ENABLE ...
                    S: t1 OK CAPABILITY done
                    C: t2 ENABLE CONDSTORE X-GOOD-IDEA
                    S: * ENABLED CONDSTORE
                    S: t2 OK ENABLE done
                    """);
        }
    }
}
