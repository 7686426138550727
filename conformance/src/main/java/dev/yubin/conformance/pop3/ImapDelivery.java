package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Dialogue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** APPEND on a connection of its own for each message. */
record ImapDelivery(InetSocketAddress server, String user, String password) implements Delivery {
    @Override
    public void deliver(byte[] message) throws IOException {
        try (Dialogue dialogue = Dialogue.with(server, false, Connection.PATIENCE_FOR_MAIL)) {
            expect(dialogue, "* OK", "* BYE");
            say(dialogue, "a1 LOGIN " + quoted(user) + ' ' + quoted(password), "a1 LOGIN (as named)");
            expect(dialogue, "a1 OK", "a1 ");
            String append = "a2 APPEND INBOX {" + message.length + '}';
            say(dialogue, append, append);
            expect(dialogue, "+ ", "a2 ");
            say(dialogue, new String(message, StandardCharsets.ISO_8859_1), "(the message)");
            expect(dialogue, "a2 OK", "a2 ");
            say(dialogue, "a3 LOGOUT", "a3 LOGOUT");
            expect(dialogue, "a3 OK", "a3 ");
        } catch (AssertionError e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void say(Dialogue dialogue, String line, String shown) {
        dialogue.send((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1), shown);
    }

    /** Passes over what comes between. */
    private static void expect(Dialogue dialogue, String wanted, String end) throws IOException {
        String line = dialogue.line(wanted + " ...");
        while (!line.startsWith(wanted)) {
            if (line.startsWith(end)) {
                throw new IOException("the way in refuses it: " + line);
            }
            line = dialogue.line(wanted + " ...");
        }
    }
}
