package dev.yubin.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link LoadServer} in a JVM of its own, whose heap has a bound. */
final class YubinServer implements MailServer {
    static final int HEAP_MEGABYTES = 256;

    private static final int PATIENCE_SECONDS = 60;
    /** From here on the JVM wants to be told that Netty and SQLite may load native libraries. */
    private static final int ASKS_FOR_NATIVE_ACCESS = 22;

    private final Process process;
    private final BufferedReader out;
    private final int lmtpPort;
    private final int imapPort;
    private final double filledPerSecond;

    private YubinServer(Process process) throws IOException {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String[] words = said("ready");
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
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= ASKS_FOR_NATIVE_ACCESS) {
            command.add(1, "--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(
                LoadServer.class.getName(),
                folder.toString(),
                Integer.toString(accounts),
                Integer.toString(messages),
                Boolean.toString(indexed)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new YubinServer(process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private String[] said(String expected) throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(expected + " ")) {
            throw new IOException("expected '" + expected + "' of the server, and it said: " + line);
        }
        return line.split(" ");
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
        process.getOutputStream().close();
        return Long.parseLong(said("heap")[1]);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server did not end within " + PATIENCE_SECONDS + " s");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
