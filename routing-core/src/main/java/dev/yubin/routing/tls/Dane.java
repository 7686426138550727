package dev.yubin.routing.tls;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.dns.DnsAnswer;
import dev.yubin.routing.dns.Tlsa;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The certificates of mail servers as the DNS names them: DANE for SMTP, RFC 7672. It has a say only where DNSSEC proves the domain's MX, the server's address and
 * its TLSA records alike; then there is TLS or no mail, and a certificate that matches, where a record can be used at all.
 *
 * <p>A look-up that fails is no denial: the server counts as unreachable for now (section 2.1.2).
 */
public final class Dane implements TlsPolicies {
    private static final TlsFailure UNUSABLE =
            new TlsFailure(TlsFailure.Type.TLSA_INVALID, "none of the server's TLSA records can be used");

    /** Where a server's records are, and where its aliases lead: RFC 7672 section 2.2.3. */
    private record Records(String base, List<Tlsa> all) {}

    private final Dns dns;

    private Dane(Dns dns) {
        this.dns = dns;
    }

    /**
     * Asks so.
     *
     * @param dns not closed
     * @throws IllegalArgumentException when it does not validate, for then nothing would ever be proven
     */
    public static Dane by(Dns dns) {
        if (!dns.isValidating()) {
            throw new IllegalArgumentException(
                    "DANE needs a DNS server that validates by DNSSEC, on a way that is safe: Dns.validating");
        }
        return new Dane(dns);
    }

    @Override
    public Optional<TlsPolicy> of(MailServer server) throws FaultException {
        if (!server.isSecure()) {
            return Optional.empty(); // whoever forged the MX would have forged its host's records too: section 2.2.1
        }
        try {
            return records(server).map(records -> policy(server, records));
        } catch (FaultException e) {
            TlsFailure failure =
                    new TlsFailure(TlsFailure.Type.DNSSEC_INVALID, e.fault().detail());
            return Optional.of(TlsPolicy.forbidden(found(server, server.host(), List.of()), server.host(), failure));
        }
    }

    /** Section 2.2.3: those of the name that the aliases lead to; where it has none, those of the name itself. */
    private Optional<Records> records(MailServer server) throws FaultException {
        DnsAnswer<InetAddress> address = dns.anyAddresses(server.host());
        boolean aliased = address.isAliased(server.host());
        if (address.isSecure() && aliased) {
            Optional<Records> ofTheEnd = records(address.name(), server.port());
            if (ofTheEnd.isPresent()) {
                return ofTheEnd;
            }
        }
        // An alias may be proven although what it leads to is not.
        boolean isSecure =
                address.isSecure() || (aliased && dns.alias(server.host()).isSecure());
        return isSecure ? records(server.host(), server.port()) : Optional.empty();
    }

    private Optional<Records> records(String base, int port) throws FaultException {
        DnsAnswer<Tlsa> answer = dns.tlsa("_" + port + "._tcp." + base);
        return answer.isSecure() && !answer.records().isEmpty()
                ? Optional.of(new Records(base, answer.records()))
                : Optional.empty();
    }

    private static TlsPolicy policy(MailServer server, Records records) {
        FoundPolicy found = found(
                server,
                records.base(),
                records.all().stream().map(Tlsa::toString).collect(Collectors.toList()));
        Set<String> names = new LinkedHashSet<>(
                List.of(records.base(), server.host(), server.domain().aLabels()));
        DaneCheck check = DaneCheck.of(records.all(), List.copyOf(names));
        return check.isUsable()
                ? TlsPolicy.required(found, records.base(), TlsTrust.by(check))
                : TlsPolicy.encrypted(
                        found, records.base(), UNUSABLE); // section 2.2: no proof is to be had, but TLS is
    }

    private static FoundPolicy found(MailServer server, String base, List<String> records) {
        return new FoundPolicy(FoundPolicy.Type.TLSA, server.domain(), records, List.of(base));
    }
}
