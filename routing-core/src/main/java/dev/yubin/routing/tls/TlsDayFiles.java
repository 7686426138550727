package dev.yubin.routing.tls;

import dev.yubin.routing.tls.TlsReport.Detail;
import dev.yubin.routing.tls.TlsReport.Result;
import dev.yubin.smtp.AddressLiteral;
import dev.yubin.smtp.Domain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was counted, a text file a day: a line for each policy, with its successes and failures, and below it one for each way to fail. Words are encoded as in a form of the web, lists have commas, and
 * {@code -} is nothing.
 */
final class TlsDayFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsDayFiles.class);
    private static final String ENDING = ".tls";
    private static final String NOTHING = "-";

    private final Path folder;

    /** @throws IOException when it is no folder, and cannot be made */
    TlsDayFiles(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** What is kept of each day. A file that cannot be read is passed over, and the log tells of it. */
    Map<Instant, List<Result>> read() throws IOException {
        Map<Instant, List<Result>> days = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(ENDING)).toList()) {
                try {
                    String day = file.getFileName().toString().replace(ENDING, "");
                    days.put(
                            LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant(),
                            results(Files.readAllLines(file)));
                } catch (IOException | DateTimeException | IllegalArgumentException e) {
                    LOG.warn("{} is passed over: {}", file, e.toString());
                }
            }
        }
        return days;
    }

    /** Keeps these in the place of what was kept of that day. */
    void write(Instant day, List<Result> results) throws IOException {
        WholeFile.write(file(day), results.stream().map(TlsDayFiles::text).collect(Collectors.joining()));
    }

    void remove(Instant day) throws IOException {
        Files.deleteIfExists(file(day));
    }

    private Path file(Instant day) {
        return folder.resolve(day.toString().substring(0, "2026-11-27".length()) + ENDING);
    }

    private static String text(Result result) {
        FoundPolicy policy = result.policy();
        StringBuilder text = new StringBuilder();
        line(
                text,
                "policy",
                policy.type().word(),
                policy.domain().aLabels(),
                Long.toString(result.successes()),
                Long.toString(result.failures()),
                encoded(policy.strings()),
                encoded(policy.mxHosts()));
        for (Detail detail : result.details()) {
            line(
                    text,
                    "failure",
                    detail.failure().type().word(),
                    encoded(List.of(detail.mxHost())),
                    detail.address()
                            .map(address -> new AddressLiteral(address).toString())
                            .orElse(NOTHING),
                    Long.toString(detail.sessions()),
                    encoded(List.of(detail.failure().detail())));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String... words) {
        text.append(String.join(" ", words)).append('\n');
    }

    private static List<Result> results(List<String> lines) {
        List<Result> results = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("policy") && words.length == 7) {
                FoundPolicy policy = new FoundPolicy(
                        type(FoundPolicy.Type.values(), FoundPolicy.Type::word, words[1]),
                        Domain.of(words[2]),
                        decoded(words[5]),
                        decoded(words[6]));
                results.add(new Result(policy, Long.parseLong(words[3]), Long.parseLong(words[4]), List.of()));
            } else if (words[0].equals("failure") && words.length == 6 && !results.isEmpty()) {
                Result last = results.remove(results.size() - 1);
                List<Detail> details = new ArrayList<>(last.details());
                details.add(detail(words));
                results.add(new Result(last.policy(), last.successes(), last.failures(), details));
            } else {
                throw new IllegalArgumentException("expected a policy or a failure under it, not \"" + line + '"');
            }
        }
        return results;
    }

    private static Detail detail(String[] words) {
        TlsFailure failure = new TlsFailure(
                type(TlsFailure.Type.values(), TlsFailure.Type::word, words[1]),
                decoded(words[5]).get(0));
        Optional<InetAddress> address = words[3].equals(NOTHING)
                ? Optional.empty()
                : Optional.of(AddressLiteral.of(words[3]).address());
        return new Detail(failure, decoded(words[2]).get(0), address, Long.parseLong(words[4]));
    }

    private static <T> T type(T[] types, Function<T, String> word, String wanted) {
        return Stream.of(types)
                .filter(type -> word.apply(type).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + wanted + "\" is no word of a report"));
    }

    private static String encoded(List<String> words) {
        return words.isEmpty()
                ? NOTHING
                : words.stream().map(TlsDayFiles::encoded).collect(Collectors.joining(","));
    }

    private static String encoded(String word) {
        return word.equals(NOTHING) ? "%2D" : URLEncoder.encode(word, StandardCharsets.UTF_8);
    }

    private static List<String> decoded(String words) {
        return words.equals(NOTHING)
                ? List.of()
                : Stream.of(words.split(",", -1))
                        .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                        .toList();
    }
}
