package dev.yubin.pop3.client;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@link Pop3Client#fetchNew} did.
 *
 * @param messages how many are kept now that were not before
 * @param octets   theirs together
 * @param deleted  how many are marked as deleted, of those and of older ones; {@link Pop3Client#quit} removes them
 * @param troubles why a message could not be fetched, or not be deleted, by its unique-id. It stays on the server. A
 *     {@link dev.yubin.protocol.FaultException} where the server refuses, {@link RefusedMessageException} where the sink does
 */
public record Fetched(int messages, long octets, int deleted, Map<String, IOException> troubles) {
    public Fetched {
        troubles = Collections.unmodifiableMap(new LinkedHashMap<>(troubles)); // in the server's order
    }
}
