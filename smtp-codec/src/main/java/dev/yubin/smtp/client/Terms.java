package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.codec.Tls;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Extensions;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameter;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameter;
import dev.yubin.smtp.ReversePath;
import dev.yubin.smtp.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What may be said of a message to a server that offers these extensions: RFC 5321 section 2.2.1. */
record Terms(SmtpConnection connection, Extensions extensions) {
    /**
     * The envelope with the parameters that the server knows.
     *
     * @param source of the content, which may know more of it than the envelope
     * @throws FaultException when the server cannot take what the envelope demands, or so much
     */
    Envelope fit(Envelope envelope, MessageSource source) throws FaultException {
        boolean ascii = ascii(envelope);
        boolean utf8 = !ascii && extensions.offers(Extension.SMTPUTF8);
        Envelope addressed = ascii || utf8 ? envelope : inAscii(envelope);
        OptionalLong announced = envelope.mail().parameters().size();
        OptionalLong size = announced.isPresent() ? announced : source.octets();
        checkLimit(size);
        for (Rcpt rcpt : envelope.recipients()) {
            for (RcptParameter parameter : rcpt.parameters().all()) {
                insistOnKeyword(parameter.extension().map(Extension::keyword).orElse(parameter.keyword()));
            }
        }
        MailParameters parameters = parameters(envelope.mail().parameters(), size, utf8, source.eightBit());
        return new Envelope(new Mail(addressed.from(), parameters), addressed.recipients());
    }

    /**
     * Whether a message that {@link #fit} let go without SMTPUTF8 may yet turn out to need it, since nobody has seen its content: who asks for SMTPUTF8, or
     * has addresses beyond ASCII, may have a header beyond it too.
     */
    boolean leavesUtf8ToTheContent(Envelope envelope) {
        return !extensions.offers(Extension.SMTPUTF8)
                && (envelope.mail().parameters().has(MailFlag.SMTPUTF8) || !ascii(envelope));
    }

    private static boolean ascii(Envelope envelope) {
        return envelope.from().ascii() && envelope.to().stream().allMatch(ForwardPath::ascii);
    }

    /** RFC 6531 section 3.2: what has a way to be written in ASCII goes so to a server that knows no other. */
    private Envelope inAscii(Envelope envelope) throws FaultException {
        Optional<Mailbox> from = envelope.from().mailbox();
        ReversePath sender = from.isPresent() ? ReversePath.to(inAscii(from.get())) : envelope.from();
        List<Rcpt> recipients = new ArrayList<>();
        for (Rcpt rcpt : envelope.recipients()) {
            Optional<Mailbox> to = rcpt.to().mailbox();
            recipients.add(new Rcpt(to.isPresent() ? ForwardPath.to(inAscii(to.get())) : rcpt.to(), rcpt.parameters()));
        }
        return new Envelope(new Mail(sender, envelope.mail().parameters()), recipients);
    }

    private Mailbox inAscii(Mailbox mailbox) throws FaultException {
        Optional<Mailbox> ascii = mailbox.inAscii();
        return ascii.orElseThrow(() -> withoutUtf8(
                "SMTPUTF8 is not spoken here, so mailboxes with a name beyond ASCII cannot be written to or from"));
    }

    private void checkLimit(OptionalLong size) throws FaultException {
        OptionalLong max = extensions.maxMessageOctets();
        if (size.isPresent() && max.isPresent() && size.getAsLong() > max.getAsLong()) {
            throw connection.failure(
                    Cause.TOO_LARGE,
                    Mailing.STEP,
                    "the message has " + size.getAsLong() + " octets, and the server takes " + max.getAsLong());
        }
    }

    private MailParameters parameters(MailParameters wanted, OptionalLong size, boolean utf8, boolean eightBit)
            throws FaultException {
        List<MailParameter> known = new ArrayList<>();
        for (MailParameter parameter : wanted.all()) {
            if (parameter == MailFlag.SMTPUTF8 ? takesUtf8(eightBit) : knows(parameter)) {
                known.add(parameter);
            }
        }
        if (eightBit && wanted.find(Body.class).isEmpty()) {
            insist(
                    extensions.offers(Extension.EIGHTBITMIME),
                    "the message has octets above 127, and the server does not offer 8BITMIME");
            known.add(Body.EIGHT_BIT_MIME);
        }
        if (wanted.size().isEmpty() && size.isPresent() && extensions.offers(Extension.SIZE)) {
            known.add(new Size(size.getAsLong()));
        }
        if (utf8 && !wanted.has(MailFlag.SMTPUTF8)) {
            known.add(MailFlag.SMTPUTF8);
        }
        return new MailParameters(known);
    }

    /** False where the message can do without as far as is known, for its addresses are in ASCII by now: RFC 6531 section 3.2. Its content is looked at on its way. */
    private boolean takesUtf8(boolean eightBit) throws FaultException {
        boolean offered = extensions.offers(Extension.SMTPUTF8);
        if (!offered && eightBit) {
            throw withoutUtf8("the message may have a header in UTF-8, and the server does not offer SMTPUTF8");
        }
        return offered;
    }

    private FaultException withoutUtf8(String complaint) {
        return connection.failure(Cause.UTF8_NOT_OFFERED, Mailing.STEP, complaint);
    }

    /** False where the message can do without. */
    private boolean knows(MailParameter parameter) throws FaultException {
        if (parameter.row().isEmpty()) {
            insistOnKeyword(parameter.keyword());
            return true;
        }
        Extension extension = parameter.extension().orElseThrow();
        boolean offered = extensions.offers(extension);
        boolean dispensable = switch (parameter.row().get()) {
            case SIZE, AUTH -> true;
            case BODY -> parameter == Body.SEVEN_BIT;
            // Who asks for these would rather not send than be misunderstood.
            case SMTPUTF8, RET, ENVID, REQUIRETLS, BY, HOLDFOR, HOLDUNTIL, MT_PRIORITY -> false;
        };
        insist(offered || dispensable, "the server does not offer " + extension.keyword());
        insist(
                parameter != Body.BINARY_MIME || extensions.offers(Extension.CHUNKING),
                "the server offers BINARYMIME without CHUNKING, by which alone it comes (RFC 3030 section 3)");
        if (parameter == MailFlag.REQUIRETLS) {
            insistOnProvenTls();
        }
        return offered;
    }

    /** RFC 8689 section 4.2.1: TLS, and a certificate that is checked. */
    private void insistOnProvenTls() throws FaultException {
        if (Tls.description(connection.channel()).isEmpty()) {
            throw connection.failure(
                    Cause.STARTTLS_NOT_OFFERED,
                    Mailing.STEP,
                    "the message demands TLS (REQUIRETLS), and this connection has none");
        } else if (connection.dialer().trust().ground() == TlsTrust.Ground.NONE) {
            throw connection.failure(
                    Cause.CERTIFICATE_UNTRUSTED,
                    Mailing.STEP,
                    "the message demands a server that is proven (REQUIRETLS), and whoever answers is believed here");
        }
    }

    /** Of a parameter that this library does not know, nobody can say whether the message can do without, nor which extension has it but one of its name. */
    private void insistOnKeyword(String keyword) throws FaultException {
        insist(extensions.offered().containsKey(keyword), "the server does not offer " + keyword);
    }

    private void insist(boolean fits, String complaint) throws FaultException {
        if (!fits) {
            throw connection.failure(Cause.EXTENSION_NOT_OFFERED, Mailing.STEP, complaint);
        }
    }
}
