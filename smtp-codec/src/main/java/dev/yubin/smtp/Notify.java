package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code NOTIFY=}: of what the sender wants notices about this recipient. RFC 3461 section 4.1. Where nothing is said, of failure, and perhaps of delay.
 *
 * @param of empty for {@code NEVER}
 */
public record Notify(Set<Event> of) implements RcptParameter {
    /** No notice, whatever happens. */
    public static final Notify NEVER = new Notify(Set.of());

    /** What may become of a message. */
    public enum Event {
        SUCCESS,
        FAILURE,
        DELAY
    }

    public Notify {
        of = of.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(of));
    }

    /** Notices of these events. */
    public static Notify of(Event first, Event... more) {
        return new Notify(EnumSet.of(first, more));
    }

    /** notify-esmtp-value = "NEVER" / 1#("SUCCESS" / "FAILURE" / "DELAY") */
    static Notify read(Optional<String> value) throws SyntaxException {
        String text = EsmtpParameter.required(value, "NOTIFY=NEVER or events").toUpperCase(Locale.ROOT);
        if (text.equals("NEVER")) {
            return NEVER;
        }
        Set<Event> events = EnumSet.noneOf(Event.class);
        for (String word : text.split(",", -1)) {
            events.add(Arrays.stream(Event.values())
                    .filter(event -> event.name().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new SyntaxException(
                            "expected NOTIFY=NEVER, or SUCCESS, FAILURE and DELAY joined by commas")));
        }
        return new Notify(events);
    }

    @Override
    public Optional<RcptRow> rcptRow() {
        return Optional.of(RcptRow.NOTIFY);
    }

    @Override
    public String keyword() {
        return "NOTIFY";
    }

    @Override
    public Optional<String> value() {
        return Optional.of(of.isEmpty() ? "NEVER" : of.stream().map(Event::name).collect(Collectors.joining(",")));
    }
}
