package dev.yubin.examples;

import dev.yubin.protocol.FaultException;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.dns.DnsAnswer;
import dev.yubin.routing.dns.MailExchanger;
import dev.yubin.smtp.ReversePath;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import org.apache.james.jspf.impl.SPF;

/** Asks whether a sender's domain lets mail come from an address (SPF, RFC 7208), by Apache jSPF over our DNS. */
final class SpfCheck {
    /** Of MX and PTR: RFC 7208 section 4.6.4. */
    private static final int MOST_RECORDS = 10;

    private final SPF spf;

    /** @param host this server's name */
    SpfCheck(String host, Dns dns) {
        this.spf = new SPF(new Questions(host, dns));
    }

    /** Such as {@code pass}, {@code softfail} or {@code none}: RFC 7208 section 2.6. Of the null sender the EHLO name is asked about (section 2.4). */
    String result(InetAddress client, String ehlo, ReversePath from) {
        String sender = from.mailbox().map(Object::toString).orElse("");
        return spf.checkSPF(client.getHostAddress(), sender, ehlo).getResult();
    }

    private record Questions(String host, Dns dns) implements DNSService {
        @Override
        public List<String> getRecords(DNSRequest request) throws TimeoutException {
            String name = request.getHostname();
            try {
                return switch (request.getRecordType()) {
                    case DNSRequest.A -> addresses(dns.ipv4(name));
                    case DNSRequest.AAAA -> addresses(dns.ipv6(name));
                    case DNSRequest.MX ->
                        dns.mailExchangers(name).records().stream()
                                .map(MailExchanger::host)
                                .filter(exchanger -> !exchanger.isEmpty())
                                .toList();
                    case DNSRequest.PTR -> dns.pointers(name).records();
                    case DNSRequest.TXT -> dns.texts(name).records();
                    default -> List.of(); // records of type SPF are no more: RFC 7208 section 3.1
                };
            } catch (FaultException e) {
                throw new TimeoutException(e.getMessage());
            }
        }

        private static List<String> addresses(DnsAnswer<InetAddress> answer) {
            return answer.records().stream().map(InetAddress::getHostAddress).toList();
        }

        @Override
        public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
            try {
                return CompletableFuture.completedFuture(getRecords(request));
            } catch (TimeoutException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public List<String> getLocalDomainNames() {
            return List.of(host);
        }

        @Override
        public void setTimeOut(int seconds) {
            // the DNS has its own
        }

        @Override
        public int getRecordLimit() {
            return MOST_RECORDS;
        }

        @Override
        public void setRecordLimit(int records) {
            // what the RFC says stands
        }
    }
}
