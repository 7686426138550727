package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.EsmtpParameter;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Extensions;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameter;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What may be said of a message to a server that offers these extensions: RFC 5321 section 2.2.1. */
record Terms(SmtpConnection connection, Extensions extensions) {
    /**
     * The envelope with the parameters that the server knows.
     *
     * @param octets of the content, where that is known beside the envelope
     * @throws FaultException when the server cannot take what the envelope demands, or so much
     */
    Envelope fit(Envelope envelope, OptionalLong octets) throws FaultException {
        boolean ascii = envelope.from().ascii() && envelope.to().stream().allMatch(ForwardPath::ascii);
        insist(ascii, "SMTPUTF8 is not spoken here, so addresses beyond ASCII cannot be sent");
        OptionalLong announced = envelope.mail().parameters().size();
        OptionalLong size = announced.isPresent() ? announced : octets;
        checkLimit(size);
        for (Rcpt rcpt : envelope.recipients()) {
            for (EsmtpParameter parameter : rcpt.parameters().all()) {
                insistOnKeyword(parameter);
            }
        }
        MailParameters parameters = parameters(envelope.mail().parameters(), size);
        return new Envelope(new Mail(envelope.from(), parameters), envelope.recipients());
    }

    private void checkLimit(OptionalLong size) throws FaultException {
        OptionalLong max = extensions.maxMessageOctets();
        if (size.isPresent() && max.isPresent() && size.getAsLong() > max.getAsLong()) {
            throw connection.failure(
                    Cause.REFUSED,
                    Transaction.STEP,
                    "the message has " + size.getAsLong() + " octets, and the server takes " + max.getAsLong());
        }
    }

    private MailParameters parameters(MailParameters wanted, OptionalLong size) throws FaultException {
        List<MailParameter> known = new ArrayList<>();
        for (MailParameter parameter : wanted.all()) {
            if (knows(parameter)) {
                known.add(parameter);
            }
        }
        if (wanted.size().isEmpty() && size.isPresent() && extensions.offers(Extension.SIZE)) {
            known.add(new Size(size.getAsLong()));
        }
        return new MailParameters(known);
    }

    /** False where the message can do without. */
    private boolean knows(MailParameter parameter) throws FaultException {
        if (parameter.row().isEmpty()) {
            insistOnKeyword(parameter);
            return true;
        }
        MailParameter.Row row = parameter.row().get();
        boolean offered = extensions.offers(row.extension());
        boolean dispensable = switch (row) {
            case SIZE, AUTH -> true;
            case BODY -> parameter == Body.SEVEN_BIT;
        };
        insist(
                offered || dispensable,
                "the server does not offer " + row.extension().keyword());
        return offered;
    }

    /** Of a parameter that this library does not know, nobody can say whether the message can do without, nor which extension has it but one of its name. */
    private void insistOnKeyword(EsmtpParameter parameter) throws FaultException {
        boolean offered = extensions.offered().containsKey(parameter.keyword());
        insist(offered, "the server does not offer " + parameter.keyword());
    }

    private void insist(boolean fits, String complaint) throws FaultException {
        if (!fits) {
            throw connection.failure(Cause.EXTENSION_NOT_OFFERED, Transaction.STEP, complaint);
        }
    }
}
