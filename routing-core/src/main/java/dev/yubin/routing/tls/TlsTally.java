package dev.yubin.routing.tls;

import dev.yubin.routing.tls.TlsReport.Detail;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of the sessions under one policy on one day. Used under its owner's lock. */
final class TlsTally {
    private record Way(TlsFailure failure, String mxHost, Optional<InetAddress> address) {}

    private long successes;
    private long failures;
    private final Map<Way, Long> ways = new LinkedHashMap<>();

    /** The same again. */
    static TlsTally of(TlsReport.Result result) {
        TlsTally tally = new TlsTally();
        tally.successes = result.successes();
        tally.failures = result.failures();
        result.details()
                .forEach(detail ->
                        tally.add(new Way(detail.failure(), detail.mxHost(), detail.address()), detail.sessions()));
        return tally;
    }

    void add(TlsSession session) {
        if (session.failure().isEmpty()) {
            successes++;
        } else {
            failures++;
            add(new Way(session.failure().get(), session.mxHost(), session.address()), 1);
        }
    }

    private void add(Way way, long sessions) {
        if (ways.containsKey(way) || ways.size() < TlsReports.MOST_DETAILS) {
            ways.merge(way, sessions, Long::sum);
        }
    }

    TlsReport.Result result(FoundPolicy policy) {
        List<Detail> details = ways.entrySet().stream()
                .map(way -> new Detail(
                        way.getKey().failure(),
                        way.getKey().mxHost(),
                        way.getKey().address(),
                        way.getValue()))
                .toList();
        return new TlsReport.Result(policy, successes, failures, details);
    }
}
