package dev.yubin.pop3.client;

import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.Stls;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.ProtocolException;
import java.util.Optional;

/**
 * The upgrade to TLS: RFC 2595 section 4. It begins before another octet is read; octets that are there already came in the clear, from the
 * server or from somebody between, and must not be read as if they came through TLS.
 */
final class StlsExchange extends Exchange<Boolean> {
    private final Pop3Connection connection;

    StlsExchange(Pop3Connection connection) {
        super(Optional.of(new Stls()), "upgrading to TLS", false);
        this.connection = connection;
    }

    @Override
    void accepted(Pop3Reply reply, Answered<Boolean> answered) throws ProtocolException {
        if (connection.hasMore()) {
            throw new ProtocolException("the server sent more in the clear behind its consent to STLS");
        }
        connection.dialer().startTls(connection.channel()).whenComplete((channel, failure) -> {
            if (failure == null) {
                answered.with(true);
            } else {
                connection.fail(result, (FaultException) failure);
            }
        });
    }
}
