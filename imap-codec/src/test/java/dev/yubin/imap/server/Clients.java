package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Several clients of one server in one conversation: each has INBOX selected, and each line of a transcript begins with the name of who
 * says or hears it. {@code ...} stands for anything.
 */
final class Clients implements AutoCloseable {
    private final Map<String, Socket> sockets = new LinkedHashMap<>();
    private final StringBuilder said = new StringBuilder();
    private final int cut;

    Clients(Office office, String... names) {
        this(office, Integer.MAX_VALUE, names);
    }

    /** @param cut behind which octet of each line that is longer another write begins */
    private Clients(Office office, int cut, String... names) {
        this.cut = cut;
        office.furnish();
        for (String name : names) {
            try {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), office.server().port());
                socket.setSoTimeout(10_000);
                socket.setTcpNoDelay(true); // or the kernel joins what is written in pieces
                sockets.put(name, socket);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (String line : office.afterSelect("").lines().toList()) {
                take(name + " " + line);
            }
        }
    }

    /** The whole conversation of A and B: line by line, and with what they say cut at every place, each time with a store as it was at first. */
    static void playEveryWay(Office office, String transcript) {
        int longest = transcript.lines().mapToInt(String::length).max().orElseThrow();
        for (int cut = longest; cut > 0; cut--) {
            try (Clients clients = new Clients(office, cut, "A", "B")) {
                clients.play(transcript);
            }
        }
    }

    /** Plays on, from where the play before ended. */
    Clients play(String transcript) {
        transcript.lines().filter(line -> !line.isBlank()).forEach(this::take);
        return this;
    }

    private void take(String line) {
        String[] parts = line.split(" ", 3);
        String text = parts.length == 3 ? parts[2] : "";
        try {
            Socket socket = sockets.get(parts[0]);
            switch (parts[1]) {
                case "C:" -> say(socket, (text + "\r\n").getBytes(StandardCharsets.UTF_8));
                case "S:" -> expect(parts[0], text, readLine(socket));
                case "EOF" ->
                    assertThat(socket.getInputStream().read())
                            .as("%s%s", said, line)
                            .isEqualTo(-1);
                default -> throw new IllegalArgumentException(line);
            }
        } catch (IOException e) {
            throw new AssertionError(said + line + "\nbut " + e, e);
        }
        said.append(line).append('\n');
    }

    private void say(Socket socket, byte[] line) throws IOException {
        int first = Math.min(cut, line.length);
        socket.getOutputStream().write(line, 0, first);
        socket.getOutputStream().write(line, first, line.length - first);
    }

    private void expect(String name, String text, String came) {
        String pattern = Pattern.quote(text).replace("...", "\\E.*\\Q");
        assertThat(came).as("%s%s S: %s", said, name, text).matches(Pattern.compile(pattern, Pattern.DOTALL));
    }

    private static String readLine(Socket socket) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = socket.getInputStream().read();
                octet != '\n';
                octet = socket.getInputStream().read()) {
            if (octet < 0) {
                throw new IOException("the server ended the connection behind " + line);
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        for (Socket socket : sockets.values()) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
