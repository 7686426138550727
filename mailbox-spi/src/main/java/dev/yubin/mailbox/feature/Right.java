package dev.yubin.mailbox.feature;

/** A right in a mailbox: RFC 4314 section 2.1. */
public enum Right {
    /** The mailbox is seen in lists and can be subscribed to. */
    LOOKUP('l'),
    /** Its messages can be read. */
    READ('r'),
    /** {@code \Seen} can be changed. */
    SEEN('s'),
    /** Flags other than {@code \Seen} and {@code \Deleted} can be changed. */
    WRITE('w'),
    /** Messages can be added. */
    INSERT('i'),
    /** Mail can be sent to its address of delivery. */
    POST('p'),
    /** Inferiors can be made. */
    CREATE('k'),
    /** It can be removed and renamed. */
    DELETE_MAILBOX('x'),
    /** {@code \Deleted} can be changed. */
    DELETE_MESSAGES('t'),
    /** Messages can be removed. */
    EXPUNGE('e'),
    /** Rights can be seen and changed. */
    ADMINISTER('a');

    private final char letter;

    Right(char letter) {
        this.letter = letter;
    }

    /** The letter that stands for it in ACL's commands. */
    public char letter() {
        return letter;
    }
}
