package dev.yubin.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.client.Fetched;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.pop3.client.Pop3Client;
import dev.yubin.pop3.server.Pop3Server;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.routing.Accounts;
import dev.yubin.routing.NextHop;
import dev.yubin.routing.Reception;
import dev.yubin.routing.Relay;
import dev.yubin.routing.Router;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Two post offices in one program, and a mail that goes from a user of one to a user of the other: submitted, relayed, delivered, and read by POP3; and a
 * second one that is read by IMAP. Every line that is said is printed. Then both stay open until Ctrl-C, unless {@code --once} is said.
 */
public final class TwoPostOffices implements AutoCloseable {
    private static final String AAA = "aaa@tokyo.test";
    private static final String BBB = "bbb@osaka.test";
    private static final Credentials AAA_LOGIN = Credentials.of(AAA, Secret.of("kitsune"));
    private static final Credentials BBB_LOGIN = Credentials.of(BBB, Secret.of("tanuki"));
    private static final int MEBIBYTE = 1 << 20;

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final PrintStream out;
    private final SideBySide page;
    private final TlsIdentity identity = TlsIdentity.selfSigned("localhost", "127.0.0.1", "::1");
    private final TlsTrust trust = TlsTrust.in(identity);
    private final List<Listener> listeners = new ArrayList<>();
    private final SmtpServer osaka;
    private final SmtpServer tokyo;
    private final Pop3Server pop3;
    private final ImapServer imap;

    private TwoPostOffices(PrintStream out) throws FaultException {
        this.out = out;
        this.page = new SideBySide(out);
        try {
            UserTable osakaUsers = UserTable.of(BBB, BBB_LOGIN.password().orElseThrow());
            MemoryMailStore osakaStore = MemoryMailStore.create(BBB);
            Router osakaRouter = Router.builder(Accounts.of(osakaStore))
                    .local(Domain.of("osaka.test"))
                    .postmaster(BBB)
                    .build();
            osaka = opened(SmtpServer.builder()
                    .name("osaka.test")
                    .identity(identity)
                    .application(Reception.builder("osaka.test", osakaRouter, osakaStore)
                            .build())
                    .port(SmtpPort.mta(0).on(HERE))
                    .start());
            pop3 = opened(Pop3Server.builder(osakaStore, osakaUsers)
                    .name("osaka.test")
                    .identity(identity)
                    .listen(new InetSocketAddress(HERE, 0), TlsMode.STARTTLS_REQUIRED)
                    .start());
            imap = opened(ImapServer.builder(osakaStore, osakaUsers)
                    .name("osaka.test")
                    .identity(identity)
                    .listen(new InetSocketAddress(HERE, 0), TlsMode.STARTTLS_REQUIRED)
                    .start());

            MemoryMailStore tokyoStore = MemoryMailStore.create(AAA);
            Router tokyoRouter = Router.builder(Accounts.of(tokyoStore))
                    .local(Domain.of("tokyo.test"))
                    .postmaster(AAA)
                    .route(
                            Domain.of("osaka.test"),
                            new NextHop(HERE.getHostAddress(), osaka.port(), TlsMode.STARTTLS_OPTIONAL))
                    .build();
            tokyo = opened(SmtpServer.builder()
                    .name("tokyo.test")
                    .identity(identity)
                    .users(UserTable.of(AAA, AAA_LOGIN.password().orElseThrow()))
                    .application(Reception.builder("tokyo.test", tokyoRouter, tokyoStore)
                            .relay(Relay.builder("tokyo.test")
                                    .witness(page.right())
                                    .build())
                            .build())
                    .port(SmtpPort.submission(0).on(HERE))
                    .start());
        } catch (FaultException e) {
            close();
            throw e;
        }
    }

    private <L extends Listener> L opened(L listener) {
        listeners.add(listener);
        return listener;
    }

    /** @param args {@code --once} to end after the story; exits with 1 and the reason where a step of it fails, with 2 where a flag is unknown */
    public static void main(String[] args) throws InterruptedException {
        Set<String> flags = Set.copyOf(Arrays.asList(args));
        if (!Set.of("--once").containsAll(flags)) {
            System.err.println("two-post-offices knows one flag, --once, and not " + String.join(" ", args));
            System.exit(2);
        }
        try (TwoPostOffices offices = new TwoPostOffices(System.out)) {
            offices.tellTheStory();
            if (!flags.contains("--once")) {
                offices.explainHowToTakePart();
                new CountDownLatch(1).await(); // until Ctrl-C
            }
        } catch (FaultException e) {
            System.err.println("The story breaks off. " + e.getMessage());
            System.exit(1);
        } catch (StoryException e) {
            System.err.println("The story breaks off. " + e.getMessage());
            System.exit(1);
        }
    }

    private void tellTheStory() throws FaultException, StoryException {
        byte[] first = letter("The cherry trees", "They are in bloom.\r\n..\r\nCome and see!\r\n");
        byte[] second = letter("The cherry trees again", "Today it rains, and Ōsaka castle is hidden in the mist.\r\n");

        chapter("1. " + AAA + " hands a message to tokyo.test, which relays it to osaka.test and then says 250");
        submit(first);
        chapter("2. " + BBB + " fetches it by POP3, and removes it from the server");
        fetchByPop3(first);
        chapter("3. A second message takes the same way");
        submit(second);
        chapter("4. " + BBB + " reads it by IMAP and flags it; it stays on the server");
        readByImap(second);

        out.println();
        out.println("Both messages arrived octet for octet, behind the trace fields that the servers put on top.");
    }

    private void submit(byte[] message) throws FaultException {
        page.headlines(AAA + " to tokyo.test", "tokyo.test to osaka.test");
        try (SmtpClient smtp = SmtpClient.builder("localhost", tokyo.port(), TlsMode.STARTTLS_REQUIRED)
                .name("laptop.tokyo.test")
                .trust(trust)
                .witness(page.left())
                .connect()
                .await()) {
            smtp.login(AAA_LOGIN).await();
            smtp.send(Envelope.of(AAA, BBB), message).await();
            smtp.quit().await();
        }
    }

    private void fetchByPop3(byte[] sent) throws FaultException, StoryException {
        page.headlines(BBB + " to osaka.test", "");
        try (Pop3Client mailbox = pop3Client()) {
            mailbox.login(BBB_LOGIN).await();
            expect(mailbox.list().await().size() == 1, "POP3 lists another number of messages than 1");
            expectArrived(mailbox.retrieve(1, MEBIBYTE).await(), sent);
            mailbox.delete(1).await();
            mailbox.quit().await();
        }
        try (Pop3Client mailbox = pop3Client()) {
            mailbox.login(BBB_LOGIN).await();
            expect(mailbox.stat().await().messages() == 0, "the message is still on the server behind QUIT");
            mailbox.quit().await();
        }
    }

    private Pop3Client pop3Client() throws FaultException {
        return Pop3Client.builder("localhost", pop3.port(), TlsMode.STARTTLS_REQUIRED)
                .trust(trust)
                .witness(page.left())
                .connect()
                .await();
    }

    private void readByImap(byte[] sent) throws FaultException, StoryException {
        page.headlines(BBB + " to osaka.test", "");
        try (ImapClient mailbox = imapClient()) {
            mailbox.login(BBB_LOGIN).await();
            expect(mailbox.select(Select.of(ImapName.INBOX)).await().exists() == 1, "IMAP shows another number than 1");
            SequenceSet one = SequenceSet.of(1);
            Fetched message = mailbox.fetch(
                            Fetch.of(false, one, FetchItem.Attribute.ENVELOPE, FetchItem.peek(Section.ALL)))
                    .await()
                    .get(0);
            expectArrived(message.content(Section.ALL).orElseThrow().toArray(), sent);
            mailbox.store(Store.of(false, one, FlagChange.add(Flag.FLAGGED))).await();
            mailbox.logout().await();
        }
        try (ImapClient mailbox = imapClient()) {
            mailbox.login(BBB_LOGIN).await();
            mailbox.select(Select.readOnly(ImapName.INBOX)).await();
            Set<Flag> flags = mailbox.fetch(Fetch.of(false, SequenceSet.of(1), FetchItem.Attribute.FLAGS))
                    .await()
                    .get(0)
                    .flags()
                    .orElseThrow();
            expect(flags.contains(Flag.FLAGGED), "the message has lost its flag");
            mailbox.logout().await();
        }
    }

    private ImapClient imapClient() throws FaultException {
        return ImapClient.builder("localhost", imap.port(), TlsMode.STARTTLS_REQUIRED)
                .trust(trust)
                .witness(page.left())
                .connect()
                .await();
    }

    private static byte[] letter(String subject, String text) {
        return ("From: Aaa <" + AAA + ">\r\nTo: Bbb <" + BBB + ">\r\nSubject: " + subject
                        + "\r\nDate: Thu, 26 Nov 2026 09:00:00 +0900\r\nMessage-ID: <" + subject.hashCode()
                        + "@tokyo.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\n\r\n" + text)
                .getBytes(UTF_8);
    }

    private void chapter(String title) {
        out.println();
        out.println(title);
        out.println();
    }

    private void explainHowToTakePart() {
        out.println();
        out.println(
                "Both stay open for your own mail program, on localhost, with STARTTLS everywhere (trust the certificate");
        out.println("when it asks); Ctrl-C ends them.");
        out.println();
        out.println("  " + AAA + ", password kitsune: SMTP submission on port " + tokyo.port());
        out.println("  " + BBB + ", password tanuki: POP3 on port " + pop3.port() + ", IMAP on port " + imap.port());
        out.println("  mail from other servers for osaka.test: SMTP on port " + osaka.port());
    }

    /** Something came otherwise than the story has it. */
    private static final class StoryException extends Exception {
        private static final long serialVersionUID = 1;

        StoryException(String what) {
            super(what);
        }
    }

    private static void expect(boolean condition, String otherwise) throws StoryException {
        if (!condition) {
            throw new StoryException(otherwise);
        }
    }

    private static void expectArrived(byte[] came, byte[] sent) throws StoryException {
        int trace = came.length - sent.length;
        expect(
                trace > 0 && Arrays.equals(came, trace, came.length, sent, 0, sent.length),
                "the message that came is not the one that was sent");
    }

    @Override
    public void close() {
        Collections.reverse(listeners);
        listeners.forEach(Listener::close);
    }
}
