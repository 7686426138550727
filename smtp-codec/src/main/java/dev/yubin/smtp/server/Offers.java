package dev.yubin.smtp.server;

import dev.yubin.smtp.Extension;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The extensions that an application keeps to, for the server alone cannot: {@code Offers.of(Extension.DSN, Extension.SMTPUTF8)}. It never changes.
 *
 * <p>Whoever offers one takes it upon himself: to keep DSN's wishes until the message is delivered or handed on, to hand on REQUIRETLS only where it
 * is kept, to let addresses beyond ASCII through all of his program.
 */
public final class Offers {
    /** None of them. */
    public static final Offers NONE = new Offers(Map.of(), Optional.empty(), List.of());

    private static final Set<Extension> APPLICATIONS = EnumSet.of(
            Extension.BINARYMIME,
            Extension.SMTPUTF8,
            Extension.DSN,
            Extension.REQUIRETLS,
            Extension.DELIVERBY,
            Extension.FUTURERELEASE,
            Extension.MT_PRIORITY,
            Extension.ETRN);

    private final Map<Extension, String> texts;
    private final Optional<Duration> longestHold;
    private final List<OwnExtension> own;

    private Offers(Map<Extension, String> texts, Optional<Duration> longestHold, List<OwnExtension> own) {
        this.texts = Collections.unmodifiableMap(texts);
        this.longestHold = longestHold;
        this.own = List.copyOf(own);
    }

    /**
     * These extensions.
     *
     * @throws IllegalArgumentException for one that the server sees to, or that needs its bound said, which is {@code FUTURERELEASE}
     */
    public static Offers of(Extension... extensions) {
        Map<Extension, String> texts = new EnumMap<>(Extension.class);
        for (Extension extension : extensions) {
            if (!APPLICATIONS.contains(extension) || extension == Extension.FUTURERELEASE) {
                throw new IllegalArgumentException(extension.keyword() + " is not an application's to offer so");
            }
            texts.put(extension, "");
        }
        return new Offers(texts, Optional.empty(), List.of());
    }

    /**
     * The same, and this extension.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public Offers and(Extension extension) {
        return with(extension, of(extension).texts.get(extension), longestHold);
    }

    /** The same, and DELIVERBY, with the shortest time that BY with R may ask for: RFC 2852 section 3. */
    public Offers deliverBy(Duration least) {
        return with(Extension.DELIVERBY, Long.toString(least.toSeconds()), longestHold);
    }

    /** The same, and FUTURERELEASE: messages wait here as long as that, and the server refuses what is to wait longer. RFC 4865 section 3. */
    public Offers futureRelease(Duration atMost) {
        return with(Extension.FUTURERELEASE, "", Optional.of(atMost));
    }

    /** The same, and MT-PRIORITY by that profile, such as {@code MIXER}: RFC 6710 section 9. */
    public Offers priorities(String profile) {
        if (!profile.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("a profile's name is of letters, digits, - and _");
        }
        return with(Extension.MT_PRIORITY, profile, longestHold);
    }

    /**
     * The same, and an extension of the application's own.
     *
     * @throws IllegalArgumentException when its keyword is offered already
     */
    public Offers and(OwnExtension extension) {
        if (own.stream().anyMatch(other -> other.keyword().equals(extension.keyword()))) {
            throw new IllegalArgumentException(extension.keyword() + " is offered already");
        }
        List<OwnExtension> more = new ArrayList<>(own);
        more.add(extension);
        return new Offers(texts, longestHold, more);
    }

    private Offers with(Extension extension, String text, Optional<Duration> hold) {
        Map<Extension, String> more = new EnumMap<>(Extension.class);
        more.putAll(texts);
        more.put(extension, text);
        return new Offers(more, hold, own);
    }

    /** What stands behind the extension's keyword in the answer to EHLO; empty when it is not offered. */
    Optional<String> text(Extension extension) {
        Optional<String> text = Optional.ofNullable(texts.get(extension));
        return extension == Extension.FUTURERELEASE ? text.map(any -> hold()) : text;
    }

    /** max-future-release-interval SP max-future-release-date-time */
    private String hold() {
        Duration atMost = longestHold.orElseThrow();
        return atMost.toSeconds() + " " + Instant.now().plus(atMost).truncatedTo(ChronoUnit.SECONDS);
    }

    /** The shortest time that BY with R may ask for. */
    Optional<Duration> leastTime() {
        return text(Extension.DELIVERBY)
                .filter(text -> !text.isEmpty())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    Optional<Duration> longestHold() {
        return longestHold;
    }

    List<OwnExtension> own() {
        return own;
    }

    boolean ownMailParameter(String keyword) {
        return own.stream().anyMatch(extension -> extension.mailParameters().contains(keyword));
    }

    boolean ownRcptParameter(String keyword) {
        return own.stream().anyMatch(extension -> extension.rcptParameters().contains(keyword));
    }

    /** Who answers that verb, where it is one of the application's own. */
    Optional<OwnExtension.VerbHandler> ownVerb(String word) {
        return own.stream()
                .flatMap(extension -> Optional.ofNullable(extension.verbs().get(word)).stream())
                .findFirst();
    }
}
