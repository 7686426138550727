package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/**
 * A domain's name. RFC 5321 section 2.3.5 and, for labels beyond ASCII, RFC 6531 section 3.3. Prints as it was written; two are equal when
 * their A-labels are, whatever the case of the letters.
 */
public final class Domain implements Host {
    /** RFC 5321 section 4.5.3.1.2. */
    static final int MAX_OCTETS = 255;

    private static final int MAX_LABEL_OCTETS = 63;

    private final String text;
    private final String aLabels;

    private Domain(String text, String aLabels) {
        this.text = text;
        this.aLabels = aLabels;
    }

    /** @throws IllegalArgumentException when it is no domain; says why */
    public static Domain of(String text) {
        return Whole.of(text, Domain::read);
    }

    /** Domain = sub-domain *("." sub-domain) */
    static Domain read(LineReader in) throws SyntaxException {
        int start = in.position();
        StringBuilder aLabels = new StringBuilder();
        do {
            String label = in.expectWhile(c -> Characters.ldh(c) || c >= 0x80, "a domain");
            aLabels.append(aLabels.isEmpty() ? "" : ".").append(aLabel(label));
        } while (in.accept("."));
        Domain domain = new Domain(in.textSince(start), aLabels.toString());
        if (domain.aLabels.length() > MAX_OCTETS || Characters.exceeds(MAX_OCTETS, domain.text)) {
            throw new SyntaxException("expected a domain of at most " + MAX_OCTETS + " octets");
        }
        return domain;
    }

    private static String aLabel(String label) throws SyntaxException {
        String aLabel = Characters.ascii(label) ? label.toLowerCase(Locale.ROOT) : mapped(label);
        if (aLabel.length() > MAX_LABEL_OCTETS) {
            throw new SyntaxException("expected a domain whose labels have at most " + MAX_LABEL_OCTETS + " octets");
        }
        if (aLabel.startsWith("-") || aLabel.endsWith("-")) {
            throw new SyntaxException("expected a letter or digit at both ends of the domain's label \"" + label + '"');
        }
        return aLabel;
    }

    /** The JDK knows the mapping of 2003 alone, which makes another name of some labels: one that does not come back as it went is refused. */
    private static String mapped(String label) throws SyntaxException {
        try {
            String wanted = Normalizer.normalize(label, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
            String aLabel = IDN.toASCII(wanted, IDN.USE_STD3_ASCII_RULES);
            if (IDN.toUnicode(aLabel).equals(wanted)) {
                return aLabel.toLowerCase(Locale.ROOT);
            }
        } catch (IllegalArgumentException e) {
            // told of below, with the others
        }
        throw new SyntaxException("expected a domain's label that has an A-label; write it as xn--...");
    }

    /** The A-labels, in lower case: the name to compare with, and to look up in the DNS. */
    public String aLabels() {
        return aLabels;
    }

    @Override
    public boolean ascii() {
        return Characters.ascii(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Domain domain && aLabels.equals(domain.aLabels);
    }

    @Override
    public int hashCode() {
        return aLabels.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
