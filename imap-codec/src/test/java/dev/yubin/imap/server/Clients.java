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

    Clients(Office office, String... names) {
        office.furnish();
        for (String name : names) {
            try {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), office.server().port());
                socket.setSoTimeout(10_000);
                sockets.put(name, socket);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (String line : office.afterSelect("").lines().toList()) {
                take(name + " " + line);
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
                case "C:" -> socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
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
