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
import dev.yubin.smtp.server.SmtpPeer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a message is looked at and signed, and by whom. Immutable.
 *
 * @param host       whose results are told, and who answers for mail of nobody's
 * @param signsAlso  networks whose mail is signed though nobody has logged in
 */
record Examination(Domain host, Optional<Screening> screening, Optional<Signing> signing, List<Network> signsAlso) {
    /** Whether anything is asked about what this client sends. */
    boolean concerns(SmtpPeer peer) {
        return screening.isPresent() || signer(peer).isPresent();
    }

    private Optional<Signing> signer(SmtpPeer peer) {
        return signing.filter(any -> isOurs(peer));
    }

    /**
     * What is asked about one message.
     *
     * @param missing what is to be added to its header, below a signature
     */
    record Of(Examination examination, SmtpPeer peer, Envelope envelope, Function<Heading, String> missing) {
        Verdict screen(WholeContent content) throws IOException {
            Optional<Screening> screening = examination.screening();
            return screening.isEmpty() ? Verdict.ACCEPT : screening.get().screen(peer, envelope, content);
        }

        HeaderFields sign(WholeContent content) throws IOException {
            Optional<Signing> signer = examination.signer(peer);
            return signer.isEmpty() ? HeaderFields.NONE : signer.get().sign(domain(), content);
        }

        /** Which answers for the message. */
        private Domain domain() {
            return envelope.from()
                    .mailbox()
                    .or(() -> peer.login().flatMap(Examination::mailbox))
                    .map(Mailbox::host)
                    .filter(Domain.class::isInstance)
                    .map(Domain.class::cast)
                    .orElse(examination.host());
        }

        /** Under whose name results of ours are told, so that nobody else's are: RFC 8601 section 5. */
        String authservId() {
            return examination.host().aLabels();
        }
    }

    private boolean isOurs(SmtpPeer peer) {
        return peer.login().isPresent()
                || signsAlso.stream()
                        .anyMatch(network -> network.contains(peer.remote().getAddress()));
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
