package dev.yubin.routing;

import dev.yubin.smtp.Body;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import dev.yubin.smtp.MailParameter;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameter;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * What the next server is told: the size as it is now, what the message cannot do without, and what notices are wanted (RFC 3461 section 5.2.1). Not who logged in
 * here, which it could not trust (RFC 4954 section 5), and nothing that this server alone knows of.
 */
final class NextEnvelope {
    private NextEnvelope() {}

    /** @param said what the client, or the spool, says of the message */
    static Envelope of(Split.Leg leg, MailParameters said, long octets) {
        List<MailParameter> parameters = new ArrayList<>(List.of(new Size(octets + DeliveredTo.octets(leg.by()))));
        for (MailParameter parameter : said.all()) {
            if (parameter == Body.EIGHT_BIT_MIME
                    || parameter instanceof MailFlag
                    || Telling.isWish(parameter.extension())) {
                parameters.add(parameter);
            }
        }
        return new Envelope(
                new Mail(leg.from(), new MailParameters(parameters)),
                leg.recipients().stream().map(NextEnvelope::withWishesAlone).toList());
    }

    private static Rcpt withWishesAlone(Rcpt recipient) {
        List<RcptParameter> wishes = recipient.parameters().all().stream()
                .filter(parameter -> Telling.isWish(parameter.extension()))
                .toList();
        return new Rcpt(recipient.to(), new RcptParameters(wishes));
    }
}
