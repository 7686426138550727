package dev.yubin.imap.client;

import dev.yubin.imap.ResponseCode;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.FaultException;
import java.util.Objects;
import java.util.Optional;

/** A server's NO or BAD, with what it says for programs: RFC 9051 section 7.1 and RFC 5530. */
public final class RefusedException extends FaultException {
    private static final long serialVersionUID = 1;

    private final transient Optional<ResponseCode> code;

    RefusedException(Fault fault, Optional<ResponseCode> code) {
        super(fault);
        this.code = Objects.requireNonNull(code, "code");
    }

    private RefusedException(RefusedException first) {
        super(first.fault(), first);
        this.code = first.code;
    }

    /** Why, such as {@link ResponseCode.Plain#OVERQUOTA}; empty where the server does not say, null only in an exception that was read back. */
    public Optional<ResponseCode> code() {
        return code;
    }

    @Override
    protected FaultException again() {
        return new RefusedException(this);
    }
}
