package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;

/** {@link LoadServer} in a JVM of its own. */
final class YubinServer implements MailServer {
    private final ServerJvm jvm;
    private final int lmtpPort;
    private final int imapPort;
    private final double filledPerSecond;

    private YubinServer(ServerJvm jvm, String... words) {
        this.jvm = jvm;
        this.lmtpPort = Integer.parseInt(words[1]);
        this.imapPort = Integer.parseInt(words[2]);
        this.filledPerSecond = Double.parseDouble(words[3]);
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param folder   where its store is to be
     * @param messages how many messages the first account is to have
     */
    static YubinServer start(Path folder, int accounts, int messages) throws IOException {
        return start(folder, accounts, messages, false);
    }

    /** Starts one over a store that is there already, and waits until that has an index of words and all words are in it. */
    static YubinServer startIndexed(Path folder, int accounts) throws IOException {
        return start(folder, accounts, 0, true);
    }

    private static YubinServer start(Path folder, int accounts, int messages, boolean indexed) throws IOException {
        ServerJvm jvm = ServerJvm.start(
                LoadServer.class,
                folder.toString(),
                Integer.toString(accounts),
                Integer.toString(messages),
                Boolean.toString(indexed));
        return new YubinServer(jvm, jvm.said("ready"));
    }

    @Override
    public String name() {
        return "Yubin";
    }

    @Override
    public int lmtpPort() {
        return lmtpPort;
    }

    int imapPort() {
        return imapPort;
    }

    /** How fast the first account's messages went in. */
    double filledPerSecond() {
        return filledPerSecond;
    }

    /** Asks it to end. @return how many octets of its heap were alive at most: {@link LiveHeap} */
    long end() throws IOException {
        jvm.end();
        return Long.parseLong(jvm.said("heap")[1]);
    }

    @Override
    public void close() {
        jvm.close();
    }
}
