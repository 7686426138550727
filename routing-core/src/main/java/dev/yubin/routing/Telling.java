package dev.yubin.routing;

import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Extensions;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameter;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameter;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.client.Fitting;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a next server is told of a message: the sender's wishes for notices where it offers DSN, and none of them where it does not (RFC 3461 sections 5.2.1 and
 * 5.2.2). Made for one attempt.
 */
final class Telling implements Fitting {
    private final NextHop hop;
    private final TlsDemand demand;
    private final Set<InetAddress> addresses = ConcurrentHashMap.newKeySet();
    private volatile boolean notifies = true;

    Telling(NextHop hop, TlsDemand demand) {
        this.hop = hop;
        this.demand = demand;
    }

    @Override
    public Envelope fit(Envelope envelope, Extensions offered) throws NotProtectedException {
        if (demand == TlsDemand.REQUIRED && !offered.offers(Extension.REQUIRETLS)) {
            throw NotProtectedException.withoutPromise(hop);
        } else if (offered.offers(Extension.DSN)) {
            return envelope;
        }
        notifies = false;
        return withoutWishes(envelope);
    }

    @Override
    public void over(InetAddress address) {
        addresses.add(address);
    }

    /** To which addresses a connection stood that was to carry it. */
    Set<InetAddress> addresses() {
        return addresses;
    }

    /** Whether each server that was told of it knows what notices are wanted. */
    boolean notifies() {
        return notifies;
    }

    private static Envelope withoutWishes(Envelope envelope) {
        List<MailParameter> said = envelope.mail().parameters().all().stream()
                .filter(parameter -> !isWish(parameter.extension()))
                .toList();
        return new Envelope(
                new Mail(envelope.from(), new MailParameters(said)),
                envelope.recipients().stream().map(Telling::withoutWishes).toList());
    }

    private static Rcpt withoutWishes(Rcpt rcpt) {
        List<RcptParameter> said = rcpt.parameters().all().stream()
                .filter(parameter -> !isWish(parameter.extension()))
                .toList();
        return new Rcpt(rcpt.to(), new RcptParameters(said));
    }

    /** Whether it is RET, ENVID, NOTIFY or ORCPT. */
    static boolean isWish(Optional<Extension> extension) {
        return extension.equals(Optional.of(Extension.DSN));
    }
}
