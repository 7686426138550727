package dev.yubin.examples;

import dev.yubin.imap.server.ImapServer;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.pop3.server.Pop3Server;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.UserTable;
import java.net.InetSocketAddress;

/** POP3 and IMAP over a store. */
public final class ServeMailboxes {
    private ServeMailboxes() {}

    /** Serves until the process ends. */
    public static void main(String[] args) throws Exception {
        MailStore store = MemoryMailStore.create("bbb@osaka.test"); // or your own
        Authenticator users = UserTable.of("bbb@osaka.test", Secret.of("tanuki")); // or your own
        TlsIdentity identity = TlsIdentity.selfSigned(); // or TlsIdentity.read(chain, key)

        ImapServer.builder(store, users)
                .identity(identity)
                .listen(new InetSocketAddress(1993), TlsMode.IMPLICIT)
                .start();
        Pop3Server.builder(store, users)
                .identity(identity)
                .listen(new InetSocketAddress(1995), TlsMode.IMPLICIT)
                .start();
    }
}
