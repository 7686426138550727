package dev.yubin.examples;

import dev.yubin.protocol.FaultException;
import dev.yubin.routing.authentication.AuthenticationResults;
import dev.yubin.routing.authentication.AuthenticationResults.Result;
import dev.yubin.routing.authentication.Screening;
import dev.yubin.routing.authentication.Verdict;
import dev.yubin.routing.authentication.WholeContent;
import dev.yubin.routing.dns.Dns;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Hello;
import dev.yubin.smtp.Host;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.SmtpPeer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.dom.field.MailboxListField;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;

/** SPF, DKIM and DMARC of strangers' mail: tells the recipient what they say, and refuses what the author's domain wants refused. */
final class SenderChecks implements Screening {
    private static final Reply NO_AUTHOR =
            Reply.of(550, "5.7.1", "Expected one From field, with addresses of one domain (RFC 5322 section 3.6.2)");

    private final String host;
    private final SpfCheck spf;
    private final DkimCheck dkim;
    private final DmarcPolicy dmarc;

    /** @param host this server's name, under which results are told */
    SenderChecks(String host, Dns dns) {
        this.host = host;
        this.spf = new SpfCheck(host, dns);
        this.dkim = new DkimCheck(dns);
        this.dmarc = new DmarcPolicy(dns);
    }

    @Override
    public Verdict screen(SmtpPeer peer, Envelope envelope, WholeContent content) throws IOException {
        if (peer.login().isPresent()) {
            return Verdict.ACCEPT; // one of ours
        }
        Optional<String> author = author(content);
        if (author.isEmpty()) {
            return Verdict.refuse(NO_AUTHOR);
        }
        String ehlo = peer.hello().map(Hello::client).orElse("unknown");
        String bySpf = spf.result(peer.remote().getAddress(), ehlo, envelope.from());
        DkimCheck.Found byDkim = dkim.check(content);
        List<Result> results = new ArrayList<>();
        results.add(Result.of("spf", bySpf)
                .property(
                        envelope.from().isNull() ? "smtp.helo" : "smtp.mailfrom",
                        envelope.from().mailbox().map(Object::toString).orElse(ehlo)));
        results.addAll(byDkim.results());
        try {
            DmarcPolicy.Of policy = dmarc.of(author.get());
            boolean passes = policy.isThere() && passes(policy, bySpf, sender(envelope, ehlo), byDkim.domains());
            if (policy.isThere() && !passes && policy.wish() == DmarcPolicy.Wish.REJECT) {
                boolean isSure = byDkim.isSure() && !bySpf.equals("temperror");
                return Verdict.refuse(isSure ? refused(author.get()) : notNow(author.get()));
            }
            results.add(Result.of("dmarc", !policy.isThere() ? "none" : passes ? "pass" : "fail")
                    .property("header.from", author.get()));
        } catch (FaultException e) {
            results.add(Result.of("dmarc", "temperror").property("header.from", author.get()));
        }
        return Verdict.accept(new AuthenticationResults(host, results).field());
    }

    private static boolean passes(DmarcPolicy.Of policy, String bySpf, String sender, List<String> signers)
            throws FaultException {
        if (bySpf.equals("pass") && policy.isAligned(sender, "aspf")) {
            return true;
        }
        for (String signer : signers) {
            if (policy.isAligned(signer, "adkim")) {
                return true;
            }
        }
        return false;
    }

    /** RFC 7372 section 3.3. */
    private static Reply refused(String author) {
        return Reply.of(
                550, "5.7.26", "Neither SPF nor DKIM shows that this is from " + author + ", which wants it refused");
    }

    private static Reply notNow(String author) {
        return Reply.of(451, "4.7.26", "Whether this is from " + author + " cannot be told now; try again later");
    }

    /** Whose SPF record was asked. */
    private static String sender(Envelope envelope, String ehlo) {
        return envelope.from().mailbox().map(from -> text(from.host())).orElse(ehlo);
    }

    private static String text(Host host) {
        return host instanceof Domain domain ? domain.aLabels() : host.toString();
    }

    /** The one domain of the From field's addresses. */
    private static Optional<String> author(WholeContent content) throws IOException {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        try (InputStream in = content.open()) {
            List<Field> from = builder.parseHeader(in).getFields("From");
            if (from.size() != 1 || !(from.get(0) instanceof MailboxListField authors)) {
                return Optional.empty();
            }
            List<String> domains = authors.getMailboxList().stream()
                    .map(author -> String.valueOf(author.getDomain()))
                    .map(domain -> Domain.of(domain).aLabels().toLowerCase(Locale.ROOT))
                    .distinct()
                    .toList();
            return domains.size() == 1 ? Optional.of(domains.get(0)) : Optional.empty();
        } catch (MimeIOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
