package dev.yubin.benchmarks.load;

import dev.yubin.conformance.Dovecot;
import dev.yubin.conformance.Dovecot.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Debian's Dovecot with its own settings: LMTP into Maildir, and {@code mail_fsync = optimized}, by which every message is synced to the disk before it is
 * acknowledged. Nothing is logged of a message.
 */
final class DovecotServer implements MailServer {
    private final Dovecot dovecot;
    private final String version;

    private DovecotServer(Dovecot dovecot, String version) {
        this.dovecot = dovecot;
        this.version = version;
    }

    /** Why it cannot be started here, in a sentence; empty where it can. */
    static Optional<String> missing() {
        return Dovecot.missing(Protocol.LMTP).map(why -> why + ", so there is no peer in this run");
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param folder where its mail is to be
     */
    static DovecotServer start(Path folder) throws IOException, InterruptedException {
        return new DovecotServer(Dovecot.speaking(Protocol.LMTP).mail(folder).start(), Dovecot.version());
    }

    @Override
    public String name() {
        return "Dovecot " + version;
    }

    @Override
    public int lmtpPort() {
        return dovecot.port(Protocol.LMTP);
    }

    @Override
    public void close() {
        dovecot.close();
    }
}
