package dev.yubin.routing;

import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameter;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.UnknownParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers, also in a spool, that a recipient elsewhere was named by an alias here and not by the sender. No other server is told. */
final class ByAlias {
    private static final UnknownParameter MARK = new UnknownParameter("BY-ALIAS", Optional.empty());

    private ByAlias() {}

    static boolean named(Rcpt recipient) {
        return recipient.parameters().all().contains(MARK);
    }

    static Rcpt marked(Rcpt recipient) {
        if (named(recipient)) {
            return recipient;
        }
        List<RcptParameter> parameters = new ArrayList<>(recipient.parameters().all());
        parameters.add(MARK);
        return new Rcpt(recipient.to(), new RcptParameters(parameters));
    }
}
