package dev.yubin.examples;

import static dev.yubin.examples.Patients.ANOTHER;
import static dev.yubin.examples.Patients.AUTHORITY;
import static dev.yubin.examples.Patients.BRIEF;
import static dev.yubin.examples.Patients.EXPIRED;
import static dev.yubin.examples.Patients.FUTURE;
import static dev.yubin.examples.Patients.HOST;
import static dev.yubin.examples.Patients.IMAP;
import static dev.yubin.examples.Patients.IMPLICIT;
import static dev.yubin.examples.Patients.LOOPBACK;
import static dev.yubin.examples.Patients.OURS;
import static dev.yubin.examples.Patients.PASSWORD;
import static dev.yubin.examples.Patients.PLAIN;
import static dev.yubin.examples.Patients.POP3;
import static dev.yubin.examples.Patients.SMTP;
import static dev.yubin.examples.Patients.STARTTLS;
import static dev.yubin.examples.Patients.blackHole;
import static dev.yubin.examples.Patients.closed;
import static dev.yubin.examples.Patients.imap;
import static dev.yubin.examples.Patients.pop3;
import static dev.yubin.examples.Patients.smtp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.examples.Patients.Client;
import dev.yubin.examples.Patients.Place;
import dev.yubin.examples.Patients.Settings;
import dev.yubin.protocol.Fault.Kind;
import dev.yubin.protocol.Proxy;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.diagnosis.Finding;
import dev.yubin.protocol.diagnosis.Finding.Verdict;
import dev.yubin.protocol.diagnosis.Report;
import dev.yubin.protocol.diagnosis.Step;
import dev.yubin.protocol.diagnosis.Trouble;
import dev.yubin.protocol.sasl.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of an account's settings, made for real, and what the diagnosis says of it. */
@Timeout(60)
class DiagnosisTest {
    private static final Credentials WITHOUT_TOKEN = Credentials.of("bob@osaka.test", () -> {
        throw new IOException("the authorization server is down");
    });

    /** An account with a fault. */
    private record Case(Client client, Settings settings, Place server) {}

    private static List<InetAddress> unknown(String host) throws UnknownHostException {
        throw new UnknownHostException(host);
    }

    /** Longer than anybody waits for it here. */
    private static List<InetAddress> slow(String host) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, 2, TimeUnit.SECONDS)
                .join();
        return List.of(LOOPBACK);
    }

    private static Case refusingProxy() throws IOException {
        PretendServer proxy =
                new PretendServer("").answering("CONNECT", "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        Proxy through = Proxy.http(LOOPBACK.getHostAddress(), proxy.port());
        return new Case(POP3, PLAIN.reach(PLAIN.reach().through(through)), proxy);
    }

    private static Case made(String fault) throws Exception {
        return switch (fault) {
            case "no such name" -> new Case(POP3, PLAIN.names(DiagnosisTest::unknown), closed());
            case "a look-up without an answer" ->
                new Case(SMTP, PLAIN.names(DiagnosisTest::slow).connectTimeout(BRIEF), closed());
            case "a closed port" -> new Case(IMAP, IMPLICIT, closed());
            case "a black hole" -> new Case(POP3, PLAIN.connectTimeout(BRIEF), blackHole());
            // The broadcast address of the loopback: no connection leads there, and nothing is sent.
            case "no way to the server" ->
                new Case(SMTP, PLAIN.names(host -> List.of(InetAddress.getByName("127.255.255.255"))), closed());
            case "an address of another machine" ->
                new Case(IMAP, PLAIN.reach(PLAIN.reach().from(InetAddress.getByName("192.0.2.1"))), closed());
            case "a proxy that refuses" -> refusingProxy();
            case "TLS on a plain port in POP3" -> new Case(POP3, IMPLICIT, pop3());
            case "TLS on a plain port in SMTP" -> new Case(SMTP, IMPLICIT, smtp());
            case "TLS on the plain port of another" -> new Case(SMTP, IMPLICIT, imap());
            case "plain on a TLS port in IMAP" -> new Case(IMAP, PLAIN.timeout(BRIEF), imap().beginningWithTls(OURS));
            case "STARTTLS on a TLS port in SMTP" ->
                new Case(SMTP, STARTTLS.timeout(BRIEF), smtp().beginningWithTls(ANOTHER));
            case "no STARTTLS in SMTP" -> new Case(SMTP, STARTTLS, smtp().answering("EHLO", "250 smtp.osaka.test\r\n"));
            case "no STLS in POP3" -> new Case(POP3, STARTTLS, pop3().answering("CAPA", "+OK\r\nUSER\r\n.\r\n"));
            case "no STARTTLS in IMAP" ->
                new Case(IMAP, STARTTLS, imap().answering("CAPABILITY", "* CAPABILITY IMAP4rev1\r\n@ OK\r\n"));
            case "no common cipher" ->
                new Case(IMAP, IMPLICIT, new PretendServer("\u0015\u0003\u0003\u0000\u0002\u0002\u0028"));
            case "an expired certificate" ->
                new Case(IMAP, IMPLICIT.trust(AUTHORITY), imap().beginningWithTls(EXPIRED));
            case "an expired certificate behind STARTTLS" ->
                new Case(SMTP, STARTTLS.trust(AUTHORITY), smtp().identity(EXPIRED));
            case "a certificate of the future" ->
                new Case(POP3, IMPLICIT.trust(AUTHORITY), pop3().beginningWithTls(FUTURE));
            case "a certificate for another name" ->
                new Case(POP3, IMPLICIT.trust(TlsTrust.in(ANOTHER)), pop3().beginningWithTls(ANOTHER));
            case "a certificate for another name behind STARTTLS" ->
                new Case(IMAP, STARTTLS.trust(TlsTrust.in(ANOTHER)), imap().identity(ANOTHER));
            case "a certificate that nobody vouches for" ->
                new Case(SMTP, STARTTLS.trust(TlsTrust.in(ANOTHER)), smtp());
            case "a server that says 421" ->
                new Case(SMTP, PLAIN, new PretendServer("421 4.7.0 too many connections\r\n"));
            case "a server that says 554" -> new Case(SMTP, PLAIN, new PretendServer("554 5.7.1 listed\r\n"));
            case "a server that says BYE" -> new Case(IMAP, PLAIN, new PretendServer("* BYE too busy\r\n"));
            case "a server that says -ERR" -> new Case(POP3, PLAIN, new PretendServer("-ERR [SYS/TEMP] too busy\r\n"));
            case "IMAP where POP3 is set" -> new Case(POP3, PLAIN, imap());
            case "POP3 where IMAP is set" -> new Case(IMAP, PLAIN, pop3());
            case "POP3 where SMTP is set" -> new Case(SMTP, STARTTLS, pop3());
            case "SMTP in TLS where IMAP is set" -> new Case(IMAP, IMPLICIT, smtp().beginningWithTls(OURS));
            case "SSH where SMTP is set" -> new Case(SMTP, PLAIN, new PretendServer("SSH-2.0-OpenSSH_9.2\r\n"));
            case "words that nobody knows" -> new Case(POP3, PLAIN, new PretendServer("hello, world\r\n"));
            case "a server that says nothing" ->
                new Case(POP3, PLAIN.timeout(BRIEF).connectTimeout(BRIEF), new PretendServer(""));
            case "a server that hangs up" -> new Case(IMAP, PLAIN, new PretendServer("-"));
            case "a bad password in POP3" ->
                new Case(POP3, STARTTLS, pop3().answering("PASS", "-ERR bad password\r\n"));
            case "a bad password in IMAP" ->
                new Case(IMAP, STARTTLS, imap().answering("LOGIN", "@ NO [AUTHENTICATIONFAILED] bad\r\n"));
            case "a bad password in SMTP" -> new Case(SMTP, STARTTLS, smtp().answering("AUTH", "535 5.7.8 bad\r\n"));
            case "a server that repeats the password" ->
                new Case(POP3, STARTTLS, pop3().answering("PASS", "-ERR no: PASS " + PASSWORD + "\r\n"));
            case "no mechanism in SMTP" ->
                new Case(
                        SMTP,
                        STARTTLS,
                        smtp().answering("EHLO", "250-smtp.osaka.test\r\n250-STARTTLS\r\n250 AUTH GSSAPI\r\n"));
            case "no mechanism in IMAP" ->
                new Case(
                        IMAP,
                        STARTTLS,
                        imap().answering("CAPABILITY", "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n@ OK\r\n"));
            case "login only behind STARTTLS in IMAP" ->
                new Case(
                        IMAP,
                        PLAIN.showing(),
                        imap().answering("CAPABILITY", "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n@ OK\r\n"));
            case "login only behind STLS in POP3" -> new Case(POP3, PLAIN, pop3());
            case "login only behind STARTTLS in SMTP" ->
                new Case(SMTP, PLAIN, smtp().answering("EHLO", "250-smtp.osaka.test\r\n250 STARTTLS\r\n"));
            case "another session in POP3" ->
                new Case(POP3, STARTTLS, pop3().answering("PASS", "-ERR [IN-USE] another session\r\n"));
            case "no token" ->
                new Case(
                        IMAP,
                        STARTTLS.login(WITHOUT_TOKEN),
                        imap().answering("CAPABILITY", "* CAPABILITY IMAP4rev1 STARTTLS AUTH=XOAUTH2\r\n@ OK\r\n")
                                .answering("AUTHENTICATE", "+ \r\n")
                                .answering("*", "* BAD cancelled\r\n"));
            case "a locked account in SMTP" ->
                new Case(SMTP, STARTTLS, smtp().answering("AUTH", "550 5.7.1 locked, ask us\r\n"));
            case "a full mailbox by quota" ->
                new Case(
                        IMAP,
                        STARTTLS,
                        imap().answering(
                                        "GETQUOTAROOT",
                                        "* QUOTAROOT INBOX \"\"\r\n* QUOTA \"\" (STORAGE 512 512)\r\n@ OK\r\n"));
            case "a mailbox that does not open in IMAP" ->
                new Case(IMAP, STARTTLS, imap().answering("EXAMINE", "@ NO no such mailbox\r\n"));
            case "a mailbox that does not open in POP3" ->
                new Case(POP3, STARTTLS, pop3().answering("STAT", "-ERR damaged\r\n"));
            case "a sender of somebody else" ->
                new Case(SMTP, STARTTLS, smtp().answering("MAIL", "553 5.7.1 not yours\r\n"));
            case "a sender who is to come again" ->
                new Case(SMTP, STARTTLS, smtp().answering("MAIL", "451 4.3.0 not now\r\n"));
            case "a server that falls silent in SMTP" ->
                new Case(SMTP, STARTTLS.timeout(BRIEF), smtp().answering("RCPT", ""));
            case "a server that falls silent in POP3" ->
                new Case(POP3, STARTTLS.timeout(BRIEF), pop3().answering("STAT", ""));
            case "a recipient that is unknown" ->
                new Case(SMTP, STARTTLS, smtp().answering("RCPT", "550 5.1.1 unknown\r\n"));
            default -> throw new IllegalArgumentException(fault);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
        no such name                                   | NAME        | NAME_UNKNOWN              | SERVER_SETTING |
        a look-up without an answer                    | NAME        | LOOKUP_FAILED             | NETWORK        |
        a closed port                                  | CONNECTION  | NOTHING_LISTENS           | SERVER_SETTING |
        a black hole                                   | CONNECTION  | CONNECT_TIMEOUT           | NETWORK        |
        no way to the server                           | CONNECTION  | UNREACHABLE               | NETWORK        | DETAIL
        an address of another machine                  | CONNECTION  | ADDRESS_NOT_OURS          | SERVER_SETTING | DETAIL
        a proxy that refuses                           | CONNECTION  | PROXY_REFUSED             | SERVER_SETTING | DETAIL
        TLS on a plain port in POP3                    | TLS         | TLS_ON_PLAIN_PORT         | SERVER_SETTING | FIRST_LINE STARTTLS_HERE
        TLS on a plain port in SMTP                    | TLS         | TLS_ON_PLAIN_PORT         | SERVER_SETTING | STARTTLS_HERE
        TLS on the plain port of another            | TLS         | OTHER_PROTOCOL            | SERVER_SETTING | SPOKEN
        plain on a TLS port in IMAP                    | GREETING    | PLAIN_ON_TLS_PORT         | SERVER_SETTING | IMPLICIT_TLS_HERE
        STARTTLS on a TLS port in SMTP                 | GREETING    | PLAIN_ON_TLS_PORT         | SERVER_SETTING | IMPLICIT_TLS_HERE
        no STARTTLS in SMTP                            | TLS         | STARTTLS_NOT_OFFERED      | SERVER_SETTING | NO_OPEN_PORT
        no STLS in POP3                                | TLS         | STARTTLS_NOT_OFFERED      | SERVER_SETTING |
        no STARTTLS in IMAP                            | TLS         | STARTTLS_NOT_OFFERED      | SERVER_SETTING |
        no common cipher                               | TLS         | TLS_HANDSHAKE             | SERVER_SETTING | DETAIL
        an expired certificate                         | CERTIFICATE | CERTIFICATE_EXPIRED       | SERVER_SETTING | VALID
        an expired certificate behind STARTTLS         | CERTIFICATE | CERTIFICATE_EXPIRED       | SERVER_SETTING | VALID
        a certificate of the future                    | CERTIFICATE | CERTIFICATE_NOT_YET_VALID | SERVER_SETTING | VALID
        a certificate for another name                 | CERTIFICATE | CERTIFICATE_NAME          | SERVER_SETTING | CERTIFICATE_NAMES
        a certificate for another name behind STARTTLS | CERTIFICATE | CERTIFICATE_NAME          | SERVER_SETTING | CERTIFICATE_NAMES
        a certificate that nobody vouches for          | CERTIFICATE | CERTIFICATE_UNTRUSTED     | SERVER_SETTING | ISSUER
        a server that says 421                         | GREETING    | TURNED_AWAY               | REFUSED        |
        a server that says 554                         | GREETING    | TURNED_AWAY               | REFUSED        |
        a server that says BYE                         | GREETING    | TURNED_AWAY               | REFUSED        |
        a server that says -ERR                        | GREETING    | TURNED_AWAY               | REFUSED        |
        IMAP where POP3 is set                         | GREETING    | OTHER_PROTOCOL            | SERVER_SETTING | SPOKEN
        POP3 where IMAP is set                         | GREETING    | OTHER_PROTOCOL            | SERVER_SETTING | SPOKEN
        POP3 where SMTP is set                         | GREETING    | OTHER_PROTOCOL            | SERVER_SETTING | SPOKEN
        SMTP in TLS where IMAP is set                  | GREETING    | OTHER_PROTOCOL            | SERVER_SETTING | SPOKEN
        SSH where SMTP is set                          | GREETING    | OTHER_PROTOCOL            | SERVER_SETTING | SPOKEN
        words that nobody knows                        | GREETING    | PROTOCOL_BROKEN           | PROTOCOL       | FIRST_LINE
        a server that says nothing                     | GREETING    | SILENT                    | NETWORK        |
        a server that hangs up                         | GREETING    | CONNECTION_LOST           | NETWORK        |
        a bad password in POP3                         | LOGIN       | CREDENTIALS_REFUSED       | CREDENTIALS    | NAME_WITHOUT_DOMAIN
        a bad password in IMAP                         | LOGIN       | CREDENTIALS_REFUSED       | CREDENTIALS    | NAME_WITHOUT_DOMAIN
        a bad password in SMTP                         | LOGIN       | CREDENTIALS_REFUSED       | CREDENTIALS    | NAME_WITHOUT_DOMAIN
        a server that repeats the password             | LOGIN       | CREDENTIALS_REFUSED       | CREDENTIALS    |
        no mechanism in SMTP                           | LOGIN       | MECHANISM_NOT_OFFERED     | SERVER_SETTING | DETAIL
        no mechanism in IMAP                           | LOGIN       | MECHANISM_NOT_OFFERED     | SERVER_SETTING | DETAIL
        login only behind STARTTLS in IMAP             | LOGIN       | LOGIN_NEEDS_TLS           | SERVER_SETTING | STARTTLS_HERE
        login only behind STLS in POP3                 | LOGIN       | LOGIN_NEEDS_TLS           | SERVER_SETTING | STARTTLS_HERE
        login only behind STARTTLS in SMTP             | LOGIN       | LOGIN_NEEDS_TLS           | SERVER_SETTING | STARTTLS_HERE
        another session in POP3                        | LOGIN       | LOGIN_NOT_NOW             | REFUSED        |
        no token                                       | LOGIN       | TOKEN_UNAVAILABLE         | CREDENTIALS    | DETAIL
        a locked account in SMTP                       | LOGIN       | LOGIN_REFUSED             | REFUSED        |
        a full mailbox by quota                        | MAILBOX     | MAILBOX_FULL              | REFUSED        | USED
        a mailbox that does not open in IMAP           | MAILBOX     | MAILBOX_REFUSED           | REFUSED        |
        a mailbox that does not open in POP3           | MAILBOX     | MAILBOX_REFUSED           | REFUSED        |
        a sender of somebody else                     | SENDER      | SENDER_REFUSED            | REFUSED        |
        a sender who is to come again                  | SENDER      | REFUSED_FOR_NOW           | REFUSED        |
        a server that falls silent in SMTP             | RECIPIENT   | TIMEOUT                   | NETWORK        |
        a server that falls silent in POP3             | MAILBOX     | TIMEOUT                   | NETWORK        |
        a recipient that is unknown                    | RECIPIENT   | NO_SUCH_USER              | REFUSED        |
        """)
    void everyFaultIsToldWithItsCauseAndItsFix(String fault, Step step, Trouble trouble, Kind kind, String notes)
            throws Exception {
        Case made = made(fault);
        try (Place server = made.server()) {
            Report report =
                    made.client().diagnosis(server.port(), made.settings()).run();

            assertThat(report.failure()).as(report.toString()).isPresent();
            Finding failed = report.failure().get();
            assertThat(failed.step()).as(report.toString()).isEqualTo(step);
            assertThat(failed.trouble()).as(report.toString()).contains(trouble);
            assertThat(trouble.kind()).isEqualTo(kind);
            assertThat(failed.place()).isEqualTo(HOST + ":" + server.port());
            assertThat(failed.notes())
                    .as(report.toString())
                    .extracting(note -> note.topic().name())
                    .containsAll(notes == null ? List.of() : List.of(notes.split(" ")));
            assertThat(report.findings()).last().isEqualTo(failed);
            assertTold(report, failed);
        }
    }

    /** In both languages, and without what is secret. */
    private static void assertTold(Report report, Finding failed) {
        Trouble trouble = failed.trouble().orElseThrow();
        for (Locale language : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            assertThat(report.text(language))
                    .contains(failed.place(), trouble.cause(language), trouble.fix(language))
                    .doesNotContain(PASSWORD);
        }
        assertThat(report.findings().toString()).doesNotContain(PASSWORD);
    }

    private interface Opening {
        Place open() throws Exception;
    }

    // ------------------------------------------------------------------ when all is well

    /** An account without a fault. */
    private record Well(String what, Client client, Settings settings, Opening server, List<Step> steps) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Well> wells() {
        List<Step> implicit = List.of(
                Step.NAME, Step.CONNECTION, Step.TLS, Step.CERTIFICATE, Step.GREETING, Step.LOGIN, Step.MAILBOX);
        List<Step> startTls = List.of(
                Step.NAME, Step.CONNECTION, Step.GREETING, Step.TLS, Step.CERTIFICATE, Step.LOGIN, Step.MAILBOX);
        List<Step> sending = List.of(
                Step.NAME,
                Step.CONNECTION,
                Step.GREETING,
                Step.TLS,
                Step.CERTIFICATE,
                Step.LOGIN,
                Step.SENDER,
                Step.RECIPIENT);
        return Stream.of(
                new Well("POP3 in TLS", POP3, IMPLICIT, () -> pop3().beginningWithTls(OURS), implicit),
                new Well("POP3 by STLS", POP3, STARTTLS, () -> pop3(), startTls),
                new Well("IMAP in TLS", IMAP, IMPLICIT, () -> imap().beginningWithTls(OURS), implicit),
                new Well("IMAP by STARTTLS", IMAP, STARTTLS, () -> imap(), startTls),
                new Well("SMTP by STARTTLS", SMTP, STARTTLS, () -> smtp(), sending));
    }

    @ParameterizedTest
    @MethodSource("wells")
    void whatIsWellPassesEachStep(Well well) throws Exception {
        try (Place place = well.server().open()) {
            List<Finding> heard = new ArrayList<>();
            Report report = well.client()
                    .diagnosis(place.port(), well.settings())
                    .begin(heard::add)
                    .await();

            assertThat(report.passed()).as(report.toString()).isTrue();
            assertThat(report.findings()).extracting(Finding::step).containsExactlyElementsOf(well.steps());
            assertThat(report.findings()).extracting(Finding::verdict).containsOnly(Verdict.PASSED);
            assertThat(heard).isEqualTo(report.findings());
        }
    }

    @Test
    void whatIsInTheClearIsAWarning() throws Exception {
        try (Place place = pop3()) {
            Report report = POP3.diagnosis(place.port(), PLAIN.showing()).run();

            assertThat(report.passed()).isTrue();
            assertThat(report.findings())
                    .filteredOn(finding -> finding.verdict() == Verdict.WARNING)
                    .extracting(Finding::trouble)
                    .containsExactly(Optional.of(Trouble.IN_THE_CLEAR));
        }
    }

    @Test
    void nothingIsSentAsMail() throws Exception {
        try (PretendServer server = smtp()) {
            SMTP.diagnosis(server.port(), STARTTLS).run();

            server.await("QUIT"); // which nobody waits for, nor for RSET
            assertThat(server.heard())
                    .containsSubsequence("MAIL FROM:<ann@tokyo.test>", "RCPT TO:<bob@osaka.test>", "RSET")
                    .noneMatch(line -> line.startsWith("DATA") || line.startsWith("BDAT"));
        }
    }

    @Test
    void everyTroubleHasItsWordsInBothLanguages() {
        for (Trouble trouble : Trouble.values()) {
            assertThat(trouble.cause(Locale.ENGLISH)).matches("[ -~]+");
            assertThat(trouble.fix(Locale.ENGLISH)).matches("[ -~]+");
            assertThat(trouble.cause(Locale.JAPANESE)).matches(".*\\p{IsHiragana}.*。");
            assertThat(trouble.fix(Locale.JAPANESE)).matches(".*\\p{IsHiragana}.*。");
        }
    }
}
