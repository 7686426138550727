package dev.yubin.imap.client;

import dev.yubin.imap.CapabilityData;
import dev.yubin.imap.EnabledData;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapEncoding.Literals;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the server can do, what of that was enabled, and how both sides write since: RFC 9051 sections 6.1.1 and 6.3.1. Used on the connection's event loop,
 * save where it says "any thread".
 */
final class Agreed {
    private static final CapabilityData UNKNOWN = new CapabilityData(List.of());

    private final Consumer<ImapEncoding> speak;
    private volatile CapabilityData capabilities = UNKNOWN;
    private boolean utf8;
    private boolean utf8Accept;
    private ImapEncoding encoding = ImapEncoding.PLAIN;

    /** @param speak is told each time how both sides write from now on */
    Agreed(Consumer<ImapEncoding> speak) {
        this.speak = speak;
    }

    /** What the server said last that it can do. Any thread. */
    CapabilityData capabilities() {
        return capabilities;
    }

    /** How both sides write. */
    ImapEncoding encoding() {
        return encoding;
    }

    void learn(CapabilityData told) {
        capabilities = told;
        agree();
    }

    /**
     * The server says what is enabled.
     *
     * @param running what it answers, null where that is nothing: what nobody asked for is not believed
     */
    void enabled(EnabledData told, Exchange<?> running) {
        utf8Accept |= isEnabled("UTF8=ACCEPT", told, running);
        utf8 |= utf8Accept || isEnabled("IMAP4rev2", told, running);
        agree();
    }

    private static boolean isEnabled(String capability, EnabledData told, Exchange<?> running) {
        return running != null
                && running.enables(capability)
                && told.capabilities().stream().anyMatch(capability::equalsIgnoreCase);
    }

    /** Nothing counts any more: RFC 9051 section 6.2.1, RFC 8437 section 4.1. */
    void forget() {
        capabilities = UNKNOWN;
        utf8 = false;
        utf8Accept = false;
        agree();
    }

    private void agree() {
        Literals literals = capabilities.has("LITERAL+")
                ? Literals.PLUS
                : capabilities.has("LITERAL-") ? Literals.MINUS : Literals.SYNCHRONIZING;
        encoding = new ImapEncoding(utf8, utf8Accept, literals);
        speak.accept(encoding);
    }
}
