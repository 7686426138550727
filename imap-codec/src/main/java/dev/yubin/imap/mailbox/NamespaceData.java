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
 * Where mailboxes lie: RFC 9051 section 7.3.4 and RFC 2342. An empty list stands for NIL.
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
     * @param prefix    what its names begin with, mostly {@code ""}
     * @param delimiter what separates levels; empty where there are none
     */
    public record Namespace(String prefix, Optional<Character> delimiter) {
        public Namespace {
            Objects.requireNonNull(prefix, "prefix");
            Objects.requireNonNull(delimiter, "delimiter");
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
            namespaces.add(new Namespace(prefix, ListData.readDelimiter(in)));
            while (in.accept(' ')) {
                in.skipValue(); // extensions
            }
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
            out.text(")");
        }
        out.text(")");
    }
}
