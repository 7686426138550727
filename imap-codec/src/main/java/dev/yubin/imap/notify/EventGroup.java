package dev.yubin.imap.notify;

import static dev.yubin.imap.notify.NotifyEvent.ANNOTATION_CHANGE;
import static dev.yubin.imap.notify.NotifyEvent.FLAG_CHANGE;
import static dev.yubin.imap.notify.NotifyEvent.MESSAGE_EXPUNGE;
import static dev.yubin.imap.notify.NotifyEvent.MESSAGE_NEW;

import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be told of some mailboxes: event-group of RFC 5465 section 8.
 *
 * @param events  none for NONE
 * @param fetched what a FETCH response is to tell of each new message, in the selected mailbox alone
 * @param unknown events that are not in the RFC: event-ext
 */
public record EventGroup(
        MailboxFilter mailboxes, Set<NotifyEvent> events, List<FetchItem> fetched, List<String> unknown) {
    public EventGroup {
        Objects.requireNonNull(mailboxes, "mailboxes");
        events = Collections.unmodifiableSet(new LinkedHashSet<>(events));
        fetched = List.copyOf(fetched);
        unknown = List.copyOf(unknown);
        if (events.contains(MESSAGE_NEW) != events.contains(MESSAGE_EXPUNGE)) {
            throw new IllegalArgumentException("MessageNew and MessageExpunge go together (RFC 5465 section 5)");
        }
        if (!events.contains(MESSAGE_NEW) && (events.contains(FLAG_CHANGE) || events.contains(ANNOTATION_CHANGE))) {
            throw new IllegalArgumentException(
                    "FlagChange and AnnotationChange go with MessageNew and MessageExpunge (RFC 5465 section 5)");
        }
        if (!fetched.isEmpty() && !(mailboxes.isSelected() && events.contains(MESSAGE_NEW))) {
            throw new IllegalArgumentException(
                    "only MessageNew of the selected mailbox has fetch items (RFC 5465 section 8)");
        }
        if (mailboxes.isSelected() && !events.stream().allMatch(NotifyEvent::ofMessages)) {
            throw new IllegalArgumentException(
                    "of the selected mailbox there are only events of messages (RFC 5465 section 6.1)");
        }
        if (!unknown.stream().allMatch(Syntax::isAtom)) {
            throw new IllegalArgumentException("the name of an event is an atom");
        }
    }

    /** Events of mailboxes, without fetch items. */
    public static EventGroup of(MailboxFilter mailboxes, NotifyEvent... events) {
        return new EventGroup(mailboxes, new LinkedHashSet<>(List.of(events)), List.of(), List.of());
    }

    /**
     * event-group = "(" filter-mailboxes SP events ")", events = ("(" event *(SP event) ")") / "NONE". The RFC's own examples have events without
     * their parentheses.
     */
    static EventGroup read(ImapReader in) throws SyntaxException {
        in.openList();
        MailboxFilter mailboxes = MailboxFilter.read(in);
        in.space();
        Set<NotifyEvent> events = new LinkedHashSet<>();
        List<FetchItem> fetched = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        if (in.peek() == '(') {
            in.openList();
            readEvents(in, events, fetched, unknown);
            in.expect(')');
            in.leave();
        } else if (!in.acceptWord("NONE")) {
            readEvents(in, events, fetched, unknown);
        }
        in.expect(')');
        in.leave();
        return new EventGroup(mailboxes, events, fetched, unknown);
    }

    /** event = ("MessageNew" [SP "(" fetch-att *(SP fetch-att) ")"]) / atom */
    private static void readEvents(
            ImapReader in, Set<NotifyEvent> events, List<FetchItem> fetched, List<String> unknown)
            throws SyntaxException {
        do {
            in.countItem();
            String word = in.atom("an event such as MessageNew");
            Optional<NotifyEvent> event = NotifyEvent.named(word);
            if (event.isEmpty()) {
                unknown.add(word);
            } else {
                events.add(event.get());
            }
            if (event.filter(MESSAGE_NEW::equals).isPresent() && in.accept(" (")) {
                in.back(1);
                fetched.addAll(in.fullList(FetchItem::read));
            }
        } while (in.accept(' '));
    }

    void write(ImapWriter out) {
        mailboxes.write(out.text("("));
        if (events.isEmpty() && unknown.isEmpty()) {
            out.text(" NONE)");
            return;
        }
        out.text(" (").joined(events, this::write);
        out.text(events.isEmpty() || unknown.isEmpty() ? "" : " ")
                .words(unknown)
                .text("))");
    }

    private void write(NotifyEvent event, ImapWriter out) {
        out.text(event.word());
        if (event == MESSAGE_NEW && !fetched.isEmpty()) {
            out.space().list(fetched, FetchItem::write);
        }
    }
}
