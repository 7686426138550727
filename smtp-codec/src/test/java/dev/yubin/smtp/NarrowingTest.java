package dev.yubin.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Secret;
import dev.yubin.smtp.ClientAttributes.Attribute;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No CR, LF or NUL gets to the wire in any value, nor a character that becomes one where only its low octet is kept. */
class NarrowingTest {
    private static final List<String> ENDS = List.of("\r", "\n", "\0", "\r\n");
    /** U+010D and U+560D narrow to CR, U+010A and U+560A to LF, U+0100 to NUL; some take U+0085 and U+2028 for the end of a line. */
    private static final List<String> NARROWING =
            List.of("\u010d", "\u560d", "\u010a", "\u560a", "\u0100", "\u560d\u560a", "\u0085", "\u2028");

    /** Whatever an application may put a text into, and the octets that come of it. */
    private static final Map<String, Function<String, byte[]>> VALUES = new TreeMap<>(Map.ofEntries(
            Map.entry("EHLO", text -> line(new Ehlo(text))),
            Map.entry("HELO", text -> line(new Helo(text))),
            Map.entry("LHLO", text -> line(new Lhlo(text))),
            Map.entry("NOOP", text -> line(new Noop(text))),
            Map.entry("VRFY", text -> line(new Vrfy(text))),
            Map.entry("EXPN", text -> line(new Expn(text))),
            Map.entry("HELP", text -> line(new Help(text))),
            Map.entry("ETRN", text -> line(new Etrn(text))),
            Map.entry("AUTH's mechanism", text -> line(new Auth(text, Optional.empty()))),
            Map.entry("a verb of one's own", text -> line(new Unrecognized(text.getBytes(StandardCharsets.UTF_8)))),
            Map.entry("a local part", text -> line(mail(new Mailbox(text, Domain.of("example.net"))))),
            Map.entry("a mailbox", text -> line(mail(Mailbox.of(text)))),
            Map.entry("a mailbox's domain", text -> line(mail(Mailbox.of("ann@" + text)))),
            Map.entry("a reverse path", text -> line(new Mail(ReversePath.of(text), MailParameters.NONE))),
            Map.entry("a forward path", text -> line(new Rcpt(ForwardPath.of(text), RcptParameters.NONE))),
            Map.entry("a parameter's keyword", text -> line(mail(new UnknownParameter(text, Optional.empty())))),
            Map.entry("a parameter's value", text -> line(mail(new UnknownParameter("X", Optional.of(text))))),
            Map.entry("AUTH=", text -> line(mail(new SubmittedBy(Optional.of(Mailbox.of(text + "@example.net")))))),
            Map.entry("XCLIENT", text -> line(new XClient(told(Attribute.LOGIN, text)))),
            Map.entry("XFORWARD", text -> line(new XForward(told(Attribute.IDENT, text)))),
            Map.entry("ENVID", text -> line(mail(new EnvelopeId(text)))),
            Map.entry("ORCPT's type", text -> line(rcpt(new OriginalRecipient(text, "ann@example.net")))),
            Map.entry("ORCPT's address", text -> line(rcpt(new OriginalRecipient("utf-8", text)))),
            Map.entry("a reply", text -> wire(Reply.plain(250, text))),
            Map.entry("a reply with a status", text -> wire(Reply.of(250, "2.0.0", text))),
            Map.entry("Received from", text -> received(text, "SMTP", "TLSv1.3", "1")),
            Map.entry("Received with", text -> received("c", text, "TLSv1.3", "1")),
            Map.entry("Received tls", text -> received("c", "SMTP", text, "1")),
            Map.entry("Received id", text -> received("c", "SMTP", "TLSv1.3", text))));

    private static byte[] line(SmtpCommand command) {
        return command.line().octets();
    }

    private static ClientAttributes told(Attribute attribute, String value) {
        return new ClientAttributes(Map.of(attribute, value));
    }

    private static Mail mail(Mailbox from) {
        return new Mail(ReversePath.to(from), MailParameters.NONE);
    }

    private static Mail mail(MailParameter parameter) {
        return new Mail(ReversePath.NULL, MailParameters.of(parameter));
    }

    private static Rcpt rcpt(RcptParameter parameter) {
        return new Rcpt(ForwardPath.POSTMASTER, RcptParameters.of(parameter));
    }

    private static byte[] wire(Reply reply) {
        byte[] octets = reply.octets();
        return Arrays.copyOf(octets, octets.length - "\r\n".length());
    }

    /** A field may be folded, which ends lines but begins each with white space. */
    private static byte[] received(String client, String with, String tls, String id) {
        Received.From from = new Received.From(client, InetAddress.getLoopbackAddress(), with, Optional.of(tls));
        return new Received(from, Domain.of("example.org"), id, Optional.empty(), Instant.EPOCH)
                .toString()
                .replaceAll("\r\n(?=[ \t]|$)", "")
                .getBytes(StandardCharsets.UTF_8);
    }

    static Stream<String> values() {
        return VALUES.keySet().stream();
    }

    /** A trace field tells of what a client said, and so leaves out what is harmful instead. */
    static Stream<String> refusing() {
        return values().filter(value -> !value.matches("Received (from|with|tls)"));
    }

    @ParameterizedTest
    @MethodSource("refusing")
    void whatEndsALineCannotBePutIntoAValue(String value) {
        for (String end : ENDS) {
            for (String text : List.of(end, "a" + end, end + "a", "a" + end + "b", "a" + end + "QUIT@example.net")) {
                assertThatThrownBy(() -> VALUES.get(value).apply(text))
                        .as(value)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatIsTakenEndsNoLineOnTheWire(String value) {
        for (String end : all().toList()) {
            for (String text : List.of(end, "a" + end + "b", "a" + end + "@example.net")) {
                try {
                    assertThat(VALUES.get(value).apply(text))
                            .as(value)
                            .doesNotContain('\r')
                            .doesNotContain('\n')
                            .doesNotContain(0);
                } catch (IllegalArgumentException e) {
                    // as good
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void secretsAreBase64WhateverIsInThem(String secret) {
        for (byte[] octets : List.of(
                line(new Auth("PLAIN", Optional.of(Secret.of(secret)))),
                AuthResponse.of(Secret.of(secret)).line().octets())) {
            assertThat(octets).doesNotContain('\r').doesNotContain('\n').doesNotContain(0);
        }
    }

    static Stream<String> secrets() {
        return all().map(text -> "a" + text + "QUIT");
    }

    private static Stream<String> all() {
        return Stream.concat(ENDS.stream(), NARROWING.stream());
    }
}
