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
import dev.yubin.routing.tls.TlsPolicy;
import dev.yubin.smtp.AddressLiteral;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.ReversePath;
import io.netty.resolver.dns.DnsErrorCauseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** From a recipient's address to a server's word about it, by the way that mail would go: RFC 5321 section 5.1. */
record Checkup(Relay relay, ReversePath from, Mailbox to) implements Diagnosis.Walk {
    @Override
    public void take(Consumer<Finding> findings) {
        Servers servers = servers(findings);
        List<NextHop> hops = servers.hops();
        boolean decided = false;
        for (int i = 0; i < hops.size() && !decided; i++) {
            NextHop hop = hops.get(i);
            boolean last = i == hops.size() - 1;
            decided = isAllowed(servers, hop, last, findings) && visit(hop, last, findings);
        }
    }

    // ------------------------------------------------------------------ which servers

    private Servers servers(Consumer<Finding> findings) {
        if (to.host() instanceof AddressLiteral literal) {
            return new Servers(List.of(relay.hop(literal.address().getHostAddress())), false, false);
        }
        Domain domain = (Domain) to.host();
        try {
            Servers servers = relay.servers(domain);
            String names = servers.hops().stream().map(NextHop::host).collect(Collectors.joining(", "));
            Note note = (servers.implicit() ? Topic.OWN_HOST : Topic.SERVERS).of(names);
            findings.accept(Finding.passed(Step.MAIL_SERVERS, domain.aLabels(), 0, List.of(note)));
            return servers;
        } catch (FaultException e) {
            findings.accept(new Finding(
                    Step.MAIL_SERVERS,
                    Verdict.FAILED,
                    domain.aLabels(),
                    0,
                    Optional.of(trouble(e)),
                    Optional.empty(),
                    List.of(Topic.DETAIL.of(e.fault().detail()))));
            return new Servers(List.of(), false, false);
        }
    }

    /** Whether the domain's policy lets mail go to this one of its servers. */
    private boolean isAllowed(Servers servers, NextHop hop, boolean last, Consumer<Finding> findings) {
        if (!(to.host() instanceof Domain domain)) {
            return true;
        }
        try {
            relay.insistOnPolicy(hop, domain, servers.isSecure());
            return true;
        } catch (FaultException e) {
            Finding finding = new Finding(
                    Step.MAIL_SERVERS,
                    Verdict.FAILED,
                    hop.host(),
                    hop.port(),
                    Optional.of(trouble(e)),
                    Optional.empty(),
                    List.of(Topic.DETAIL.of(e.fault().detail())));
            findings.accept(weighed(finding, hop, last));
            return false;
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
    private boolean visit(NextHop hop, boolean last, Consumer<Finding> findings) {
        Report report =
                run(hop, TlsPolicy.OPPORTUNISTIC.get(0), finding -> findings.accept(weighed(finding, hop, last)));
        Optional<Finding> failure = report.failure();
        if (failure.isPresent() && withoutTls(failure.get(), hop)) {
            report = run(
                    hop, TlsPolicy.OPPORTUNISTIC.get(1), finding -> tellAgain(weighed(finding, hop, last), findings));
            failure = report.failure();
        }
        return failure.isEmpty() || isFinal(failure.get());
    }

    private Report run(NextHop hop, TlsPolicy.Way way, Consumer<Finding> findings) {
        Envelope envelope = new Envelope(
                new Mail(from, MailParameters.NONE), List.of(new Rcpt(ForwardPath.to(to), RcptParameters.NONE)));
        return relay.client(hop.host(), hop.port(), way).diagnosis(envelope).run(findings);
    }

    /** What fails is no more than a warning where something else is tried. */
    private static Finding weighed(Finding finding, NextHop hop, boolean last) {
        Finding named = finding.step() == Step.NAME
                ? finding.replacing(Trouble.NAME_UNKNOWN, Trouble.MX_WITHOUT_ADDRESS)
                : finding;
        if (named.verdict() != Verdict.FAILED || isFinal(named)) {
            return named;
        } else if (withoutTls(named, hop)) {
            return named.with(Verdict.WARNING).with(Topic.IN_THE_CLEAR.of());
        }
        return last ? named : named.with(Verdict.WARNING).with(Topic.NEXT.of());
    }

    /** As {@link Relay} has it: TLS that is optional and does not come about is done without. */
    private static boolean withoutTls(Finding failed, NextHop hop) {
        return hop.tls() == TlsMode.STARTTLS_OPTIONAL
                && failed.trouble().filter(Trouble.TLS_HANDSHAKE::equals).isPresent();
    }

    /** The steps up to TLS have been told of. */
    private static void tellAgain(Finding finding, Consumer<Finding> findings) {
        boolean anew = finding.step() == Step.SENDER || finding.step() == Step.RECIPIENT;
        if (anew || finding.verdict() == Verdict.FAILED) {
            findings.accept(finding);
        }
    }

    /** The next server would have to say the same: a no for good to the sender or the recipient. */
    private static boolean isFinal(Finding failed) {
        boolean ofMail = failed.step() == Step.SENDER || failed.step() == Step.RECIPIENT;
        return ofMail
                && failed.lastReply().filter(reply -> reply.startsWith("5")).isPresent();
    }
}
