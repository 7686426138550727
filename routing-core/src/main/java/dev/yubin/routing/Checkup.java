package dev.yubin.routing;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.diagnosis.Diagnosis;
import dev.yubin.protocol.diagnosis.Finding;
import dev.yubin.protocol.diagnosis.Finding.Verdict;
import dev.yubin.protocol.diagnosis.Note;
import dev.yubin.protocol.diagnosis.Note.Topic;
import dev.yubin.protocol.diagnosis.Report;
import dev.yubin.protocol.diagnosis.Step;
import dev.yubin.protocol.diagnosis.Trouble;
import dev.yubin.routing.MailExchangers.Servers;
import dev.yubin.routing.tls.MailServer;
import dev.yubin.routing.tls.TlsPolicy.Way;
import dev.yubin.smtp.AddressLiteral;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.ReversePath;
import io.netty.resolver.dns.DnsErrorCauseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** From a recipient's address to a server's word about it, by the way that mail would go: RFC 5321 section 5.1. */
record Checkup(Relay relay, ReversePath from, Route.Onward route) implements Diagnosis.Walk {
    /** For which a session is begun in another way, where there is one: {@link Securing#isOfTls}. */
    private static final Set<Step> OF_TLS = EnumSet.of(Step.TLS, Step.CERTIFICATE);

    private static final Set<Trouble> IN_ANY_WAY = EnumSet.of(Trouble.CONNECTION_LOST, Trouble.TIMEOUT);

    @Override
    public void take(Consumer<Finding> findings) {
        Servers servers = servers(findings);
        List<NextHop> hops = servers.hops();
        boolean decided = false;
        for (int i = 0; i < hops.size() && !decided; i++) {
            NextHop hop = hops.get(i);
            boolean last = i == hops.size() - 1;
            Optional<SessionTls> tls = tls(servers, hop, last, findings);
            decided = tls.isPresent() && visit(hop, tls.get(), last, findings);
        }
    }

    // ------------------------------------------------------------------ which servers

    private Servers servers(Consumer<Finding> findings) {
        if (route.hops().isEmpty() && route.destination() instanceof AddressLiteral literal) {
            return new Servers(List.of(relay.hop(literal.address().getHostAddress())), false, false);
        }
        String whose = route.destination() instanceof Domain domain
                ? domain.aLabels()
                : route.destination().toString();
        try {
            Servers servers = route.hops().isEmpty()
                    ? relay.servers((Domain) route.destination()).in(route.tls())
                    : new Servers(relay.hops(route), false, false);
            String names = servers.hops().stream().map(NextHop::host).collect(Collectors.joining(", "));
            Note note = (servers.implicit() ? Topic.OWN_HOST : Topic.SERVERS).of(names);
            findings.accept(Finding.passed(Step.MAIL_SERVERS, whose, 0, List.of(note)));
            return servers;
        } catch (FaultException e) {
            findings.accept(failed(whose, 0, e));
            return new Servers(List.of(), false, false);
        }
    }

    private static Finding failed(String host, int port, FaultException failure) {
        return new Finding(
                Step.MAIL_SERVERS,
                Verdict.FAILED,
                host,
                port,
                Optional.of(trouble(failure)),
                Optional.empty(),
                List.of(Topic.DETAIL.of(failure.fault().detail())));
    }

    /** How the session with this server is to be secured; empty where mail must not go there. */
    private Optional<SessionTls> tls(Servers servers, NextHop hop, boolean last, Consumer<Finding> findings) {
        Optional<MailServer> named = route.hops().isEmpty() && route.destination() instanceof Domain domain
                ? Optional.of(new MailServer(domain, hop.host(), hop.port(), servers.isSecure()))
                : Optional.empty();
        try {
            return Optional.of(relay.tls(hop, named));
        } catch (FaultException e) {
            Finding failed = failed(hop.host(), hop.port(), e);
            findings.accept(last ? failed : failed.with(Verdict.WARNING).with(Topic.NEXT.of()));
            return Optional.empty();
        }
    }

    /** What was thrown below a fault tells who has not answered: with nothing there, the DNS server itself has said it. */
    private static Trouble trouble(FaultException failure) {
        Throwable below = failure.getCause();
        return switch (failure.fault().cause()) {
            case NAME_UNKNOWN -> below == null ? Trouble.DOMAIN_UNKNOWN : Trouble.DOMAIN_WITHOUT_SERVER;
            case LOOKUP_FAILED -> below == null || toldOfAnError(below) ? Trouble.DNS_ERROR : Trouble.DNS_SILENT;
            default -> Trouble.of(Step.MAIL_SERVERS, failure.fault());
        };
    }

    private static boolean toldOfAnError(Throwable failure) {
        return failure instanceof DnsErrorCauseException
                || (failure.getCause() != null && toldOfAnError(failure.getCause()));
    }

    // ------------------------------------------------------------------ each of them

    /** Whether no further server has to be asked. */
    private boolean visit(NextHop hop, SessionTls tls, boolean last, Consumer<Finding> findings) {
        Optional<Finding> failure = Optional.empty();
        for (int i = 0;
                i == 0
                        || i < tls.ways().size()
                                && failure.filter(Checkup::isOfTls).isPresent();
                i++) {
            Optional<Way> next = tls.ways().stream().skip(i + 1).findFirst();
            boolean again = i > 0;
            failure = run(hop, tls, tls.ways().get(i), finding -> {
                        if (!again || isNew(finding)) {
                            findings.accept(weighed(finding, next, last));
                        }
                    })
                    .failure();
        }
        return failure.isEmpty() || isFinal(failure.get());
    }

    private Report run(NextHop hop, SessionTls tls, Way way, Consumer<Finding> findings) {
        Envelope envelope = new Envelope(
                new Mail(from, MailParameters.NONE),
                List.of(new Rcpt(ForwardPath.to(route.to()), RcptParameters.NONE)));
        return relay.client(hop, tls, way).diagnosis(envelope).run(findings);
    }

    /** What fails is no more than a warning where something else is tried. */
    private static Finding weighed(Finding finding, Optional<Way> next, boolean last) {
        Finding named = finding.step() == Step.NAME
                ? finding.replacing(Trouble.NAME_UNKNOWN, Trouble.MX_WITHOUT_ADDRESS)
                : finding;
        if (named.verdict() != Verdict.FAILED || isFinal(named)) {
            return named;
        } else if (next.isPresent() && isOfTls(named)) {
            Topic all = next.get().mode() == TlsMode.PLAINTEXT ? Topic.IN_THE_CLEAR : Topic.UNCHECKED;
            return named.with(Verdict.WARNING).with(all.of());
        }
        return last ? named : named.with(Verdict.WARNING).with(Topic.NEXT.of());
    }

    private static boolean isOfTls(Finding failed) {
        return OF_TLS.contains(failed.step())
                && failed.trouble().filter(IN_ANY_WAY::contains).isEmpty();
    }

    /** The steps up to TLS have been told of when a session is begun again in another way. */
    private static boolean isNew(Finding finding) {
        return finding.step() == Step.SENDER || finding.step() == Step.RECIPIENT || finding.verdict() == Verdict.FAILED;
    }

    /** The next server would have to say the same: a no for good to the sender or the recipient. */
    private static boolean isFinal(Finding failed) {
        boolean ofMail = failed.step() == Step.SENDER || failed.step() == Step.RECIPIENT;
        return ofMail
                && failed.lastReply().filter(reply -> reply.startsWith("5")).isPresent();
    }
}
