package dev.yubin.smtp.server;

import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.LoginThrottle;
import dev.yubin.smtp.Host;
import java.util.Optional;

/**
 * What all sessions of a server share.
 *
 * @param host  the server's name
 * @param offers what the application keeps to
 * @param users who may log in, where anybody may
 * @param throttle how long a failed login is answered later, and who is not heard any more
 * @param tls   whether there is an identity to begin TLS with
 */
record SmtpService(
        Host host,
        SmtpApplication application,
        Offers offers,
        Optional<Authenticator> users,
        LoginThrottle throttle,
        boolean tls,
        SmtpLimits limits) {}
