package dev.yubin.examples;

import dev.yubin.smtp.server.SmtpServer;

/** Receives mail on port 2525, and prints it. */
public final class ReceiveMail {
    public static void main(String[] args) throws Exception {
        SmtpServer server = SmtpServer.receive(2525, message -> {
            System.out.println(message.from() + " writes to " + message.to() + ":");
            System.out.write(message.bytes());
        });
        System.out.println("Listening on port " + server.port());
    }
}
