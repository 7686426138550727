package dev.yubin.imap.acl;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody can be given in a mailbox: RFC 4314 section 3.7. Rights that this codec does not know are passed over when read.
 *
 * @param required what he has in any case
 * @param optional what else he can be given; rights of one set only together
 */
public record ListRightsData(ImapName mailbox, String identifier, Set<Right> required, List<Set<Right>> optional)
        implements ImapResponse {
    public ListRightsData {
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(identifier, "identifier");
        required = RightLetters.copy(required);
        optional = optional.stream()
                .map(RightLetters::copy)
                .filter(set -> !set.isEmpty())
                .toList();
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.LISTRIGHTS;
    }

    /** listrights-data = "LISTRIGHTS" SP mailbox SP identifier SP rights *(SP rights) */
    public static ListRightsData read(ImapReader in) throws SyntaxException {
        in.expect("* LISTRIGHTS ");
        ImapName mailbox = ImapName.read(in);
        String identifier = in.space().astring();
        Set<Right> required = RightLetters.told(in.space().astring());
        List<Set<Right>> optional = new ArrayList<>();
        while (in.accept(' ') && !in.atEnd()) {
            in.countItem();
            optional.add(RightLetters.told(in.astring()));
        }
        return new ListRightsData(mailbox, identifier, required, optional);
    }

    /** The two rights of RFC 2086 stand by themselves at the end, each a letter behind those that are known to all: section 2.1.1. */
    @Override
    public void write(ImapWriter out) {
        mailbox.write(out.text("* LISTRIGHTS "));
        out.space().astring(identifier).space().astring(RightLetters.withOlder(required));
        optional.forEach(set -> out.space().astring(RightLetters.of(set)));
        Set<Right> all = optional.stream().flatMap(Set::stream).collect(Collectors.toSet());
        String older = RightLetters.withOlder(all).substring(all.size());
        older.chars().forEach(letter -> out.text(" ").text(Character.toString(letter)));
    }
}
