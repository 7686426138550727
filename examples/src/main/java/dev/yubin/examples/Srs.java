package dev.yubin.examples;

import dev.yubin.routing.authentication.SenderRewriting;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The sender rewriting scheme: {@code ddd@kobe.test} becomes {@code SRS0=hash=day=kobe.test=ddd@osaka.test}, and where that is sent on again at nara.test,
 * {@code SRS1=hash=osaka.test==hash=day=kobe.test=ddd@nara.test}: a notice goes back to osaka.test alone, which knows the rest. Only who has the key can make the hash, and after three
 * weeks the name is nobody's. Servers that send on for one domain share the key.
 */
final class Srs implements SenderRewriting {
    /** As old a name is still answered for; a notice comes within the five days or so for which mail is tried. */
    private static final int MOST_DAYS = 21;
    /** Days are counted in two digits of base 32, and begin anew. */
    private static final int ALL_DAYS = 1024;

    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int HASH_DIGITS = 8;

    private static final Pattern FIRST =
            Pattern.compile("SRS0[-+=]([^=]+)=([A-Z2-7]{2})=([^=]+)=(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern AGAIN =
            Pattern.compile("SRS1[-+=]([^=]+)=([^=]+)=([-+=].+)", Pattern.CASE_INSENSITIVE);

    private final Domain domain;
    private final Set<Domain> ours;
    private final SecretKeySpec key;
    private final InstantSource clock;

    /**
     * @param domain of the names; its SPF record allows this server
     * @param ours   domains whose SPF records do so too, and whose senders keep their names
     * @param key    a secret of 16 octets or more, the same after each start
     */
    Srs(Domain domain, Set<Domain> ours, byte[] key, InstantSource clock) {
        this.domain = domain;
        this.ours = Set.copyOf(ours);
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.clock = clock;
    }

    @Override
    public Mailbox onward(Mailbox sender) {
        if (!(sender.host() instanceof Domain from) || from.equals(domain) || ours.contains(from)) {
            return sender;
        }
        try {
            return new Mailbox(name(sender.localPart(), from), domain);
        } catch (IllegalArgumentException e) {
            return sender; // too long for a local part
        }
    }

    private String name(String localPart, Domain from) {
        Matcher again = AGAIN.matcher(localPart);
        if (again.matches()) {
            return again(again.group(2), again.group(3));
        } else if (FIRST.matcher(localPart).matches()) {
            return again(from.aLabels(), localPart.substring("SRS0".length()));
        }
        String said = day(today()) + '=' + from.aLabels() + '=' + localPart;
        return "SRS0=" + hash(said) + '=' + said;
    }

    private String again(String first, String rest) {
        String said = first + '=' + rest;
        return "SRS1=" + hash(said) + '=' + said;
    }

    @Override
    public Optional<Mailbox> back(Mailbox recipient) {
        if (!recipient.host().equals(domain)) {
            return Optional.empty();
        }
        Matcher first = FIRST.matcher(recipient.localPart());
        Matcher again = AGAIN.matcher(recipient.localPart());
        try {
            if (first.matches()
                    && isOurs(first.group(1), first.group(2) + '=' + first.group(3) + '=' + first.group(4))
                    && isYoung(first.group(2))) {
                return Optional.of(new Mailbox(first.group(4), Domain.of(first.group(3))));
            } else if (again.matches() && isOurs(again.group(1), again.group(2) + '=' + again.group(3))) {
                return Optional.of(new Mailbox("SRS0" + again.group(3), Domain.of(again.group(2))));
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no domain
        }
        return Optional.empty();
    }

    private boolean isYoung(String day) {
        String upper = day.toUpperCase(Locale.ROOT);
        int then = DIGITS.indexOf(upper.charAt(0)) * DIGITS.length() + DIGITS.indexOf(upper.charAt(1));
        return Math.floorMod(today() - then, ALL_DAYS) <= MOST_DAYS;
    }

    private int today() {
        return (int) (clock.millis() / Duration.ofDays(1).toMillis() % ALL_DAYS);
    }

    private static String day(int day) {
        return "" + DIGITS.charAt(day / DIGITS.length()) + DIGITS.charAt(day % DIGITS.length());
    }

    private boolean isOurs(String hash, String said) {
        byte[] wanted = hash(said).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(wanted, hash.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    /** In any case of the letters, which a server on the way may have changed. */
    private String hash(String said) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            byte[] octets = mac.doFinal(said.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            StringBuilder hash = new StringBuilder();
            for (int i = 0; i < HASH_DIGITS; i++) {
                hash.append(DIGITS.charAt(octets[i] & 31));
            }
            return hash.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA256", e);
        }
    }
}
