package dev.yubin.smtp.server;

import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Mechanism;
import dev.yubin.protocol.sasl.SaslConnection;
import dev.yubin.smtp.DeliverBy;
import dev.yubin.smtp.EsmtpParameter;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Extensions;
import dev.yubin.smtp.HoldFor;
import dev.yubin.smtp.HoldUntil;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameter;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameter;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Verb;
import dev.yubin.smtp.XClient;
import dev.yubin.smtp.XForward;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is offered to a client as things stand, and so what it may say with MAIL and RCPT. RFC 5321 section 2.2.
 *
 * @param forwarder whether its word is taken for whom it speaks for
 */
record Offering(SmtpService service, SmtpPort port, SmtpPeer peer, SaslConnection connection, boolean forwarder) {
    Extensions extensions() {
        Map<String, String> offers = new LinkedHashMap<>();
        for (Extension extension : Extension.values()) {
            offer(extension).ifPresent(text -> offers.put(extension.keyword(), text));
        }
        service.offers().own().forEach(extension -> offers.put(extension.keyword(), extension.text()));
        return new Extensions(offers);
    }

    /** What stands behind the extension's keyword in the answer to EHLO; empty when it is not offered at this moment. */
    private Optional<String> offer(Extension extension) {
        return switch (extension) {
            case PIPELINING, CHUNKING, EIGHTBITMIME, ENHANCEDSTATUSCODES -> Optional.of("");
            case SIZE -> Optional.of(Long.toString(limits().messageOctets()));
            case STARTTLS ->
                port.tls().startTls() && service.tls() && peer.tls().isEmpty() ? Optional.of("") : Optional.empty();
            case AUTH -> mechanisms();
            case LIMITS -> Optional.of(Allotment.told(limits())).filter(told -> !told.isEmpty());
            // RFC 8689 section 2: not before TLS
            case REQUIRETLS ->
                service.offers().text(extension).filter(text -> peer.tls().isPresent());
            case XCLIENT -> forwarder ? Optional.of(XClient.text()) : Optional.empty();
            case XFORWARD -> forwarder ? Optional.of(XForward.text()) : Optional.empty();
            case BINARYMIME, SMTPUTF8, DSN, DELIVERBY, FUTURERELEASE, MT_PRIORITY, ETRN ->
                service.offers().text(extension);
        };
    }

    private Optional<String> mechanisms() {
        boolean tlsFirst = port.tls() == TlsMode.STARTTLS_REQUIRED && peer.tls().isEmpty();
        return service.users()
                .filter(users -> !tlsFirst && peer.login().isEmpty())
                .map(users -> Mechanism.offered(users, connection).stream()
                        .map(Mechanism::text)
                        .collect(Collectors.joining(" ")))
                .filter(names -> !names.isEmpty());
    }

    boolean offers(Extension extension) {
        return offer(extension).isPresent();
    }

    /** Whether the extension's parameters may be used: it was announced with EHLO, though perhaps not any more. */
    boolean speaks(Extension extension) {
        return announced() && (extension == Extension.AUTH ? service.users().isPresent() : offers(extension));
    }

    /** Likewise, also for what is the application's own. */
    private boolean speaks(EsmtpParameter parameter, Predicate<String> own) {
        return parameter.extension().map(this::speaks).orElseGet(() -> announced() && own.test(parameter.keyword()));
    }

    private boolean announced() {
        return peer.hello().map(hello -> hello.verb() != Verb.HELO).orElse(false);
    }

    /** Why this may not be said of a message, if so. */
    Optional<Reply> refusal(Mail command) {
        for (MailParameter parameter : command.parameters().all()) {
            if (!speaks(parameter, service.offers()::ownMailParameter)) {
                return notSpoken(parameter);
            }
        }
        MailParameters parameters = command.parameters();
        long size = parameters.size().orElse(0);
        if (size > limits().messageOctets()) {
            return refused(
                    552,
                    "5.3.4",
                    "SIZE=" + size + " is over this server's " + limits().messageOctets()
                            + " octets; send a smaller message");
        }
        boolean fits = command.from().ascii() || parameters.has(MailFlag.SMTPUTF8);
        return refusalOfTimes(parameters).or(() -> fits ? Optional.empty() : beyondAscii(550));
    }

    private Optional<Reply> refusalOfTimes(MailParameters parameters) {
        if (parameters.find(HoldFor.class).isPresent()
                && parameters.find(HoldUntil.class).isPresent()) {
            return refused(501, "5.5.4", "Say HOLDFOR or HOLDUNTIL, not both (RFC 4865 section 4)");
        }
        Optional<Duration> hold = hold(parameters);
        Optional<Duration> longest = service.offers().longestHold();
        if (hold.isPresent() && longest.isPresent() && hold.get().compareTo(longest.get()) > 0) {
            return refused(
                    501, "5.5.4", "Messages wait here for " + longest.get().toSeconds() + " seconds at most");
        }
        Optional<Duration> least = service.offers().leastTime();
        if (least.isPresent() && tooSoon(parameters, least.get())) {
            return refused(501, "5.5.4", "BY with R needs " + least.get().toSeconds() + " seconds at least here");
        }
        return Optional.empty();
    }

    private static boolean tooSoon(MailParameters parameters, Duration least) {
        return parameters
                .find(DeliverBy.class)
                .filter(by -> by.mode() == DeliverBy.Mode.RETURN && by.seconds() < least.toSeconds())
                .isPresent();
    }

    private static Optional<Duration> hold(MailParameters parameters) {
        Optional<Duration> until =
                parameters.find(HoldUntil.class).map(hold -> Duration.between(Instant.now(), hold.time()));
        return until.or(() -> parameters.find(HoldFor.class).map(hold -> Duration.ofSeconds(hold.seconds())));
    }

    /** Why this may not be asked for a recipient of that message, if so. */
    Optional<Reply> refusal(Rcpt command, Mail mail) {
        for (RcptParameter parameter : command.parameters().all()) {
            if (!speaks(parameter, service.offers()::ownRcptParameter)) {
                return notSpoken(parameter);
            }
        }
        boolean fits = command.to().ascii() || mail.parameters().has(MailFlag.SMTPUTF8);
        return fits ? Optional.empty() : beyondAscii(553);
    }

    /** @param code 550 to MAIL, 553 to RCPT: RFC 6531 section 3.5 */
    private Optional<Reply> beyondAscii(int code) {
        return speaks(Extension.SMTPUTF8)
                ? refused(code, "5.6.7", "Addresses beyond ASCII need SMTPUTF8 behind MAIL (RFC 6531 section 3.4)")
                : refused(code, "5.6.7", "Addresses beyond ASCII are not taken here; write domains as xn--...");
    }

    /** Why an answer in UTF-8 may not be asked for by VRFY or EXPN, if so. */
    Optional<Reply> refusalOfUtf8(boolean asked) {
        return asked && !speaks(Extension.SMTPUTF8) ? notSpoken(Extension.SMTPUTF8.keyword()) : Optional.empty();
    }

    private static Optional<Reply> notSpoken(EsmtpParameter parameter) {
        return notSpoken(parameter.keyword());
    }

    private static Optional<Reply> notSpoken(String keyword) {
        return refused(555, "5.5.4", keyword + " is not spoken here");
    }

    private static Optional<Reply> refused(int code, String status, String text) {
        return Optional.of(Reply.of(code, status, text));
    }

    private SmtpLimits limits() {
        return service.limits();
    }
}
