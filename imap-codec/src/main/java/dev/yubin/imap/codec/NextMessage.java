package dev.yubin.imap.codec;

import dev.yubin.imap.mailbox.AppendMessage;
import java.util.Objects;

/** One more message of the same APPEND (RFC 3502), behind the octets of the one before; its own follow. */
public record NextMessage(AppendMessage message) {
    public NextMessage {
        Objects.requireNonNull(message, "message");
    }
}
