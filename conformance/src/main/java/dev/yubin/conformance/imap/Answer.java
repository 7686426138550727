package dev.yubin.conformance.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of a command.
 *
 * @param connection on which it was said
 * @param tagged     the response that ended it
 * @param untagged   what came before that
 */
record Answer(Connection connection, Response tagged, List<Response> untagged) {
    boolean ok() {
        return tagged.ok();
    }

    boolean bad() {
        return tagged.name().equals("BAD");
    }

    /** All data of that name. */
    List<Response> all(String name) {
        return untagged.stream()
                .filter(response -> response.name().equals(name))
                .toList();
    }

    boolean has(String name) {
        return !all(name).isEmpty();
    }

    /** The only data of that name. */
    Response one(String name) {
        List<Response> all = all(name);
        connection.require(all.size() == 1, "there is one " + name + ", not " + all.size());
        return all.get(0);
    }

    /** The code of that name, wherever it stands. */
    Optional<Response> findCode(String name) {
        return untagged.stream()
                .filter(response -> response.has(name))
                .findFirst()
                .or(() -> Optional.of(tagged).filter(response -> response.has(name)));
    }

    /** What stands behind the code of that name. */
    List<Value> code(String name) {
        return findCode(name)
                .orElseThrow(() -> connection.failure("the code " + name + " is missing"))
                .codeValues();
    }

    /** The number behind the code of that name. */
    long codeNumber(String name) {
        return code(name).get(0).number();
    }

    /** All items that came of each message, by message numbers. */
    Map<Long, Map<String, Value>> fetched() {
        Map<Long, Map<String, Value>> fetched = new TreeMap<>();
        for (Response response : all("FETCH")) {
            fetched.computeIfAbsent(response.number(), number -> new TreeMap<>())
                    .putAll(response.items());
        }
        return fetched;
    }

    /** The item of that message. */
    Value item(long number, String name) {
        return Optional.ofNullable(fetched().get(number))
                .flatMap(items -> Optional.ofNullable(items.get(name)))
                .orElseThrow(() -> connection.failure("there is no " + name + " of message " + number));
    }

    /** The flags of that message in lower case, without \Recent, which comes and goes as it likes. */
    List<String> flags(long number) {
        return item(number, "FLAGS").words().stream()
                .filter(flag -> !flag.equals("\\recent"))
                .sorted()
                .toList();
    }

    /** The numbers that SEARCH found, in ascending order; RFC 9051 has ESEARCH for them. */
    List<Long> found() {
        List<Long> found = new ArrayList<>();
        for (Response search : all("SEARCH")) {
            search.values().stream().filter(Value::isNumber).map(Value::number).forEach(found::add);
        }
        for (Response esearch : all("ESEARCH")) {
            Optional.ofNullable(esearch(esearch).get("ALL")).ifPresent(all -> found.addAll(numbers(all.text())));
        }
        return found.stream().sorted().toList();
    }

    /** The results of ESEARCH by names. */
    Map<String, Value> esearch() {
        return esearch(one("ESEARCH"));
    }

    private static Map<String, Value> esearch(Response response) {
        List<Value> values = response.values();
        int from = 0;
        if (!values.isEmpty() && values.get(0).isList()) {
            from = 1; // the correlator
        }
        if (values.size() > from && values.get(from).text().equalsIgnoreCase("UID")) {
            from++;
        }
        return new Value(Value.Kind.LIST, "", values.subList(from, values.size())).pairs();
    }

    /** The numbers of a set, in the order in which it has them: RFC 9051 section 9, sequence-set. */
    static List<Long> numbers(String set) {
        List<Long> numbers = new ArrayList<>();
        for (String range : set.split(",")) {
            String[] ends = range.split(":");
            long one = Long.parseLong(ends[0]);
            long other = Long.parseLong(ends[ends.length - 1]);
            long step = one <= other ? 1 : -1;
            for (long number = one; number != other + step; number += step) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
