package dev.yubin.pop3.server;

import dev.yubin.mailbox.MaildropStore;
import dev.yubin.pop3.Pop3Limits;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.LoginThrottle;

/**
 * What all sessions of a server share.
 *
 * @param name     how the server calls itself in its greeting
 * @param language what {@code LANG *} chooses
 * @param throttle how long a failed login is answered later, and who is not heard any more
 */
record Service(
        String name,
        MaildropStore store,
        Authenticator users,
        Policies policies,
        UniqueIds uniqueIds,
        Language language,
        MaildropLocks locks,
        LoginDelays delays,
        Pop3Limits limits,
        LoginThrottle throttle) {}
