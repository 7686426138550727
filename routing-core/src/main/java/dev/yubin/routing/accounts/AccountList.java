package dev.yubin.routing.accounts;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.ScramHash;
import dev.yubin.protocol.sasl.ScramKeys;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory's accounts and aliases at one moment, with the lines of text that say so: what is changed keeps its line, and comments theirs. Immutable.
 */
final class AccountList {
    private static final String ITERATIONS = "iterations";
    private static final String DECOY_KEY = "decoy-key";
    private static final String ACCOUNT = "account";
    private static final String ALIAS = "alias";
    /** RFC 7677 section 4. */
    private static final int FEWEST_ITERATIONS = 4096;

    private static final int KEY_OCTETS = 32;

    private final List<String> lines;
    private final Map<String, ScramKeys> accounts = new LinkedHashMap<>();
    private final Map<String, List<String>> aliases = new LinkedHashMap<>();
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private int iterations = ScramKeys.ITERATIONS;
    private Optional<Secret> decoyKey = Optional.empty();

    private AccountList(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Nobody's yet. */
    static AccountList empty(int iterations) {
        byte[] key = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(key);
        return of(List.of(
                "# Who has a mailbox here, and what passwords are checked with. Whoever reads this can guess at them.",
                ITERATIONS + ' ' + iterations,
                DECOY_KEY + ' ' + Base64.getEncoder().encodeToString(key)));
    }

    /** @throws IllegalArgumentException when a line is wrong; has a line for each */
    static AccountList of(List<String> lines) {
        AccountList list = new AccountList(lines);
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                list.read(lines.get(i), i);
            } catch (IllegalArgumentException e) {
                mistakes.add("line " + (i + 1) + ": " + e.getMessage());
            }
        }
        if (list.decoyKey.isEmpty()) {
            mistakes.add("expected a line " + DECOY_KEY + " and " + KEY_OCTETS
                    + " random octets in base64, such as \"head -c 32 /dev/urandom | base64\" makes");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), mistakes));
        }
        return list;
    }

    private void read(String line, int place) {
        List<String> words = List.of(line.strip().split("\\s+"));
        String first = words.get(0);
        if (first.isEmpty() || first.startsWith("#")) {
            return;
        }
        switch (first) {
            case ITERATIONS -> iterations = iterations(second(words));
            case DECOY_KEY -> decoyKey = Optional.of(decoyKey(second(words)));
            case ACCOUNT -> account(words, place);
            case ALIAS -> alias(words, place);
            default ->
                throw new IllegalArgumentException(
                        "expected " + String.join(", ", ITERATIONS, DECOY_KEY, ACCOUNT, ALIAS)
                                + " or a comment but found \"" + first + '"');
        }
    }

    private static String second(List<String> words) {
        if (words.size() != 2) {
            throw new IllegalArgumentException("expected one word behind \"" + words.get(0) + '"');
        }
        return words.get(1);
    }

    private int iterations(String number) {
        if (!accounts.isEmpty() || !number.matches("[0-9]{4,8}") || Integer.parseInt(number) < FEWEST_ITERATIONS) {
            throw new IllegalArgumentException(
                    "expected a number from " + FEWEST_ITERATIONS + " on, before the first account");
        }
        return Integer.parseInt(number);
    }

    private static Secret decoyKey(String base64) {
        byte[] key = Base64.getDecoder().decode(base64);
        if (key.length != KEY_OCTETS) {
            throw new IllegalArgumentException("expected " + KEY_OCTETS + " random octets in base64");
        }
        return Secret.of(key);
    }

    private void account(List<String> words, int place) {
        if (words.size() != 3) {
            throw new IllegalArgumentException("expected an address and its keys; have a program write them");
        }
        ScramKeys keys = ScramKeys.parse(words.get(2));
        if (keys.hash() != ScramHash.SHA_256 || keys.iterations() != iterations) {
            throw new IllegalArgumentException("expected keys of SHA-256 with " + iterations
                    + " iterations, as all have here, or it could be told who is here; set the password anew");
        }
        accounts.put(place(words.get(1), place), keys);
    }

    private void alias(List<String> words, int place) {
        if (words.size() < 3) {
            throw new IllegalArgumentException("expected an address and those that it stands for");
        }
        List<String> targets = words.subList(2, words.size());
        targets.forEach(AccountName::target);
        aliases.put(place(words.get(1), place), targets);
    }

    private String place(String address, int place) {
        AccountName name = AccountName.of(address);
        if (places.containsKey(name.toString())) {
            throw new IllegalArgumentException(taken(name) + " in line " + (places.get(name.toString()) + 1)
                    + "; choose another local part for one of them");
        }
        places.put(name.toString(), place);
        return name.toString();
    }

    /** That a local part is one account's or alias's within its domain. */
    String taken(AccountName name) {
        String what = accounts.containsKey(name.toString()) ? "account" : "alias";
        return name.domain() + " has an " + what + ' ' + name.localPart() + " already";
    }

    boolean has(AccountName name) {
        return places.containsKey(name.toString());
    }

    Optional<ScramKeys> keys(String account) {
        return Optional.ofNullable(accounts.get(account));
    }

    List<String> aliases(String address) {
        return aliases.getOrDefault(address, List.of());
    }

    List<String> accounts() {
        return List.copyOf(accounts.keySet());
    }

    int iterations() {
        return iterations;
    }

    /** What the salts of unknown users are made of. */
    Secret decoyKey() {
        return decoyKey.orElseThrow();
    }

    List<String> lines() {
        return lines;
    }

    /** The same with this account, or with other keys for it. */
    AccountList with(AccountName name, ScramKeys keys) {
        return withLine(name, String.join(" ", ACCOUNT, name.toString(), keys.text()));
    }

    /** The same with this alias, or with other targets for it. */
    AccountList with(AccountName name, List<String> targets) {
        return withLine(name, String.join(" ", ALIAS, name.toString(), String.join(" ", targets)));
    }

    private AccountList withLine(AccountName name, String line) {
        List<String> changed = new ArrayList<>(lines);
        Integer place = places.get(name.toString());
        if (place == null) {
            changed.add(line);
        } else {
            changed.set(place, line);
        }
        return of(changed);
    }

    /** The same without that account or alias, which is there. */
    AccountList without(AccountName name) {
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(places.get(name.toString()).intValue());
        return of(fewer);
    }
}
