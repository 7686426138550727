package dev.yubin.smtp.server;

import dev.yubin.smtp.Extension;
import dev.yubin.smtp.MailParameter;
import dev.yubin.smtp.RcptParameter;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Unrecognized;
import dev.yubin.smtp.Verb;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A service extension of the application's own, for clients that know of it: RFC 5321 section 2.2.2.
 *
 * <pre>{@code
 * Offers.NONE.and(OwnExtension.of("XBATCH")
 *         .mailParameter("XBATCH")
 *         .verb("XFLUSH", (peer, command) -> Reply.of(250, "2.0.0", "Flushed " + command.argument())));
 * }</pre>
 *
 * <p>Its parameters are given to the application with MAIL and RCPT, as {@link dev.yubin.smtp.UnknownParameter}; those that nobody names are refused with
 * 555. Words are in upper case, and read in any.
 *
 * @param keyword        which EHLO is answered with
 * @param text           what stands behind it there; perhaps nothing
 * @param mailParameters keywords of parameters that MAIL may have
 * @param rcptParameters keywords of parameters that RCPT may have
 * @param verbs          who answers which verb
 */
public record OwnExtension(
        String keyword,
        String text,
        Set<String> mailParameters,
        Set<String> rcptParameters,
        Map<String, VerbHandler> verbs) {
    private static final Set<String> OUR_VERBS =
            words(Arrays.stream(Verb.values()).map(Verb::name));
    private static final Set<String> OUR_KEYWORDS =
            words(Arrays.stream(Extension.values()).map(Extension::keyword));
    private static final Set<String> OUR_MAIL_PARAMETERS =
            words(Arrays.stream(MailParameter.Row.values()).map(MailParameter.Row::keyword));
    private static final Set<String> OUR_RCPT_PARAMETERS =
            words(Arrays.stream(RcptParameter.RcptRow.values()).map(RcptParameter.RcptRow::name));

    /** Answers a verb of the application's own. */
    @FunctionalInterface
    public interface VerbHandler {
        /**
         * Called on a worker thread, and may block, as the methods of {@link SmtpApplication}. It may be said at any time, also before EHLO and within a
         * transaction, which goes on; where the port requires STARTTLS, only behind that.
         *
         * @param command with its {@linkplain Unrecognized#argument() argument}
         * @return not followed by content; 421 also closes the connection
         * @throws SmtpRefusal as a reply
         * @throws IOException is answered with 451
         */
        Reply answer(SmtpPeer peer, Unrecognized command) throws SmtpRefusal, IOException;
    }

    /** @throws IllegalArgumentException when a word is against its grammar, or has a meaning of its own already */
    public OwnExtension {
        keyword = own(keyword, OUR_KEYWORDS);
        if (!text.equals(text.strip()) || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("what stands behind a keyword is printable ASCII");
        }
        mailParameters = own(mailParameters, OUR_MAIL_PARAMETERS);
        rcptParameters = own(rcptParameters, OUR_RCPT_PARAMETERS);
        Map<String, VerbHandler> copy = new HashMap<>();
        verbs.forEach((verb, handler) -> copy.put(own(verb, OUR_VERBS), handler));
        verbs = Map.copyOf(copy);
    }

    /** One that offers its keyword, and nothing else yet. */
    public static OwnExtension of(String keyword) {
        return new OwnExtension(keyword, "", Set.of(), Set.of(), Map.of());
    }

    /** The same with this behind its keyword in the answer to EHLO. */
    public OwnExtension text(String text) {
        return new OwnExtension(keyword, text, mailParameters, rcptParameters, verbs);
    }

    /** The same, and MAIL may have this parameter. */
    public OwnExtension mailParameter(String parameter) {
        return new OwnExtension(keyword, text, with(mailParameters, parameter), rcptParameters, verbs);
    }

    /** The same, and RCPT may have this parameter. */
    public OwnExtension rcptParameter(String parameter) {
        return new OwnExtension(keyword, text, mailParameters, with(rcptParameters, parameter), verbs);
    }

    /** The same, and this verb may be said. */
    public OwnExtension verb(String verb, VerbHandler handler) {
        Map<String, VerbHandler> more = new HashMap<>(verbs);
        more.put(verb, handler);
        return new OwnExtension(keyword, text, mailParameters, rcptParameters, more);
    }

    private static Set<String> with(Set<String> words, String word) {
        Set<String> more = new HashSet<>(words);
        more.add(word);
        return more;
    }

    private static Set<String> words(Stream<String> words) {
        Set<String> all = new HashSet<>();
        words.forEach(all::add);
        return Collections.unmodifiableSet(all);
    }

    private static Set<String> own(Set<String> words, Set<String> ours) {
        return words(words.stream().map(word -> own(word, ours)));
    }

    private static String own(String word, Set<String> ours) {
        String upper = word.toUpperCase(Locale.ROOT);
        if (!upper.matches("[A-Z0-9][A-Z0-9-]*")) {
            throw new IllegalArgumentException("expected letters, digits and -, not \"" + word + '"');
        } else if (ours.contains(upper)) {
            throw new IllegalArgumentException(upper + " has a meaning of its own");
        }
        return upper;
    }
}
