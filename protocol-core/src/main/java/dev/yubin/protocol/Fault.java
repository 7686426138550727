package dev.yubin.protocol;

import java.util.Objects;
import java.util.Optional;

/**
 * What went wrong with a peer, and what to do about it.
 *
 * @param cause     which of the known ways
 * @param host      the peer, as it was asked for
 * @param port      its port; 0 where none was reached for
 * @param step      what was being done, to stand behind "while": {@code connecting}, {@code waiting for the greeting}, {@code logging in}
 * @param lastReply the peer's last words, escaped, where it said any
 * @param detail    what happened in this very case
 */
public record Fault(Cause cause, String host, int port, String step, Optional<String> lastReply, String detail) {

    /** Who has to act. Most trouble with mail is one of the first three. */
    public enum Kind {
        /** Host, port or TLS mode is set wrong on this side. */
        SERVER_SETTING,
        CREDENTIALS,
        NETWORK,
        /** The peer understood and said no. */
        REFUSED,
        /** The peer broke the protocol. */
        PROTOCOL,
        /** A limit, or a decision, of this side. */
        OURS
    }

    /** The known ways in which a conversation fails, and what to try. */
    public enum Cause {
        NAME_UNKNOWN(Kind.SERVER_SETTING, "check the host's name for a slip, then the DNS"),
        LOOKUP_FAILED(Kind.NETWORK, "try again later; if it stays, check the DNS server that is asked"),
        TAKES_NO_MAIL(Kind.REFUSED, "check the recipient's domain: it says that it never takes mail"),
        LEADS_BACK(Kind.SERVER_SETTING, "keep the domain's mail here, or name another server for it"),
        NOT_IN_POLICY(
                Kind.SERVER_SETTING, "have the domain's policy name the server, or its MX no server that it does not"),
        NOTHING_LISTENS(Kind.SERVER_SETTING, "check the port, and whether the server runs"),
        ADDRESS_IN_USE(Kind.SERVER_SETTING, "end the program that holds the port, or choose another port"),
        ADDRESS_NOT_OURS(Kind.SERVER_SETTING, "name an address of this machine, or a port that this user may bind"),
        CONNECT_TIMEOUT(Kind.NETWORK, "check the network and whether a firewall drops this port"),
        UNREACHABLE(Kind.NETWORK, "check this machine's network: no way leads to that address"),
        PROXY_REFUSED(Kind.SERVER_SETTING, "check the proxy's login and rules, and whether it can reach the server"),
        CONNECTION_LOST(Kind.NETWORK, "try again; if it stays, look at the peer's log"),
        TIMEOUT(Kind.NETWORK, "try again; if it stays, check the port's TLS mode and the peer's load"),
        PERHAPS_TAKEN(Kind.NETWORK, "find out whether the message has arrived; to send it again may bring it twice"),
        PERHAPS_DONE(Kind.NETWORK, "find out whether it was done before it is asked for again"),
        TLS_ON_PLAIN_PORT(Kind.SERVER_SETTING, "this port does not begin with TLS: use STARTTLS here, or the TLS port"),
        PLAIN_ON_TLS_PORT(Kind.SERVER_SETTING, "this port begins with TLS: use the mode IMPLICIT"),
        CERTIFICATE_NAME(
                Kind.SERVER_SETTING, "use the name that the certificate bears, or a certificate for this name"),
        CERTIFICATE_UNTRUSTED(Kind.SERVER_SETTING, "trust the authority that issued it, or have the server renew it"),
        TLS_HANDSHAKE(Kind.SERVER_SETTING, "check which TLS versions and ciphers both sides speak"),
        STARTTLS_NOT_OFFERED(
                Kind.SERVER_SETTING, "use the port that begins with TLS, or have the server offer STARTTLS"),
        MECHANISM_NOT_OFFERED(
                Kind.SERVER_SETTING, "use TLS first, or have the server offer a mechanism that both speak"),
        EXTENSION_NOT_OFFERED(Kind.REFUSED, "the peer cannot take such a message; convert it first"),
        UTF8_NOT_OFFERED(Kind.REFUSED, "the peer takes ASCII alone: use another address, or send to another server"),
        TOO_LARGE(Kind.REFUSED, "send less at once, or have the peer raise its limit"),
        CREDENTIALS_REFUSED(Kind.CREDENTIALS, "check the user's name and the password"),
        TOKEN_UNAVAILABLE(Kind.CREDENTIALS, "see why no token is to be had; perhaps the consent was taken back"),
        REFUSED(Kind.REFUSED, "do not repeat it as it is; act on the peer's words"),
        REFUSED_FOR_NOW(Kind.REFUSED, "try again later"),
        PROTOCOL_BROKEN(Kind.PROTOCOL, "check that this port speaks this protocol"),
        CONTENT_MALFORMED(Kind.OURS, "repair the message: as it is, it can be sent to nobody"),
        OUT_OF_TURN(Kind.OURS, "do first what it needs, and ask again"),
        LIMIT(Kind.OURS, "raise the limit if the peer is to be trusted with more"),
        CLOSED_HERE(Kind.OURS, "the connection was closed or cancelled on this side; open another");

        private final Kind kind;
        private final String advice;

        Cause(Kind kind, String advice) {
            this.kind = kind;
            this.advice = advice;
        }

        /** Who has to act. */
        public Kind kind() {
            return kind;
        }

        /** What to try. */
        public String advice() {
            return advice;
        }
    }

    public Fault {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(lastReply, "lastReply");
        Objects.requireNonNull(detail, "detail");
    }

    /** Which fault in which place, in a sentence or two: what an exception, a log or a person is told. */
    @Override
    public String toString() {
        String address = host.indexOf(':') < 0 ? host : '[' + host + ']'; // RFC 3986 section 3.2.2: IPv6 beside a port
        return address + (port == 0 ? "" : ":" + port) + ", while " + step + ": " + detail
                + lastReply.map(reply -> "; it last said \"" + reply + '"').orElse("") + ". To do: " + cause.advice()
                + '.';
    }
}
