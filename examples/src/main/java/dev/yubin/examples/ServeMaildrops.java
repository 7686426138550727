package dev.yubin.examples;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.pop3.server.Deletion;
import dev.yubin.pop3.server.MaildropPolicy;
import dev.yubin.pop3.server.Pop3Server;
import dev.yubin.pop3.server.UniqueIds;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.UserTable;
import java.net.InetSocketAddress;
import java.time.Duration;

/** POP3 for users who came from a Dovecot, with a policy for what they delete and for how long they keep it. */
public final class ServeMaildrops {
    private ServeMaildrops() {}

    /** Serves until the process ends. */
    public static void main(String[] args) throws FaultException {
        MailStore store = MemoryMailStore.create("bbb@osaka.test"); // or your own
        Authenticator users = UserTable.of("bbb@osaka.test", Secret.of("tanuki")); // or your own
        serve(store, users, new InetSocketAddress(1995));
    }

    static Pop3Server serve(MailStore store, Authenticator users, InetSocketAddress address) throws FaultException {
        MaildropPolicy policy = MaildropPolicy.standard()
                .deletion(Deletion.moveTo(MailboxName.of("Trash")))
                .expireDays(30)
                .loginDelay(Duration.ofMinutes(1));

        return Pop3Server.builder(store, users)
                .listen(address, TlsMode.IMPLICIT)
                .identity(TlsIdentity.selfSigned()) // or TlsIdentity.read(chain, key)
                .policies(policy, user -> user.startsWith("archive@") ? MaildropPolicy.standard() : policy)
                .uniqueIds(UniqueIds.DOVECOT)
                .start();
    }
}
