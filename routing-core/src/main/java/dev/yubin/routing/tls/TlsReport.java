package dev.yubin.routing.tls;

import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * What a domain is told of the TLS of sessions with its servers: RFC 8460 section 4.
 *
 * @param organization who tells, as people know him
 * @param contact      whom to ask, an address or a URI
 * @param domain       who is told
 * @param start        of the time that it tells of
 * @param end          the last second of it
 * @param id           letters, digits and hyphens
 */
public record TlsReport(
        String organization,
        String contact,
        Domain domain,
        Instant start,
        Instant end,
        String id,
        List<Result> results) {

    /**
     * What became of the sessions under one policy.
     *
     * @param failures of all sessions, be their details told or too many to be
     */
    public record Result(FoundPolicy policy, long successes, long failures, List<Detail> details) {
        public Result {
            Objects.requireNonNull(policy, "policy");
            details = List.copyOf(details);
        }
    }

    /**
     * One way to fail.
     *
     * @param mxHost   the server
     * @param address  its address, where it was connected to
     * @param sessions how many
     */
    public record Detail(TlsFailure failure, String mxHost, Optional<InetAddress> address, long sessions) {
        public Detail {
            Objects.requireNonNull(failure, "failure");
            Objects.requireNonNull(mxHost, "mxHost");
            Objects.requireNonNull(address, "address");
        }
    }

    public TlsReport {
        Objects.requireNonNull(organization, "organization");
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(domain, "domain");
        if (!id.matches("[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "expected letters, digits and hyphens for a report's id, not \"" + id + '"');
        }
        results = List.copyOf(results);
    }

    /** For programs: section 4.4. */
    public String json() {
        return Json.text(object(
                "organization-name", organization,
                "date-range", object("start-datetime", start.toString(), "end-datetime", end.toString()),
                "contact-info", contact,
                "report-id", id,
                "policies", results.stream().map(TlsReport::json).collect(Collectors.toList())));
    }

    private static Map<String, Object> json(Result result) {
        FoundPolicy policy = result.policy();
        Map<String, Object> named = object("policy-type", policy.type().word());
        if (!policy.strings().isEmpty()) {
            named.put("policy-string", policy.strings());
        }
        named.put("policy-domain", policy.domain().aLabels());
        if (!policy.mxHosts().isEmpty()) {
            named.put("mx-host", policy.mxHosts());
        }
        Map<String, Object> summary = object(
                "total-successful-session-count", result.successes(), "total-failure-session-count", result.failures());
        Map<String, Object> json = object("policy", named, "summary", summary);
        if (!result.details().isEmpty()) {
            json.put(
                    "failure-details",
                    result.details().stream().map(TlsReport::json).collect(Collectors.toList()));
        }
        return json;
    }

    private static Map<String, Object> json(Detail detail) {
        Map<String, Object> json =
                object("result-type", detail.failure().type().word(), "receiving-mx-hostname", detail.mxHost());
        detail.address().ifPresent(address -> json.put("receiving-ip", address.getHostAddress()));
        json.put("failed-session-count", detail.sessions());
        json.put("failure-reason-code", detail.failure().detail());
        return json;
    }

    /** Members in the order in which the RFC has them. */
    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** The same, compressed: {@code application/tlsrpt+gzip}, in which it is sent by mail or put to a web server. */
    public byte[] gzip() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(octets)) {
            out.write(json().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("memory has no end that could break off", e);
        }
        return octets.toByteArray();
    }

    /** Section 5.1. @param sender the domain of the {@link #contact} */
    public String fileName(Domain sender) {
        return sender.aLabels() + '!' + domain.aLabels() + '!' + start.getEpochSecond() + '!' + end.getEpochSecond()
                + '!' + id + ".json.gz";
    }

    /**
     * The report as a message: section 5.3. It goes whatever the domain's policy says, for it tells of what is wrong with that, and so bears {@code TLS-Required:
     * No} (RFC 8689 section 5). The receiver believes it where DKIM signs it for the sender's domain, which is the application's.
     *
     * @param from   who sends it
     * @param sender the domain of that
     * @param to     where the domain wants it: {@link TlsReports#wanted}
     * @param now    when it is written
     * @return lines that end with CR LF, 7-bit
     */
    public byte[] message(Mailbox from, Domain sender, Mailbox to, Instant now) {
        String name = fileName(sender);
        return String.join(
                        "\r\n",
                        "Date: " + Received.dateTime(now),
                        "From: <" + from + '>',
                        "To: <" + to + '>',
                        "Subject: Report Domain: " + domain.aLabels(),
                        " Submitter: " + sender.aLabels(),
                        " Report-ID: <" + id + '@' + sender.aLabels() + '>',
                        "Message-ID: <" + id + '@' + sender.aLabels() + '>',
                        "TLS-Report-Domain: " + domain.aLabels(),
                        "TLS-Report-Submitter: " + sender.aLabels(),
                        "TLS-Required: No",
                        "Auto-Submitted: auto-generated",
                        "MIME-Version: 1.0",
                        "Content-Type: multipart/report; report-type=\"tlsrpt\";",
                        "\tboundary=\"" + id + '"',
                        "",
                        "--" + id,
                        "Content-Type: text/plain; charset=us-ascii",
                        "",
                        "This is a report of TLS between mail servers (RFC 8460), from " + sender.aLabels(),
                        "of " + domain.aLabels() + ", " + start + " to " + end + '.',
                        "",
                        "--" + id,
                        "Content-Type: application/tlsrpt+gzip",
                        "Content-Transfer-Encoding: base64",
                        "Content-Disposition: attachment;",
                        "\tfilename=\"" + name + '"',
                        "",
                        Base64.getMimeEncoder().encodeToString(gzip()),
                        "--" + id + "--",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
