package dev.yubin.routing.authentication;

import dev.yubin.smtp.Domain;
import java.io.IOException;

/**
 * Signs what this server's users and the server itself send, with DKIM (RFC 6376). What is signed is what will be sent, octet for octet: below the signature nothing is
 * added, folded or re-encoded any more, and a server that cannot take the message as it is gets none of it.
 */
@FunctionalInterface
public interface Signing {
    /**
     * The signature of one message. Called on a thread that may block, for many messages at once.
     *
     * @param signer  the domain that answers for it: of the sender's address, which whoever logged in may use; of the account, where mail is from the null sender; or the server's own
     *     for its notices
     * @param content with the Date and Message-ID that were missing
     * @return to be put on top; {@link HeaderFields#NONE} for a domain without a key
     * @throws IOException when it cannot be signed now: the sender hears 451, and sends it again
     */
    HeaderFields sign(Domain signer, WholeContent content) throws IOException;
}
