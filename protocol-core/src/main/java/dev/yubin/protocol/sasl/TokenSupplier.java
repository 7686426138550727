package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.io.IOException;

/** Where a client has its bearer tokens from (RFC 6750). Asked at each login, on a thread that may wait. */
@FunctionalInterface
public interface TokenSupplier {
    /**
     * A token that should do.
     *
     * @throws IOException when there is none to be had
     */
    Secret token() throws IOException;

    /**
     * Another one, since the server has refused this one: it may have expired. It is tried once. Unless overridden, {@link #token} is asked
     * again; the same token once more means that there is no other.
     *
     * @throws IOException when there is none to be had
     */
    default Secret renewed(Secret refused) throws IOException {
        return token();
    }
}
