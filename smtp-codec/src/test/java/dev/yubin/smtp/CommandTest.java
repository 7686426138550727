package dev.yubin.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Secret;
import dev.yubin.smtp.ClientAttributes.Attribute;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    static SmtpCommand read(String line) {
        return SmtpCommand.read(line.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<SmtpCommand> everyCommand() {
        return Stream.of(
                new Ehlo("client.example"),
                new Ehlo("[IPv6:2001:db8::1]"),
                new Helo("my_pc"),
                new Lhlo("client.example"),
                new Mail(ReversePath.NULL, MailParameters.NONE),
                new Mail(
                        ReversePath.of("ann@example.net"),
                        MailParameters.of(
                                new Size(20_971_520),
                                Body.EIGHT_BIT_MIME,
                                new SubmittedBy(Optional.of(Mailbox.of("e=mc2+x@example.net"))))),
                new Mail(ReversePath.of("ann@example.net"), MailParameters.of(new SubmittedBy(Optional.empty()))),
                new Mail(
                        ReversePath.of("ann@example.net"),
                        MailParameters.of(new UnknownParameter("X-TIME", Optional.of("now")), Body.SEVEN_BIT)),
                new Rcpt(ForwardPath.POSTMASTER, RcptParameters.NONE),
                new Rcpt(
                        ForwardPath.of("\"a b\"@[192.0.2.1]"),
                        new RcptParameters(java.util.List.of(new UnknownParameter("X", Optional.empty())))),
                new Mail(
                        ReversePath.of("ann@example.net"),
                        MailParameters.of(
                                MailFlag.SMTPUTF8,
                                MailFlag.REQUIRETLS,
                                Ret.FULL,
                                new EnvelopeId("a b+c=d"),
                                new DeliverBy(1, DeliverBy.Mode.RETURN, false),
                                new HoldFor(1),
                                new Priority(9))),
                new Mail(
                        ReversePath.of("ann@example.net"),
                        MailParameters.of(
                                Body.BINARY_MIME, new HoldUntil(java.time.Instant.parse("2026-12-31T23:59:59.5Z")))),
                new Rcpt(
                        ForwardPath.of("bob@example.org"),
                        RcptParameters.of(
                                Notify.of(Notify.Event.FAILURE), OriginalRecipient.of(Mailbox.of("a=b@example.org")))),
                new Rcpt(
                        ForwardPath.of("郵便@example.org"),
                        RcptParameters.of(Notify.NEVER, OriginalRecipient.of(Mailbox.of("\"郵便 \\\\+=\"@example.org")))),
                new Data(),
                new Bdat(0, false),
                new Bdat(Long.MAX_VALUE, true),
                new Expn("staff"),
                new Expn("郵便", true),
                new Etrn("@example.org"),
                new XClient(new ClientAttributes(Map.of(
                        Attribute.NAME, ClientAttributes.TEMPORARILY_UNAVAILABLE,
                        Attribute.ADDR, "IPV6:2001:db8::7",
                        Attribute.PORT, ClientAttributes.UNAVAILABLE,
                        Attribute.LOGIN, "käthe+1=x",
                        Attribute.DESTADDR, "192.0.2.1",
                        Attribute.DESTPORT, "465"))),
                new XForward(new ClientAttributes(
                        Map.of(Attribute.ADDR, "a-socket", Attribute.IDENT, "3CF6B2AAE8", Attribute.SOURCE, "LOCAL"))),
                new Rset(),
                new Noop(""),
                new Noop("are you there"),
                new Quit(),
                new Vrfy("ann"),
                new Vrfy("SMTPUTF8", true),
                new Help(""),
                new Help("MAIL"),
                new StartTls(),
                new Auth("SCRAM-SHA-256", Optional.empty()),
                new Auth("PLAIN", Optional.of(Secret.of("\0ann\0secret"))),
                new Auth("EXTERNAL", Optional.of(Secret.of(""))),
                new Unrecognized("XYZZY plugh  ".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void whatIsWrittenReadsBackEqual(SmtpCommand command) {
        assertThat(SmtpCommand.read(command.line().octets())).isEqualTo(command);
    }

    @Test
    void everyVerbIsAmongThem() {
        assertThat(Stream.concat(everyCommand().map(SmtpCommand::verb), Stream.of(Verb.MALFORMED)))
                .contains(Verb.values());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ehlo client.example                  | EHLO
            Data                                 | DATA
            QUIT\u0020\u0020                     | QUIT
            EHLO                                 | MALFORMED
            EHLO two words                       | MALFORMED
            EHLO bücher.example                  | MALFORMED
            DATA now                             | MALFORMED
            RSETX                                | UNRECOGNIZED
            MAIL                                 | MALFORMED
            MAIL FROM:ann@example.net            | MALFORMED
            MAIL FROM:<ann@example.net           | MALFORMED
            MAIL FROM:<ann@example.net>SIZE=1    | MALFORMED
            MAIL FROM:<a@b.example> SIZE         | MALFORMED
            MAIL FROM:<a@b.example> SIZE=        | MALFORMED
            MAIL FROM:<a@b.example> SIZE=-1      | MALFORMED
            MAIL FROM:<a@b.example> SIZE=1 SIZE=1 | MALFORMED
            MAIL FROM:<a@b.example> SIZE=99999999999999999999 | MAIL
            MAIL FROM:<a@b.example> SIZE=000000000000000000001 | MALFORMED
            MAIL FROM:<a@b.example> HOLDFOR=060  | MALFORMED
            MAIL FROM:<a@b.example> HOLDFOR=1000000000 | MALFORMED
            MAIL FROM:<a@b.example> HOLDUNTIL=2027-01-01t00:00:00.5z | MAIL
            MAIL FROM:<a@b.example> HOLDUNTIL=2027-01-01T00:00:00+01:00 | MALFORMED
            MAIL FROM:<a@b.example> HOLDUNTIL=2027-01-01T00:00Z | MALFORMED
            RCPT TO:<a@b.example> ORCPT=utf-8;\\x{1F600}@b | RCPT
            RCPT TO:<a@b.example> ORCPT=utf-8;\\x{D800}@b | MALFORMED
            BDAT\t5 LAST                         | MALFORMED
            MAIL FROM:<a@b.example> BODY=9BIT    | MALFORMED
            MAIL FROM:<a@b.example> AUTH=a+2     | MALFORMED
            MAIL FROM:<a@b.example> -X=1         | MALFORMED
            MAIL FROM:<a@b.example> FUTURE=1     | MAIL
            mail from:<a@b.example>  size=1      | MAIL
            RCPT TO:<>                           | MALFORMED
            RCPT TO:<a@b.example> to:<c@d>       | MALFORMED
            VRFY                                 | MALFORMED
            AUTH                                 | MALFORMED
            AUTH PLAIN !!!                       | MALFORMED
            AUTH PLAIN AAA= AAA=                 | MALFORMED
            STARTTLS now                         | MALFORMED
            xclient name=client.example          | XCLIENT
            XCLIENT                              | MALFORMED
            XCLIENT NAME                         | MALFORMED
            XCLIENT NAME=                        | MALFORMED
            XCLIENT NAME=a NAME=b                | MALFORMED
            XCLIENT  NAME=a                      | MALFORMED
            XCLIENT NAME=a+0D+0AX                | MALFORMED
            XCLIENT NAME=a+20b                   | MALFORMED
            XCLIENT NAME=a+zz                    | MALFORMED
            XCLIENT ADDR=client.example          | MALFORMED
            XCLIENT ADDR=[192.0.2.7]             | MALFORMED
            XCLIENT ADDR=2001:db8::7             | MALFORMED
            XCLIENT ADDR=[tempunavail]           | MALFORMED
            XCLIENT ADDR=[unavailable]           | XCLIENT
            XCLIENT PORT=65536                   | MALFORMED
            XCLIENT PORT=99999999999             | MALFORMED
            XCLIENT IDENT=1                      | MALFORMED
            XFORWARD LOGIN=ann                   | MALFORMED
            XFORWARD SOURCE=NEAR                 | MALFORMED
            xforward source=remote addr=a-socket | XFORWARD
            SOML list                            | UNRECOGNIZED
            GET / HTTP/1.1                       | UNRECOGNIZED
            """)
    void linesBecomeCommands(String line, Verb verb) {
        assertThat(read(line).verb()).isEqualTo(verb);
    }

    @Test
    void anEmptyLineIsUnrecognized() {
        assertThat(read("").verb()).isEqualTo(Verb.UNRECOGNIZED);
    }

    @Test
    void aComplaintSaysWhatWasExpectedAndEscapesWhatCame() {
        assertThat(((Malformed) read("MAIL FROM:<ann\u0007@example.net>")).reply())
                .hasToString("501 5.5.4 MAIL: expected \"@\" at octet 15 but found \"\\x07@example.net>\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AUTH PLAIN hunter2!", "AUTH PLAINhunter2!", "AUTH PLAIN@hunter2", "hunter2 is my password"})
    void noComplaintOrLogShowsWhatMayBeSecret(String line) {
        assertThat(read(line).toString()).doesNotContain("hunter2");
    }

    @Test
    void secretsAreMaskedInTheLineForTheLog() {
        assertThat(new Auth("PLAIN", Optional.of(Secret.of("hunter2"))).line()).hasToString("AUTH PLAIN [secret]");
        assertThat(AuthResponse.of(Secret.of("hunter2")).line()).hasToString("[secret]");
    }

    @Test
    void authResponsesReadBackEqual() throws Exception {
        for (AuthResponse said : new AuthResponse[] {
            AuthResponse.CANCEL, AuthResponse.of(Secret.of("")), AuthResponse.of(Secret.of("\0a\0b"))
        }) {
            assertThat(AuthResponse.read(said.line().octets())).isEqualTo(said);
        }
        assertThatThrownBy(() -> AuthResponse.read("hunter2!".getBytes(StandardCharsets.US_ASCII)))
                .hasMessage("expected base64 (RFC 4648 section 4)");
    }

    @Test
    void nothingThatEndsALineCanBeBuilt() {
        assertThatThrownBy(() -> new Ehlo("a\r\nQUIT")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Noop("a\r\nQUIT")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Vrfy("a\nQUIT")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Expn("staff SMTPUTF8")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Auth("PLAIN\r\n", Optional.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnknownParameter("X", Optional.of("1\r\nQUIT")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Mailbox("a\r\nQUIT", Domain.of("example.net")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.plain(250, "ok\r\n250 more")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Unrecognized("X\r\nQUIT".getBytes(StandardCharsets.UTF_8)).line())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parametersAreTyped() {
        Mail mail = (Mail) read("MAIL FROM:<a@b.example> SIZE=1024 BODY=8bitmime AUTH=e+3Dmc2@example.com");
        assertThat(mail.parameters().size()).hasValue(1024);
        assertThat(mail.parameters().body()).isEqualTo(Body.EIGHT_BIT_MIME);
        assertThat(mail.parameters().submittedBy())
                .contains(new SubmittedBy(Optional.of(Mailbox.of("e=mc2@example.com"))));
        assertThat(MailParameters.NONE.body()).isEqualTo(Body.SEVEN_BIT);
        assertThat(MailParameters.NONE.size()).isEmpty();
    }
}
