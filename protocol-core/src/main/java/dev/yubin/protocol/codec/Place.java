package dev.yubin.protocol.codec;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.HostNames;
import dev.yubin.protocol.ProtocolException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Where a connection goes, and what it means when it fails there. */
record Place(String host, int port) {
    /** What tells most of why a host cannot be reached, where its addresses fail in different ways. */
    private static final List<Cause> TELLING =
            List.of(Cause.PROXY_REFUSED, Cause.NOTHING_LISTENS, Cause.CONNECT_TIMEOUT, Cause.ADDRESS_NOT_OURS);

    Place {
        Objects.requireNonNull(host, "host");
    }

    FaultException failure(Cause cause, String step, Optional<String> lastReply, String detail) {
        return new FaultException(new Fault(cause, host, port, step, lastReply, detail));
    }

    FaultException failure(String step, Throwable failure) {
        return failure(step, failure, Optional.empty());
    }

    FaultException failure(String step, Throwable failure, Optional<String> lastReply) {
        if (failure instanceof FaultException known) {
            return known;
        }
        if (failure instanceof DecoderException && failure.getCause() != null) {
            return failure(step, failure.getCause(), lastReply); // in which Netty wraps what TLS failed with
        }
        Cause cause = cause(failure);
        return new FaultException(new Fault(cause, host, port, step, lastReply, detail(cause, failure)), failure);
    }

    /** That none of its addresses can be connected to. */
    FaultException unreachable(String step, Map<InetAddress, Throwable> failures) {
        Map<InetAddress, FaultException> faults = new LinkedHashMap<>();
        failures.forEach((address, failure) -> faults.put(address, failure(step, failure)));
        List<FaultException> all = new ArrayList<>(faults.values());
        if (all.size() == 1) {
            return all.get(0);
        }
        Cause cause = all.stream()
                .map(each -> each.fault().cause())
                .min(Comparator.comparingInt(each -> TELLING.contains(each) ? TELLING.indexOf(each) : TELLING.size()))
                .orElseThrow();
        String each = faults.entrySet().stream()
                .map(fault -> fault.getKey().getHostAddress() + ": "
                        + fault.getValue().fault().detail())
                .collect(Collectors.joining("; "));
        FaultException none = failure(
                cause, step, Optional.empty(), "none of " + all.size() + " addresses can be connected to: " + each);
        all.forEach(none::addSuppressed);
        return none;
    }

    private static Cause cause(Throwable failure) {
        if (failure instanceof UnknownHostException unknown) {
            return HostNames.isForNow(unknown) ? Cause.LOOKUP_FAILED : Cause.NAME_UNKNOWN;
        } else if (failure instanceof TimeoutException) {
            return Cause.LOOKUP_FAILED;
        } else if (failure instanceof ConnectException connect) {
            return causeOf(connect);
        } else if (failure instanceof NoRouteToHostException || isUnreachable(failure)) {
            return Cause.UNREACHABLE;
        } else if (failure instanceof BindException || failure.getCause() instanceof BindException) { // in Netty's
            return Cause.ADDRESS_NOT_OURS;
        } else if (failure instanceof SSLException tls) {
            return causeOf(tls);
        }
        boolean lost = failure instanceof IOException && !(failure instanceof ProtocolException);
        return lost ? Cause.CONNECTION_LOST : Cause.PROTOCOL_BROKEN;
    }

    /** As for some networks the JDK says by words alone. */
    private static boolean isUnreachable(Throwable failure) {
        return failure instanceof SocketException
                && String.valueOf(failure.getMessage()).contains("unreachable");
    }

    private static Cause causeOf(ConnectException failure) {
        String words = String.valueOf(failure.getMessage());
        if (failure instanceof ConnectTimeoutException) {
            return Cause.CONNECT_TIMEOUT;
        } else if (failure.getClass().getPackageName().equals("io.netty.handler.proxy")) { // whose jar may be missing
            return Cause.PROXY_REFUSED;
        } else if (words.contains("refused")) {
            return Cause.NOTHING_LISTENS;
        }
        return isUnreachable(failure) ? Cause.UNREACHABLE : Cause.CONNECTION_LOST;
    }

    private static Cause causeOf(SSLException failure) {
        if (failure instanceof NotSslRecordException) {
            return Cause.TLS_ON_PLAIN_PORT;
        }
        return certificateComplaint(failure)
                .map(words -> words.startsWith("No subject alternative") || words.startsWith("No name matching")
                        ? Cause.CERTIFICATE_NAME
                        : Cause.CERTIFICATE_UNTRUSTED)
                .orElse(Cause.TLS_HANDSHAKE);
    }

    private static Optional<String> certificateComplaint(Throwable failure) {
        Throwable deepest = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateException || t instanceof CertPathBuilderException) {
                deepest = t;
            }
        }
        return Optional.ofNullable(deepest).map(Throwable::getMessage);
    }

    private static String detail(Cause cause, Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return switch (cause) {
            case NAME_UNKNOWN -> "the name does not resolve";
            case LOOKUP_FAILED ->
                failure instanceof TimeoutException
                        ? "no address was found in time"
                        : "the name cannot be looked up now (" + message + ")";
            case NOTHING_LISTENS -> "nothing listens there (" + message + ")";
            case CONNECT_TIMEOUT -> "no answer came (" + message + ")";
            case UNREACHABLE -> "no way leads there (" + message + ")";
            case ADDRESS_NOT_OURS -> "this machine cannot connect from there (" + message + ")";
            case PROXY_REFUSED -> "the proxy does not connect (" + message + ")";
            case TLS_ON_PLAIN_PORT -> "TLS was begun, but the peer answers in the clear";
            case CERTIFICATE_NAME -> "the certificate is for another name (" + message + ")";
            case CERTIFICATE_UNTRUSTED -> "the certificate is not trusted (" + message + ")";
            case CONNECTION_LOST -> "the connection is gone (" + message + ")";
            default -> message;
        };
    }

    /** With its brackets, where it is an address of IPv6 beside a port. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
