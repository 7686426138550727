package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.examples.Ledger.Arrival;
import dev.yubin.examples.Ledger.Held;
import dev.yubin.examples.Ledger.Place;
import dev.yubin.examples.Ledger.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Sends one letter after the other by SMTP or LMTP, some to several people, until the connection ends. Used by one thread. */
final class DeliveringWriter {
    private final Ledger ledger;
    private final Random random;
    private final List<String> users;
    private final boolean lmtp;
    private final String name;

    DeliveringWriter(Ledger ledger, Random random, List<String> users, boolean lmtp, String name) {
        this.ledger = ledger;
        this.random = random;
        this.users = new ArrayList<>(users);
        this.lmtp = lmtp;
        this.name = name;
    }

    void write(int port) throws IOException {
        try (Talk talk = new Talk(port)) {
            expect(talk, "220");
            talk.say((lmtp ? "LHLO" : "EHLO") + " mx.example");
            expect(talk, "250");
            for (int number = 0; true; number++) {
                send(talk, new Letter(name + "n" + number));
            }
        }
    }

    private void send(Talk talk, Letter letter) throws IOException {
        Collections.shuffle(users, random);
        List<String> to = users.subList(0, random.nextInt(3) == 0 ? 3 : 1);
        talk.say("MAIL FROM:<aaa@tokyo.test>");
        expect(talk, "250");
        List<Arrival> arrivals = new ArrayList<>();
        for (String user : to) {
            talk.say("RCPT TO:<" + user + ">");
            expect(talk, "250");
            arrivals.add(new Arrival(new Place(user, "INBOX"), new Held(letter, Set.of())));
        }
        talk.say("DATA");
        expect(talk, "354");
        List<Step> steps = lmtp
                ? arrivals.stream()
                        .map(each -> Step.arrive(true, List.of(each)))
                        .toList()
                : List.of(Step.arrive(true, arrivals));
        steps.forEach(ledger::begin);
        talk.send(letter.dotted());
        for (Step step : steps) {
            expect(talk, "250");
            ledger.acknowledge(step);
        }
    }

    /** A whole reply. */
    private static void expect(Talk talk, String code) throws IOException {
        String line;
        do {
            line = talk.hear();
            assertThat(line).startsWith(code);
        } while (line.startsWith("-", 3));
    }
}
