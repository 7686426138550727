package dev.yubin.routing;

import dev.yubin.protocol.Network;
import dev.yubin.routing.authentication.HeaderFields;
import dev.yubin.routing.authentication.Screening;
import dev.yubin.routing.authentication.Signing;
import dev.yubin.routing.authentication.Verdict;
import dev.yubin.routing.authentication.WholeContent;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.server.KeptContent;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpPeer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Whether a message is looked at and signed, and by whom. Immutable.
 *
 * @param host       whose results are told, and who answers for mail of nobody's
 * @param signsAlso  networks whose mail is signed though nobody has logged in
 */
record Examination(Domain host, Optional<Screening> screening, Optional<Signing> signing, List<Network> signsAlso) {
    /** @param missing what is to be added to a header */
    MessageSink before(
            MessageSink sink,
            SmtpPeer peer,
            Envelope envelope,
            Function<Heading, String> missing,
            Supplier<KeptContent> kept) {
        Optional<Signing> signs = signing.filter(any -> isOurs(peer));
        if (screening.isEmpty() && signs.isEmpty()) {
            return sink;
        }
        return new Screened(sink, kept.get(), new Screened.Questions() {
            @Override
            public Verdict screen(WholeContent content) throws IOException {
                return screening.isEmpty() ? Verdict.ACCEPT : screening.get().screen(peer, envelope, content);
            }

            @Override
            public String missing(Heading header) {
                return missing.apply(header);
            }

            @Override
            public HeaderFields sign(WholeContent content) throws IOException {
                return signs.isEmpty() ? HeaderFields.NONE : signs.get().sign(signer(peer, envelope), content);
            }

            @Override
            public String authservId() {
                return host.aLabels();
            }
        });
    }

    private boolean isOurs(SmtpPeer peer) {
        return peer.login().isPresent()
                || signsAlso.stream()
                        .anyMatch(network -> network.contains(peer.remote().getAddress()));
    }

    private Domain signer(SmtpPeer peer, Envelope envelope) {
        return envelope.from()
                .mailbox()
                .or(() -> peer.login().flatMap(Examination::mailbox))
                .map(Mailbox::host)
                .filter(Domain.class::isInstance)
                .map(Domain.class::cast)
                .orElse(host);
    }

    /** An account is mostly called by its address. */
    private static Optional<Mailbox> mailbox(String login) {
        try {
            return Optional.of(Mailbox.of(login));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
