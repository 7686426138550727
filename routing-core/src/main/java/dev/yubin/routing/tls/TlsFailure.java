package dev.yubin.routing.tls;

import dev.yubin.protocol.FaultException;
import java.security.cert.CertificateExpiredException;
import java.util.Objects;
import java.util.Optional;

/**
 * What kept a session from being secured: RFC 8460 section 4.3.
 *
 * @param detail in a sentence
 */
public record TlsFailure(Type type, String detail) {
    /** In the words of reports. */
    public enum Type {
        STARTTLS_NOT_SUPPORTED("starttls-not-supported"),
        CERTIFICATE_HOST_MISMATCH("certificate-host-mismatch"),
        CERTIFICATE_EXPIRED("certificate-expired"),
        CERTIFICATE_NOT_TRUSTED("certificate-not-trusted"),
        /** None of the others. */
        VALIDATION_FAILURE("validation-failure"),
        /** TLSA records of which none can be used. */
        TLSA_INVALID("tlsa-invalid"),
        /** The DNS does not answer as to TLSA records, perhaps because DNSSEC does not prove what there is. */
        DNSSEC_INVALID("dnssec-invalid"),
        STS_POLICY_FETCH_ERROR("sts-policy-fetch-error"),
        STS_POLICY_INVALID("sts-policy-invalid"),
        /** The server of the policy has no certificate that can be trusted. */
        STS_WEBPKI_INVALID("sts-webpki-invalid");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    public TlsFailure {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(detail, "detail");
    }

    /** What this failure says of TLS; empty where it says nothing, for the session failed in another way. */
    public static Optional<TlsFailure> of(FaultException failure) {
        Optional<Type> type = switch (failure.fault().cause()) {
            case STARTTLS_NOT_OFFERED -> Optional.of(Type.STARTTLS_NOT_SUPPORTED);
            case CERTIFICATE_NAME -> Optional.of(Type.CERTIFICATE_HOST_MISMATCH);
            case CERTIFICATE_UNTRUSTED ->
                Optional.of(isOfExpiry(failure) ? Type.CERTIFICATE_EXPIRED : Type.CERTIFICATE_NOT_TRUSTED);
            case TLS_HANDSHAKE, TLS_ON_PLAIN_PORT -> Optional.of(Type.VALIDATION_FAILURE);
            default -> Optional.empty();
        };
        return type.map(known -> new TlsFailure(known, failure.fault().detail()));
    }

    /** That a session is in the clear, as it then was begun. */
    public static Optional<TlsFailure> ofClear(Optional<String> tls) {
        return tls.isPresent()
                ? Optional.empty()
                : Optional.of(new TlsFailure(Type.STARTTLS_NOT_SUPPORTED, "the server does not offer STARTTLS"));
    }

    private static boolean isOfExpiry(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return true;
            }
        }
        return false;
    }
}
