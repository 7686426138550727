package dev.yubin.examples;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.UserTable;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpLimits;
import dev.yubin.smtp.server.SmtpPeer;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpRefusal;
import dev.yubin.smtp.server.SmtpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Takes mail for some users into files of a folder, and mail from them once they have logged in. */
public final class ReceiveForUsers implements SmtpApplication {
    private final Set<String> users;
    private final Path folder;

    /** @param users whole addresses */
    public ReceiveForUsers(Set<String> users, Path folder) {
        this.users = users;
        this.folder = folder;
    }

    /** Serves until the process ends. */
    public static void main(String[] args) throws Exception {
        Authenticator logins = UserTable.of("bbb@osaka.test", Secret.of("tanuki")); // or your own
        serve(
                new ReceiveForUsers(Set.of("bbb@osaka.test"), Files.createTempDirectory("mail")),
                logins,
                SmtpPort.mta(2525),
                SmtpPort.submissions(2465),
                SmtpPort.lmtp(2424));
    }

    static SmtpServer serve(SmtpApplication application, Authenticator logins, SmtpPort... ports)
            throws FaultException {
        SmtpServer.Builder server = SmtpServer.builder()
                .name("mx.osaka.test")
                .identity(TlsIdentity.selfSigned()) // or TlsIdentity.read(chain, key)
                .users(logins)
                .limits(SmtpLimits.standard().messageOctets(10 << 20))
                .application(application);
        List.of(ports).forEach(server::port);
        return server.start();
    }

    @Override
    public Reply mail(SmtpPeer peer, Mail mail) {
        boolean another = peer.login().isPresent()
                && !peer.login().equals(mail.from().mailbox().map(Mailbox::toString));
        return another ? Reply.of(550, "5.7.1", "Write as yourself") : Replies.SENDER_OK;
    }

    @Override
    public Reply rcpt(SmtpPeer peer, Envelope soFar, Rcpt rcpt) {
        boolean known = rcpt.to()
                .mailbox()
                .map(Mailbox::toString)
                .filter(users::contains)
                .isPresent();
        return known ? Replies.RECIPIENT_OK : Reply.of(550, "5.1.1", "No such mailbox here");
    }

    @Override
    public MessageSink data(SmtpPeer peer, Envelope envelope) throws IOException {
        Path part = Files.createTempFile(folder, "", ".part");
        FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE);
        return new MessageSink() {
            @Override
            public void write(ByteBuffer content) throws IOException, SmtpRefusal {
                while (content.hasRemaining()) {
                    file.write(content);
                }
            }

            @Override
            public Reply commit() throws IOException {
                file.force(true); // from here on it must not be lost
                file.close();
                Files.move(part, folder.resolve(UUID.randomUUID() + ".eml"), StandardCopyOption.ATOMIC_MOVE);
                return Replies.MESSAGE_OK;
            }

            @Override
            public void abort() {
                try (file) {
                    Files.delete(part);
                } catch (IOException e) {
                    System.err.println(part + " is left behind: " + e);
                }
            }
        };
    }
}
