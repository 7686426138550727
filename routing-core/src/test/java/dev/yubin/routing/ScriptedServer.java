package dev.yubin.routing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A server that says what it was given, whatever it hears: its greeting, then a reply to each line, and one to all lines of content. When it has nothing
 * more to say it hangs up.
 */
final class ScriptedServer implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** In the place of a reply: once an octet has come the connection is reset. */
    static final String RESET = "RESET";

    private final ServerSocket socket;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** @param scripts one for each connection that comes: what it says, with {@code |} between; a slash ends a line of several, and nothing is silence */
    ScriptedServer(String... scripts) throws IOException {
        this(LOOPBACK, scripts);
    }

    ScriptedServer(InetAddress address, String... scripts) throws IOException {
        this(address, Stream.of(scripts));
    }

    private ScriptedServer(InetAddress address, Stream<String> scripts) throws IOException {
        socket = new ServerSocket(0, 5, address);
        Thread thread = new Thread(() -> serve(scripts.iterator()), "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** The same script for every connection. */
    static ScriptedServer always(String script) throws IOException {
        return new ScriptedServer(LOOPBACK, Stream.generate(() -> script));
    }

    private void serve(Iterator<String> scripts) {
        while (!socket.isClosed() && scripts.hasNext()) {
            String script = scripts.next();
            try (Socket peer = socket.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.ISO_8859_1));
                String[] replies = script.split("\\|", -1);
                peer.getOutputStream().write(octets(replies[0]));
                for (int i = 1; i < replies.length; i++) {
                    if (replies[i].equals(RESET)) {
                        heard.add(in.read() + " and no more");
                        peer.setSoLinger(true, 0);
                        break;
                    }
                    boolean content = replies[i - 1].startsWith("354"); // a reply is due only behind all of it
                    String line;
                    do {
                        line = in.readLine();
                        heard.add(String.valueOf(line));
                    } while (content && line != null && !line.equals("."));
                    peer.getOutputStream().write(octets(replies[i]));
                }
            } catch (IOException e) {
                heard.add(e.toString());
            }
        }
    }

    private static byte[] octets(String reply) {
        String line = reply.isEmpty() ? "" : reply.replace("/", "\r\n") + "\r\n";
        return line.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The lines that came, on all connections; {@code null} is the end of one. */
    List<String> heard() {
        return heard;
    }

    /** Waits until this line has come, within the test's own time. */
    void await(String line) {
        while (!heard.contains(line)) {
            Thread.onSpinWait();
        }
    }

    NextHop hop() {
        return NextHop.parse("127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
