package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where mailboxes lie: RFC 9051 section 7.3.4, RFC 2342 and RFC 5255 section 3.4. An empty list stands for NIL.
 *
 * @param personal the user's own
 * @param others   those of other users
 * @param shared   those that are nobody's
 */
public record NamespaceData(List<Namespace> personal, List<Namespace> others, List<Namespace> shared)
        implements ImapResponse {
    /**
     * One namespace.
     *
     * @param prefix      what its names begin with, mostly {@code ""}
     * @param delimiter   what separates levels; empty where there are none
     * @param translation the prefix as people are to read it, in the language that LANGUAGE has chosen; empty where it is not told
     */
    public record Namespace(String prefix, Optional<Character> delimiter, Optional<String> translation) {
        public Namespace {
            Objects.requireNonNull(prefix, "prefix");
            Objects.requireNonNull(delimiter, "delimiter");
            Objects.requireNonNull(translation, "translation");
        }

        /** Without a translation. */
        public Namespace(String prefix, Optional<Character> delimiter) {
            this(prefix, delimiter, Optional.empty());
        }
    }

    public NamespaceData {
        personal = List.copyOf(personal);
        others = List.copyOf(others);
        shared = List.copyOf(shared);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.NAMESPACE;
    }

    /** namespace-response = "NAMESPACE" SP namespace SP namespace SP namespace */
    public static NamespaceData read(ImapReader in) throws SyntaxException {
        in.expect("* NAMESPACE ");
        List<Namespace> personal = readNamespaces(in);
        in.space();
        List<Namespace> others = readNamespaces(in);
        in.space();
        return new NamespaceData(personal, others, readNamespaces(in));
    }

    @Override
    public void write(ImapWriter out) {
        writeNamespaces(personal, out.text("* NAMESPACE "));
        writeNamespaces(others, out.space());
        writeNamespaces(shared, out.space());
    }

    /** namespace = nil / "(" 1*namespace-descr ")" */
    private static List<Namespace> readNamespaces(ImapReader in) throws SyntaxException {
        List<Namespace> namespaces = new ArrayList<>();
        if (in.acceptWord("NIL")) {
            return namespaces;
        }
        in.openList();
        while (in.peek() == '(') {
            in.countItem();
            in.openList();
            String prefix = in.mailbox();
            in.space();
            Optional<Character> delimiter = ListData.readDelimiter(in);
            Optional<String> translation = Optional.empty();
            while (in.accept(' ')) {
                if (in.accept("\"TRANSLATION\" ")) {
                    translation = Optional.of(in.fullList(ImapReader::mailbox).get(0));
                } else {
                    in.skipValue(); // other extensions
                }
            }
            namespaces.add(new Namespace(prefix, delimiter, translation));
            in.expect(')');
            in.leave();
            in.accept(' '); // between descriptions there is none, but some servers write one
        }
        in.expect(')');
        in.leave();
        return namespaces;
    }

    private static void writeNamespaces(List<Namespace> namespaces, ImapWriter out) {
        if (namespaces.isEmpty()) {
            out.text("NIL");
            return;
        }
        out.text("(");
        for (Namespace namespace : namespaces) {
            out.text("(").mailboxString(namespace.prefix()).space();
            ListData.writeDelimiter(namespace.delimiter(), out);
            namespace
                    .translation()
                    .ifPresent(prefix ->
                            out.text(" \"TRANSLATION\" (").mailboxString(prefix).text(")"));
            out.text(")");
        }
        out.text(")");
    }
}
