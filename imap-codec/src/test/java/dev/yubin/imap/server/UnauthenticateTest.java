package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.feature.AccountWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** UNAUTHENTICATE: RFC 8437. */
class UnauthenticateTest {
    private static final String AGAIN = "a2 AUTHENTICATE PLAIN AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==";

    @RegisterExtension
    final Office office = Office.with(Letters.PLAIN).described(builder -> builder.unauthenticate(true));

    @Test
    void oneConnectionServesOneUserBehindAnother() {
        office.selected("""
            C: a1 UNAUTHENTICATE
            C: a2 AUTHENTICATE PLAIN AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
            C: a3 FETCH 1 FLAGS
            C: a4 SELECT INBOX
            S: a1 OK [CAPABILITY ... AUTH=PLAIN ...] UNAUTHENTICATE done
            S: a2 OK [CAPABILITY ... UNAUTHENTICATE ...] AUTHENTICATE done
            S: a3 BAD FETCH is not possible with no mailbox selected
            S: * FLAGS (...)
            S: * OK [PERMANENTFLAGS (...)] ...
            S: * 1 EXISTS
            S: * 0 RECENT
            S: * OK [UNSEEN 1] ...
            S: * OK [UIDVALIDITY ...] ...
            S: * OK [UIDNEXT 2] ...
            S: * OK [HIGHESTMODSEQ ...] ...
            S: a4 OK [READ-WRITE] SELECT done
            """);
    }

    @Test
    void nothingIsPossibleBetweenThem() {
        office.loggedIn("""
            C: a1 UNAUTHENTICATE
            S: a1 OK [CAPABILITY ...] UNAUTHENTICATE done
            C: a2 SELECT INBOX
            S: a2 BAD SELECT is not possible before login
            C: a3 UNAUTHENTICATE
            S: a3 BAD UNAUTHENTICATE is not possible before login
            C: a4 UNAUTHENTICATE now
            S: a4 BAD ...
            """);
    }

    /** Section 4.1: "Any extensions enabled by the IMAP ENABLE command cease to be enabled". */
    @Test
    void whatWasEnabledIsNotAnyMore() {
        office.selected("""
            C: e1 ENABLE IMAP4rev2 QRESYNC
            S: * OK [HIGHESTMODSEQ ...] ...
            S: * ENABLED IMAP4rev2 QRESYNC
            S: e1 OK ENABLE done
            C: e2 CREATE "große"
            S: e2 OK ...
            C: a1 UNAUTHENTICATE
            S: a1 OK [CAPABILITY ...] ...
            C: a2 AUTHENTICATE PLAIN AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
            S: a2 OK [CAPABILITY ...] ...
            C: a3 LIST "" gr*
            S: * LIST (\\HasNoChildren) "/" gro&AN8-e
            S: a3 OK LIST done
            C: a4 EXAMINE INBOX
            S: * FLAGS (...)
            S: * OK [PERMANENTFLAGS (...)] ...
            S: * 1 EXISTS
            S: * 0 RECENT
            S: * OK [UNSEEN 1] ...
            S: * OK [UIDVALIDITY ...] ...
            S: * OK [UIDNEXT 2] ...
            S: * OK [HIGHESTMODSEQ ...] ...
            S: a4 OK [READ-ONLY] EXAMINE done
            C: a5 UID FETCH 1 (FLAGS) (CHANGEDSINCE 1 VANISHED)
            S: a5 BAD QRESYNC is not enabled
            C: a6 UID SEARCH $
            S: * SEARCH
            S: a6 OK UID SEARCH done
            """);
    }

    /** Before a login lines have 16 KiB at most, and so again. */
    @Test
    void theBoundsAreThoseForWhomNobodyKnows() {
        String line = "x".repeat(20_000);
        office.wire().play(office.afterLogin("""
            C: a1 NOOP %s
            S: a1 BAD NOOP: expected ...
            C: a2 UNAUTHENTICATE
            S: a2 OK [CAPABILITY ...] ...
            C: a3 NOOP %s
            S: a3 BAD [TOOBIG] ...
            """.formatted(line, line)));
    }

    @Test
    void whatWasCompressedIsPlainBehindTheAnswer() throws IOException {
        try (Packed client = Packed.begun(office.server().port())) {
            client.say("a1 UNAUTHENTICATE\r\n");
            assertThat(client.line()).startsWith("a1 OK [CAPABILITY ");
            client.plain();
            client.say(AGAIN + "\r\n");
            assertThat(client.line()).startsWith("a2 OK [CAPABILITY ");
            client.say("a3 COMPRESS DEFLATE\r\n");
            assertThat(client.line()).isEqualTo("a3 OK DEFLATE active");
            client.compress();
            client.say("a4 NOOP\r\n");
            assertThat(client.line()).isEqualTo("a4 OK NOOP done");
        }
    }

    /** Section 3: "The client is permitted to pipeline"; section 4.1: the compression ends behind the CR LF of UNAUTHENTICATE. */
    @Test
    void aPlainCommandMayFollowInTheSameSegmentOrOctetByOctet() throws IOException {
        for (boolean ended : new boolean[] {false, true}) {
            for (boolean oneWrite : new boolean[] {true, false}) {
                try (Packed client = Packed.begun(office.server().port())) {
                    ByteArrayOutputStream all = new ByteArrayOutputStream();
                    DeflaterOutputStream out = new DeflaterOutputStream(all, new Deflater(9, true), true);
                    out.write("a1 UNAUTHENTICATE\r\n".getBytes(StandardCharsets.US_ASCII));
                    if (ended) {
                        out.finish();
                    } else {
                        out.flush();
                    }
                    all.write((AGAIN + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    byte[] octets = all.toByteArray();
                    for (int at = 0; at < octets.length; at += oneWrite ? octets.length : 1) {
                        client.sayPlain(Arrays.copyOfRange(octets, at, oneWrite ? octets.length : at + 1));
                    }
                    assertThat(client.line()).startsWith("a1 OK [CAPABILITY ");
                    client.plain();
                    assertThat(client.line()).startsWith("a2 OK [CAPABILITY ");
                }
            }
        }
    }

    @Nested
    class WhereNotifyIsOffered {
        @RegisterExtension
        final Office watched = Office.with(Letters.PLAIN)
                .gifts(new Gifted().account(AccountWatch.class, AccountWatch.class::cast))
                .described(builder -> builder.unauthenticate(true));

        /** Neither the news that was asked for comes, nor does what was not asked for stay away: RFC 5465 section 3.1. */
        @Test
        void whatNotifyAskedForIsForgotten() {
            try (Clients clients = new Clients(watched, "A", "B")) {
                clients.play("""
                        A C: a1 NOTIFY SET (personal (MailboxName))
                        A S: a1 OK NOTIFY done
                        B C: b1 CREATE one
                        B S: b1 OK CREATE done
                        A S: * LIST (\\HasNoChildren) "/" one
                        A C: a2 UNAUTHENTICATE
                        A S: a2 OK [CAPABILITY ...] UNAUTHENTICATE done
                        B C: b2 CREATE two
                        B S: b2 OK CREATE done
                        A C: a3 AUTHENTICATE PLAIN AGJiYkBvc2FrYS50ZXN0AHRhbnVraQ==
                        A S: a3 OK [CAPABILITY ... NOTIFY] AUTHENTICATE done
                        B C: b3 CREATE three
                        B S: b3 OK CREATE done
                        A C: a4 EXAMINE INBOX
                        A S: * FLAGS (...)
                        A S: * OK [PERMANENTFLAGS (...)] ...
                        A S: * 1 EXISTS
                        A S: * 0 RECENT
                        A S: * OK [UNSEEN 1] ...
                        A S: * OK [UIDVALIDITY ...] ...
                        A S: * OK [UIDNEXT 2] ...
                        A S: * OK [HIGHESTMODSEQ ...] ...
                        A S: a4 OK [READ-ONLY] EXAMINE done
                        B C: b4 STORE 1 +FLAGS.SILENT (\\Seen)
                        B S: b4 OK STORE done
                        A C: a5 NOOP
                        A S: * 1 FETCH (FLAGS (\\Seen))
                        A S: a5 OK NOOP done
                        """);
            }
        }
    }

    @Nested
    class WhereNobodySaidSo {
        @RegisterExtension
        final Office another = Office.with();

        @Test
        void itIsNotOffered() {
            another.loggedIn("""
                C: a1 UNAUTHENTICATE
                S: a1 BAD UNAUTHENTICATE is not offered here
                C: a2 CREATE box
                S: a2 OK CREATE done
                """);
        }
    }
}
