package dev.yubin.examples;

import dev.yubin.routing.authentication.HeaderFields;
import dev.yubin.routing.authentication.Signing;
import dev.yubin.routing.authentication.WholeContent;
import dev.yubin.smtp.Domain;
import java.io.IOException;
import java.io.InputStream;
import java.security.PrivateKey;
import java.util.Map;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.exceptions.FailException;

/**
 * DKIM signatures (RFC 6376) by Apache jDKIM. The public key stands in the DNS at <i>selector</i>{@code ._domainkey.}<i>domain</i>.
 *
 * @param keys of RSA with 2048 bits or more (RFC 8301 section 3.2), by the domain that signs
 */
record DkimSigning(Map<Domain, Key> keys) implements Signing {
    /** Named twice is signed against one more of its kind that somebody adds: RFC 6376 section 8.15. */
    private static final String FIELDS =
            "From:From:Subject:Subject:Date:Date:To:To:Cc:Cc:Reply-To:Message-ID:In-Reply-To:References:"
                    + "MIME-Version:Content-Type:Content-Transfer-Encoding";

    /** @param selector the key's name within its domain, so that there can be a next one */
    record Key(String selector, PrivateKey key) {}

    DkimSigning {
        keys = Map.copyOf(keys);
    }

    @Override
    public HeaderFields sign(Domain signer, WholeContent content) throws IOException {
        Key key = keys.get(signer);
        if (key == null) {
            return HeaderFields.NONE;
        }
        String template = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + signer.aLabels() + "; s=" + key.selector()
                + "; t=; h=" + FIELDS + "; bh=; b=;";
        try (InputStream in = content.open()) {
            String field = new DKIMSigner(template, key.key()).sign(in);
            return new HeaderFields(folded(field));
        } catch (FailException e) {
            throw new IOException("no signature for " + signer + ": " + e.getMessage(), e);
        }
    }

    /** Where {@code c=relaxed} sees no difference. */
    private static String folded(String field) {
        return field.replaceAll(";[ \t]*", ";\r\n\t").stripTrailing() + "\r\n";
    }
}
