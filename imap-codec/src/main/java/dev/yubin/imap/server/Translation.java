package dev.yubin.imap.server;

import java.util.Optional;

/**
 * A language in which a server speaks to people: RFC 5255 section 3. English and Japanese are there; an application may bring others. Called on any
 * thread, for many connections at once.
 */
public interface Translation {
    /** The language's tag, such as {@code de} or {@code pt-BR} (RFC 5646). */
    String tag();

    /**
     * What is said in this language.
     *
     * @param english what is to be said, such as {@code SELECT done} or {@code user name or password is wrong}; words of the store too
     * @return without line ends; as it is where there is no translation
     */
    String of(String english);

    /** What begins the names of some mailboxes, such as {@code Other Users/}, as people are to read it; empty where that is as it is. */
    default Optional<String> ofPrefix(String prefix) {
        return Optional.empty();
    }
}
