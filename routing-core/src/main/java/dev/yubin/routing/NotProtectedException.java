package dev.yubin.routing;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.smtp.Reply;
import java.util.Optional;

/** A server cannot be given a message that demands TLS of every hop (REQUIRETLS); another may. RFC 8689 section 4.2.1. */
final class NotProtectedException extends FaultException {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    private NotProtectedException(Fault fault, String status, FaultException cause) {
        super(fault, cause);
        String server = NextHop.text(fault.host(), fault.port());
        this.reply = Reply.of(
                550,
                status,
                (server + ": the message demands TLS on its whole way (REQUIRETLS), and " + fault.detail())
                        .replaceAll("[^ -~]", "?"));
    }

    private NotProtectedException(NotProtectedException first) {
        super(first.fault(), first);
        this.reply = first.reply;
    }

    /** The server has TLS, and does not promise to ask the next one for it. */
    static NotProtectedException withoutPromise(NextHop hop) {
        return new NotProtectedException(
                fault(hop, Cause.EXTENSION_NOT_OFFERED, "the server does not offer REQUIRETLS"), "5.7.30", null);
    }

    /** The DNS names this server, and could have been made to. */
    static NotProtectedException withoutProof(NextHop hop) {
        String detail = "nothing proves that this is the recipient's server: neither DNSSEC nor a policy of MTA-STS";
        return new NotProtectedException(fault(hop, Cause.CERTIFICATE_NAME, detail), "5.7.10", null);
    }

    /** TLS did not come about, or the certificate does not prove the server's name. */
    static NotProtectedException withoutTls(FaultException why) {
        return new NotProtectedException(why.fault(), "5.7.10", why);
    }

    private static Fault fault(NextHop hop, Cause cause, String detail) {
        return new Fault(cause, hop.host(), hop.port(), "securing the way (REQUIRETLS)", Optional.empty(), detail);
    }

    /** What the sender is told. */
    Reply reply() {
        return reply;
    }

    @Override
    protected FaultException again() {
        return new NotProtectedException(this);
    }
}
