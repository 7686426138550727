package dev.yubin.conformance.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Sequence numbers never lie: three clients at once on one mailbox, each of which draws its picture of it from what it is told, and each
 * speaking another dialect: IMAP4rev1, with CONDSTORE, with QRESYNC. They send what chance has them send, mostly while the others' commands run.
 * Whenever a response names a message its number must be right, and once all have heard the news all pictures are the mailbox.
 */
public final class SequenceNumbers {
    private static final int STEPS_TO_REST = 15;
    private static final int LINES_TO_SHOW = 80;

    private final Mailbox mailbox;
    private final Random random;
    private final Moves moves;
    private final List<String> said = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();

    private SequenceNumbers(Mailbox mailbox, long seed) {
        this.mailbox = mailbox;
        this.random = new Random(seed);
        this.moves = new Moves(random);
    }

    /**
     * Plays one round against the server on this port of the loopback interface, which takes LOGIN in the clear.
     *
     * @param mailbox the user's INBOX as it is kept, to compare with; it is filled and emptied
     * @param seed    what decides each client's commands; how they meet is for the server's threads to decide
     * @param steps   how many commands
     * @throws AssertionError when a number lied: with the seed, and the end of the conversation
     */
    public static void play(int port, String user, String password, Mailbox mailbox, long seed, int steps)
            throws IOException, StoreException {
        SequenceNumbers round = new SequenceNumbers(mailbox, seed);
        try {
            round.connect(port, "LOGIN " + user + " " + password);
            for (int step = 1; step <= steps; step++) {
                round.step();
                if (step % STEPS_TO_REST == 0 || step == steps) {
                    round.rest();
                }
            }
        } catch (AssertionError | IOException | RuntimeException e) {
            List<String> last = round.said.subList(Math.max(0, round.said.size() - LINES_TO_SHOW), round.said.size());
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + String.join("\n", last), e);
        } finally {
            for (Client client : round.clients) {
                client.close();
            }
        }
    }

    private void connect(int port, String login) throws IOException {
        for (String name : List.of("A", "B", "C")) {
            Client client = new Client(name, port, said);
            clients.add(client);
            client.run(login);
        }
        clients.get(0).run("CREATE Archive");
        Client condstore = clients.get(1);
        condstore.condstore = true;
        condstore.run("ENABLE CONDSTORE");
        Client qresync = clients.get(2);
        qresync.condstore = true;
        qresync.qresync = true;
        qresync.run("ENABLE QRESYNC IMAP4rev2");
    }

    private void step() throws IOException, StoreException {
        Client client = clients.get(random.nextInt(clients.size()));
        if (client.idles) {
            if (random.nextInt(4) == 0) {
                client.done();
            }
            return;
        }
        if (client.isBusy() && random.nextInt(3) > 0) {
            client.finish();
        } else {
            moves.next(client);
            if (!client.idles && random.nextBoolean()) {
                client.finish();
            }
        }
        if (clients.stream().noneMatch(each -> each.isBusy() && !each.idles)) {
            UidSet there = UidSet.of(contents().keySet());
            clients.forEach(each -> each.picture.ifPresent(picture -> picture.requireHolds(there)));
        }
    }

    /** Everybody hears the news, and then knows how many messages there are; and which, once that is asked. */
    private void rest() throws IOException, StoreException {
        for (Client client : clients) {
            if (client.idles) {
                client.done();
            } else {
                client.finish();
            }
        }
        Map<Long, Set<String>> there = contents();
        for (Client client : clients) {
            client.run("NOOP");
            if (client.picture.isPresent()) {
                Picture picture = client.picture.get();
                assertThat(picture.size()).as("%s: EXISTS at rest", client.name).isEqualTo(there.size());
                requireSame(client, picture, there, false);
                if (!there.isEmpty() && random.nextBoolean()) {
                    client.run(client.command("FETCH 1:* (UID FLAGS)", true));
                    requireSame(client, picture, there, true);
                }
            }
        }
    }

    private static void requireSame(Client client, Picture picture, Map<Long, Set<String>> there, boolean all) {
        int number = 0;
        for (Map.Entry<Long, Set<String>> each : there.entrySet()) {
            Picture.Entry entry = picture.entry(++number);
            if (all || entry.uid != 0) {
                assertThat(entry.uid)
                        .as("%s: the UID of message %d at rest", client.name, number)
                        .isEqualTo(each.getKey());
            }
            if (all || entry.flags != null) {
                assertThat(entry.flags)
                        .as("%s: the flags of message %d at rest", client.name, number)
                        .isEqualTo(each.getValue());
            }
        }
    }

    private Map<Long, Set<String>> contents() throws StoreException {
        Map<Long, Set<String>> contents = new TreeMap<>();
        for (Message message : mailbox.messages(UidSet.ALL, 0)) {
            contents.put(
                    message.uid(),
                    message.flags().stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new)));
        }
        return contents;
    }
}
