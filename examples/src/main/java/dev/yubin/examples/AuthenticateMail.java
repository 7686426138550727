package dev.yubin.examples;

import dev.yubin.mailbox.MailStore;
import dev.yubin.routing.MailExchangers;
import dev.yubin.routing.Reception;
import dev.yubin.routing.Relay;
import dev.yubin.routing.Router;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.spool.Notices;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.routing.spool.Spool;
import dev.yubin.smtp.Domain;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** Mail is checked with SPF, DKIM and DMARC when it comes in, signed when it goes out, and sent on by aliases under a name of our own. */
final class AuthenticateMail {
    private AuthenticateMail() {}

    static Reception reception(Router router, MailStore store, Dns dns, PrivateKey key, Srs srs) {
        Domain osaka = Domain.of("osaka.test");
        return Reception.builder("mx.osaka.test", router.returning(srs), store)
                .screening(new SenderChecks("mx.osaka.test", dns))
                .signing(new DkimSigning(Map.of(osaka, new DkimSigning.Key("2026", key))))
                .relay(Relay.builder("mx.osaka.test")
                        .mailExchangers(MailExchangers.by(dns))
                        .rewriting(srs)
                        .build())
                .build();
    }

    static Srs srs(byte[] secret) {
        return new Srs(Domain.of("osaka.test"), Set.of(Domain.of("kyoto.test")), secret, InstantSource.system());
    }

    static Notices notices(Spool spool, DkimSigning signing) {
        return new Notices(Domain.of("mx.osaka.test"), spool, SchedulerLimits.standard(), InstantSource.system())
                .signedBy(signing);
    }
}
