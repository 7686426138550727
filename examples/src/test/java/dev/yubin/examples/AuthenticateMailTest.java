package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.Wire;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.TlsMode;
import dev.yubin.routing.Accounts;
import dev.yubin.routing.NextHop;
import dev.yubin.routing.Reception;
import dev.yubin.routing.Relay;
import dev.yubin.routing.Router;
import dev.yubin.routing.dns.Dns;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail between servers that sign, check and send on, with keys and policies in a zone of the test's own. */
@Timeout(60)
class AuthenticateMailTest {
    private static KeyPair key;

    private final Zone zone = new Zone();
    private Dns dns = Dns.at(zone.address());
    private final MemoryMailStore tokyo = MemoryMailStore.create("aaa@tokyo.test");
    private final List<AutoCloseable> open = new ArrayList<>(List.of(dns, zone));

    @BeforeAll
    static void makeKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private static String publicKey() {
        return "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
    }

    private Wire tokyo() throws Exception {
        return serve(
                Reception.builder("mx.tokyo.test", router("tokyo.test", tokyo).build(), tokyo)
                        .screening(new SenderChecks("mx.tokyo.test", dns)));
    }

    private static Router.Builder router(String domain, MemoryMailStore store) {
        return Router.builder(Accounts.of(store)).local(Domain.of(domain)).postmaster("aaa@" + domain);
    }

    private SmtpServer server;

    private Wire serve(Reception.Builder reception) throws Exception {
        server = SmtpServer.builder()
                .name("mx.test")
                .port(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT))
                .application(reception.build())
                .start();
        open.add(server);
        return Wire.to(server.port());
    }

    private static String mail(String from, String to, String content, String answer) {
        String lines = content.isEmpty() ? "" : "C: " + content.stripTrailing().replaceAll("\r?\n", "\nC: ") + "\n";
        return """
            S: 220 ...
            C: HELO mx.osaka.test
            S: 250 ...
            C: MAIL FROM:<%s>
            S: 250 ...
            C: RCPT TO:<%s>
            S: 250 ...
            C: DATA
            S: 354 ...
            %sC: .
            S: %s
            """.formatted(from, to, lines, answer).replace("C: \n", "C:\n");
    }

    private String signed(String message) throws Exception {
        DkimSigning signing =
                new DkimSigning(Map.of(Domain.of("osaka.test"), new DkimSigning.Key("2026", key.getPrivate())));
        byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        return signing.sign(Domain.of("osaka.test"), () -> new ByteArrayInputStream(octets))
                        .text()
                + message;
    }

    private static String inbox(MemoryMailStore store, String account) throws Exception {
        dev.yubin.mailbox.Mailbox inbox = store.account(account).open(MailboxName.INBOX);
        Message message = inbox.messages().get(inbox.messages().size() - 1);
        try (Content content = inbox.content(message.uid())) {
            ByteBuffer octets = ByteBuffer.allocate((int) content.octets());
            while (octets.hasRemaining()) {
                content.read(octets.position(), octets);
            }
            return new String(octets.array(), StandardCharsets.ISO_8859_1);
        }
    }

    private static final String LETTER = """
        From: Bbb <bbb@osaka.test>
        To: aaa@tokyo.test
        Subject: Hello

        Konnichi wa
        """;

    @Test
    void aSignatureIsGoodAndOneChangedLetterIsTold() throws Exception {
        zone.with("2026._domainkey.osaka.test TXT", publicKey());
        Wire tokyo = tokyo();
        tokyo.play(mail("bbb@osaka.test", "aaa@tokyo.test", signed(LETTER), "250 ..."));
        assertThat(inbox(this.tokyo, "aaa@tokyo.test")).contains("""
            Authentication-Results: mx.tokyo.test;
            \tspf=none
            \t smtp.mailfrom=bbb@osaka.test;
            \tdkim=pass
            \t header.d=osaka.test
            \t header.s=2026;
            \tdmarc=none
            \t header.from=osaka.test
            DKIM-Signature:\
            """.replace("\n", "\r\n"));
        for (String change : List.of("Konnichi", "Subject: He", "bbb@osaka.test>\n")) {
            String changed = signed(LETTER)
                    .replace(
                            change,
                            change.replace("i", "e").replace("He", "Hey").replace(">", "> (x)"));
            tokyo.play(mail("bbb@osaka.test", "aaa@tokyo.test", changed, "250 ..."));
            assertThat(inbox(this.tokyo, "aaa@tokyo.test")).as(change).contains("\r\n\tdkim=fail\r\n");
        }
        tokyo.play(mail("bbb@osaka.test", "aaa@tokyo.test", "Subject: Another\n" + signed(LETTER), "250 ..."));
        assertThat(inbox(this.tokyo, "aaa@tokyo.test")).contains("\r\n\tdkim=fail\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x=tomorrow", "l=-", "a=rsa-sha1", "b=?", "q=x", "h=", "c=relaxed/odd", "i=@kobe.test"})
    void aSignatureThatIsNonsenseIsNotGood(String tag) throws Exception {
        zone.with("2026._domainkey.osaka.test TXT", publicKey());
        String name = tag.substring(0, 2);
        String odd = signed(LETTER).replaceFirst("[\t ]" + name + "[^;\r]*", "\t" + tag);
        String message = odd.contains(tag) ? odd : odd.replaceFirst("v=1;", "v=1; " + tag + ";");
        tokyo().play(mail("bbb@osaka.test", "aaa@tokyo.test", message, "250 ..."));
        assertThat(inbox(tokyo, "aaa@tokyo.test")).containsPattern("\r\n\tdkim=(permerror|fail|none|neutral)[\r;]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
        "a b"@osaka.test | osaka.test  | pass
        "a@b"@osaka.test | osaka.test  | pass
        a@[127.0.0.1]    | osaka.test  | none
        a@osaka          | osaka.test  | none
        -                | osaka.test  | pass
        -                | [127.0.0.1] | none
        -                | osaka       | none
        """)
    void anyAddressHasAResult(String sender, String ehlo, String result) throws Exception {
        zone.with("osaka.test TXT", "v=spf1 ip4:127.0.0.1 -all");
        assertThat(new SpfCheck("mx.tokyo.test", dns)
                        .result(
                                InetAddress.getByName("127.0.0.1"),
                                ehlo,
                                sender == null ? ReversePath.NULL : ReversePath.of(sender)))
                .isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        v=spf1 ip4:127.0.0.1 -all     | pass
        v=spf1 a:mx.osaka.test -all   | pass
        v=spf1 ip4:192.0.2.1 -all     | fail
        v=spf1 ip4:192.0.2.1 ~all     | softfail
        v=spf1 ?all                   | neutral
        v=spf1 include:gone.test -all | permerror
        v=spf1 a:broken.test -all     | temperror
        another text                  | none
        """)
    void spfIsTold(String record, String result) throws Exception {
        zone.with("osaka.test TXT", record).with("mx.osaka.test A", "127.0.0.1").broken("broken.test");
        tokyo().play(mail("bbb@osaka.test", "aaa@tokyo.test", LETTER, "250 ..."));
        assertThat(inbox(tokyo, "aaa@tokyo.test"))
                .contains("\r\n\tspf=" + result + "\r\n\t smtp.mailfrom=bbb@osaka.test;");
    }

    @Test
    void whatTheAuthorsDomainWantsRefusedIsRefused() throws Exception {
        zone.with("_dmarc.osaka.test TXT", "v=DMARC1; p=reject").with("osaka.test TXT", "v=spf1 -all");
        zone.with("2026._domainkey.osaka.test TXT", publicKey());
        Wire tokyo = tokyo();
        tokyo.play(mail(
                "bbb@osaka.test",
                "aaa@tokyo.test",
                LETTER,
                "550 5.7.26 Neither SPF nor DKIM shows that this is from osaka.test, which wants it refused"));
        tokyo.play(mail("bbb@osaka.test", "aaa@tokyo.test", signed(LETTER), "250 ..."));
        assertThat(inbox(this.tokyo, "aaa@tokyo.test")).contains("\r\n\tdmarc=pass\r\n\t header.from=osaka.test\r\n");
        tokyo.play(mail(
                "bbb@osaka.test",
                "aaa@tokyo.test",
                "From: ccc@kobe.test\n" + signed(LETTER),
                "550 5.7.1 Expected one From field, with addresses of one domain (RFC 5322 section 3.6.2)"));
        zone.broken("mx.osaka.test").with("osaka.test TXT", "v=spf1 a:mx.osaka.test -all");
        dns = Dns.at(zone.address()); // the one before remembers what it was told
        open.add(dns);
        tokyo().play(mail(
                "bbb@osaka.test",
                "aaa@tokyo.test",
                LETTER,
                "451 4.7.26 Whether this is from osaka.test cannot be told now; try again later"));
    }

    /** SPF says pass of what stands behind {@code @} in MAIL; whether that says anything of the author is DMARC's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        news.osaka.test | osaka.test      | v=DMARC1; p=none               | pass
        osaka.test      | a.b.osaka.test  | v=DMARC1; p=none               | pass
        news.osaka.test | osaka.test      | v=DMARC1; p=none; aspf=s       | fail
        osaka.test      | osaka.test      | v=DMARC1; p=reject; aspf=s     | pass
        kobe.test       | osaka.test      | v=DMARC1; p=reject; t=y        | fail
        kobe.test       | a.osaka.test    | v=DMARC1; p=reject; sp=none    | fail
        kobe.test       | a.osaka.test    | v=DMARC1; p=none; sp=reject    | refused
        kobe.test       | a.osaka.test    | v=DMARC1; p=none; np=reject    | refused
        kobe.test       | osaka.test      | v=DMARC1; p=none; sp=reject    | fail
        kobe.test       | osaka.test      | v=DMARC2; p=reject             | none
        """)
    void anAuthorIsProvenByHisOrganisation(String sender, String author, String policy, String result)
            throws Exception {
        zone.with("_dmarc.osaka.test TXT", policy).with(sender + " TXT", "v=spf1 ip4:127.0.0.1 -all");
        boolean refused = result.equals("refused");
        tokyo().play(mail(
                "bbb@" + sender,
                "aaa@tokyo.test",
                "From: bbb@" + author + "\n",
                refused ? "550 5.7.26 ..." : "250 ..."));
        if (!refused) {
            assertThat(inbox(tokyo, "aaa@tokyo.test")).contains("\r\n\tdmarc=" + result + "\r\n");
        }
    }

    /** Whoever is below a public suffix is no relative of who else is. */
    @Test
    void aRegistryIsNoOrganisation() throws Exception {
        zone.with("_dmarc.co.test TXT", "v=DMARC1; p=reject; psd=y")
                .with("kobe.co.test TXT", "v=spf1 ip4:127.0.0.1 -all");
        Wire tokyo = tokyo();
        tokyo.play(mail("x@kobe.co.test", "aaa@tokyo.test", "From: x@osaka.co.test\n", "550 5.7.26 ..."));
        tokyo.play(mail("x@kobe.co.test", "aaa@tokyo.test", "From: x@www.kobe.co.test\n", "250 ..."));
    }

    @Test
    void whatAnAliasSendsOnPassesUnderItsNameAndANoticeComesBack() throws Exception {
        zone.with("kobe.test TXT", "v=spf1 ip4:192.0.2.1 -all").with("osaka.test TXT", "v=spf1 ip4:127.0.0.1 -all");
        tokyo();
        NextHop mxTokyo = NextHop.parse("127.0.0.1:" + server.port());
        MemoryMailStore kobe = MemoryMailStore.create("aaa@kobe.test", "ddd@kobe.test");
        serve(Reception.builder("mx.kobe.test", router("kobe.test", kobe).build(), kobe));
        NextHop mxKobe = NextHop.parse("127.0.0.1:" + server.port());
        MemoryMailStore osaka = MemoryMailStore.create("aaa@osaka.test");
        Srs srs = AuthenticateMail.srs("sixteen octets..".getBytes(StandardCharsets.US_ASCII));
        Router router = router("osaka.test", osaka)
                .alias(Mailbox.of("away@osaka.test"), "aaa@tokyo.test")
                .route(Domain.of("tokyo.test"), mxTokyo)
                .route(Domain.of("kobe.test"), mxKobe)
                .build();
        Wire mxOsaka = serve(Reception.builder("mx.osaka.test", router.returning(srs), osaka)
                .relay(Relay.builder("mx.osaka.test").rewriting(srs).build()));

        mxOsaka.play(mail("ddd@kobe.test", "away@osaka.test", "From: ddd@kobe.test\n", "250 ..."));
        String sent = inbox(tokyo, "aaa@tokyo.test");
        assertThat(sent).startsWith("Return-Path: <SRS0=").contains("\r\n\tspf=pass\r\n");
        String name = sent.substring("Return-Path: <".length(), sent.indexOf('>'));
        mxOsaka.play(mail("", name, "From: postmaster@tokyo.test\n", "250 ..."));
        assertThat(inbox(kobe, "ddd@kobe.test"))
                .startsWith("Return-Path: <>\r\n")
                .endsWith("From: postmaster@tokyo.test\r\n");
    }
}
