package dev.yubin.examples;

import dev.yubin.protocol.FaultException;
import dev.yubin.routing.authentication.AuthenticationResults.Result;
import dev.yubin.routing.authentication.WholeContent;
import dev.yubin.routing.dns.Dns;
import java.io.IOException;
import java.io.InputStream;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.PublicKeyRecord;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.exceptions.TempFailException;

/** Checks DKIM signatures (RFC 6376) by Apache jDKIM, with keys from our DNS. */
final class DkimCheck {
    /** So that one message does not ask a thousand questions: RFC 6376 section 6.1. */
    private static final int MOST_SIGNATURES = 10;
    /** RFC 8301 section 3.2. */
    private static final int LEAST_BITS = 1024;

    private final Dns dns;

    DkimCheck(Dns dns) {
        this.dns = dns;
    }

    /**
     * @param results one for each signature, or {@code none}: RFC 8601 section 2.7.1
     * @param domains whose signatures are good
     * @param isSure  whether none of them could be good another time
     */
    record Found(List<Result> results, List<String> domains, boolean isSure) {}

    Found check(WholeContent content) throws IOException {
        DKIMVerifier verifier = new Verifier(new Keys());
        try (InputStream in = content.open()) {
            verifier.verify(in);
        } catch (FailException e) {
            if (verifier.getResults().isEmpty()) {
                return new Found(
                        List.of(Result.of("dkim", "none")), List.of(), true); // no signature, or none to be read
            }
        } catch (RuntimeException e) { // of a signature that is nonsense, such as x=tomorrow
            return new Found(List.of(Result.of("dkim", "permerror")), List.of(), true);
        }
        List<Result> results = new ArrayList<>();
        List<String> domains = new ArrayList<>();
        boolean isSure = true;
        for (var said : verifier.getResults()) {
            String value = said.getResultType().name().toLowerCase(Locale.ROOT);
            SignatureRecord signature = said.getRecord();
            if (value.equals("pass") && signature.getBodyHashLimit() >= 0) {
                value = "policy"; // whoever sends it on can add what he likes: RFC 6376 section 8.2
            }
            Result result = Result.of("dkim", value);
            if (signature != null) {
                String domain = signature.getDToken().toString();
                result = result.property("header.d", domain)
                        .property("header.s", signature.getSelector().toString());
                if (value.equals("pass")) {
                    domains.add(domain);
                }
            }
            results.add(result);
            isSure &= !value.equals("temperror");
        }
        return new Found(results, domains, isSure);
    }

    /** Does not take what is weak today: RFC 8301. */
    private static final class Verifier extends DKIMVerifier {
        Verifier(PublicKeyRecordRetriever keys) {
            super(keys);
        }

        @Override
        public PublicKeyRecord publicRecordLookup(SignatureRecord signature)
                throws TempFailException, PermFailException {
            if (signature.getHashMethod().toString().equalsIgnoreCase("sha1")) {
                throw new PermFailException("rsa-sha1 proves nothing any more");
            }
            PublicKeyRecord key = super.publicRecordLookup(signature);
            if (key.getPublicKey() instanceof RSAPublicKey rsa
                    && rsa.getModulus().bitLength() < LEAST_BITS) {
                throw new PermFailException("a key of under " + LEAST_BITS + " bits proves nothing any more");
            }
            return key;
        }
    }

    /** For one message. */
    private final class Keys implements PublicKeyRecordRetriever {
        private int asked;

        @Override
        public List<String> getRecords(CharSequence method, CharSequence selector, CharSequence domain)
                throws TempFailException, PermFailException {
            if (++asked > MOST_SIGNATURES) {
                throw new PermFailException("more than " + MOST_SIGNATURES + " signatures");
            } else if (!"dns/txt".contentEquals(method)) {
                throw new PermFailException("keys are in the DNS, not by " + method);
            }
            try {
                return dns.texts(selector + "._domainkey." + domain).records();
            } catch (FaultException e) {
                throw new TempFailException(e.getMessage());
            }
        }
    }
}
