package dev.yubin.examples.mailimport;

import dev.yubin.examples.PasswordFrom;
import dev.yubin.imap.client.ImapClient;
import dev.yubin.mailbox.MailStore;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.sasl.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens both ends by their URLs. What cannot be opened is told in a sentence. */
final class Ends {
    private static final String MAILDIR = "maildir:";
    private static final String MBOX = "mbox:";
    private static final String IMAP = "imap:";

    private final MailImportFlags flags;
    private final StoreUrl stores;
    private final Remarks remarks;

    Ends(MailImportFlags flags, StoreUrl stores, Remarks remarks) {
        this.flags = flags;
        this.stores = stores;
        this.remarks = remarks;
    }

    Source source() throws IOException {
        String url = flags.from;
        if (url.startsWith(MAILDIR)) {
            return Maildir.source(path(url, MAILDIR), remarks);
        } else if (url.startsWith(MBOX)) {
            return Mbox.source(path(url, MBOX), flags.mailbox, flags.mboxFormat, remarks);
        } else if (url.startsWith(IMAP)) {
            return imap(url, flags.fromTls, flags.fromPasswordFile, "--from-password-file");
        }
        return store("--from", url);
    }

    Sink sink() throws IOException {
        String url = flags.to;
        if (url.startsWith(MAILDIR)) {
            return Maildir.sink(path(url, MAILDIR), remarks);
        } else if (url.startsWith(MBOX)) {
            return Mbox.sink(path(url, MBOX), remarks);
        } else if (url.startsWith(IMAP)) {
            return imap(url, flags.toTls, flags.toPasswordFile, "--to-password-file");
        }
        return store("--to", url);
    }

    private static Path path(String url, String scheme) {
        return Path.of(url.substring(scheme.length())).toAbsolutePath().normalize();
    }

    private StoreAccount store(String flag, String url) throws IOException {
        String user = flags.user.orElse("");
        Optional<MailStore> store = stores.open(url, user);
        if (store.isEmpty()) {
            throw new IOException(
                    flag + " is maildir:DIR, mbox:FILE, imap://user@host:port or a store, not '" + url + "'");
        } else if (user.isEmpty()) {
            throw new IOException("a store has many accounts; name one by --user");
        }
        return new StoreAccount(store.get(), user, remarks);
    }

    private ImapAccount imap(String text, TlsMode mode, Optional<Path> passwordFile, String flag) throws IOException {
        ImapUrl url = ImapUrl.parse(text);
        TlsTrust trust = flags.trust.isPresent() ? TlsTrust.in(flags.trust.get()) : TlsTrust.system();
        Secret password = PasswordFrom.fileOrTerminal(passwordFile, flag, url.user(), url.host());
        ImapClient imap = ImapClient.builder(url.host(), url.port(mode), mode)
                .trust(trust)
                .plaintextLogin(mode == TlsMode.PLAINTEXT) // whoever names that mode wants it
                .connect()
                .await();
        try {
            if (!imap.preauthenticated()) {
                imap.login(Credentials.of(url.user(), password)).await();
            }
            return ImapAccount.of(imap, remarks);
        } catch (IOException | RuntimeException e) {
            imap.close();
            throw e;
        }
    }
}
