package dev.yubin.smtp.server;

import dev.yubin.smtp.Verb;

/** What a port is for. */
public enum Purpose {
    /** Mail from other servers: RFC 5321. */
    MTA(Verb.EHLO),
    /** Mail from those who write it: RFC 6409. */
    SUBMISSION(Verb.EHLO),
    /** Mail from a server beside us that keeps a queue, answered for each recipient by itself: RFC 2033. */
    LMTP(Verb.LHLO);

    private final Verb greeting;

    Purpose(Verb greeting) {
        this.greeting = greeting;
    }

    /** How its clients introduce themselves. */
    Verb greeting() {
        return greeting;
    }

    boolean greetedBy(Verb verb) {
        return verb == greeting || (verb == Verb.HELO && greeting == Verb.EHLO);
    }
}
