package dev.yubin.imap.server;

import java.util.List;
import java.util.Optional;

/**
 * What THREAD asks of a message: RFC 5256 section 3.
 *
 * @param number     its sequence number
 * @param sent       the sent date, in seconds since 1970
 * @param subject    the base subject, as it is compared
 * @param reply      whether the subject is that of a reply or a forward
 * @param id         its Message-ID, where it has one
 * @param references those of the messages that it goes back to, the first of them first
 */
record Threaded(int number, long sent, byte[] subject, boolean reply, Optional<String> id, List<String> references) {}
