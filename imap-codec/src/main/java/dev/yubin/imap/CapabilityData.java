package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the server can do: RFC 9051 section 7.2.2. */
public record CapabilityData(List<String> capabilities) implements ImapResponse {
    public CapabilityData {
        capabilities = checked(capabilities);
    }

    static List<String> checked(List<String> capabilities) {
        for (String capability : capabilities) {
            if (!Syntax.isAtom(capability)) {
                throw new IllegalArgumentException("a capability is an atom");
            }
        }
        return List.copyOf(capabilities);
    }

    /** Whether it is among them, in any case. */
    public boolean has(String capability) {
        return Syntax.holds(capabilities, capability);
    }

    /** What stands behind the {@code =} of one that has a value, such as {@code 1000} of {@code MESSAGELIMIT=1000}; of several, of the first. */
    public Optional<String> value(String name) {
        return capabilities.stream()
                .filter(each -> each.regionMatches(true, 0, name + '=', 0, name.length() + 1))
                .map(each -> each.substring(name.length() + 1))
                .findFirst();
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.CAPABILITY;
    }

    /** capability-data = "CAPABILITY" *(SP capability) */
    static CapabilityData read(ImapReader in) throws SyntaxException {
        in.expect("* CAPABILITY");
        return new CapabilityData(readWords(in));
    }

    @Override
    public void write(ImapWriter out) {
        out.text(capabilities.isEmpty() ? "* CAPABILITY" : "* CAPABILITY ").words(capabilities);
    }

    /** *(SP atom) */
    static List<String> readWords(ImapReader in) throws SyntaxException {
        List<String> words = new ArrayList<>();
        while (in.accept(' ')) {
            if (Syntax.isAtomChar(in.peek())) { // some servers write a space too many
                in.countItem();
                words.add(in.atom("a capability"));
            }
        }
        return words;
    }
}
