package dev.yubin.routing;

import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameter;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.UnknownParameter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Remembers, also in a spool, that a recipient elsewhere was named by an address here and not by the sender, and by which. No other server is told. */
final class ByAlias {
    private static final String KEYWORD = "BY-ALIAS";

    private ByAlias() {}

    private static Stream<UnknownParameter> marks(Rcpt recipient) {
        return recipient.parameters().all().stream()
                .filter(UnknownParameter.class::isInstance)
                .map(UnknownParameter.class::cast)
                .filter(parameter -> parameter.keyword().equals(KEYWORD));
    }

    static boolean named(Rcpt recipient) {
        return marks(recipient).findAny().isPresent();
    }

    /** By which address; empty too where it was the postmaster of no domain. */
    static Optional<Mailbox> of(Rcpt recipient) {
        return marks(recipient)
                .flatMap(mark -> mark.value().stream())
                .map(value -> Mailbox.of(URLDecoder.decode(value, StandardCharsets.UTF_8)))
                .findFirst();
    }

    /** The same recipient, named by this one; who is marked already stays as he is. */
    static Rcpt marked(Rcpt recipient, Optional<Mailbox> by) {
        if (named(recipient)) {
            return recipient;
        }
        List<RcptParameter> parameters = new ArrayList<>(recipient.parameters().all());
        parameters.add(new UnknownParameter(
                KEYWORD, by.map(address -> URLEncoder.encode(address.toString(), StandardCharsets.UTF_8))));
        return new Rcpt(recipient.to(), new RcptParameters(parameters));
    }
}
