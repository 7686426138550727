package dev.yubin.mailbox;

/** What a mailbox is for: RFC 6154 section 2 and RFC 8457. */
public enum SpecialUse {
    ALL("\\All"),
    ARCHIVE("\\Archive"),
    DRAFTS("\\Drafts"),
    FLAGGED("\\Flagged"),
    IMPORTANT("\\Important"),
    JUNK("\\Junk"),
    SENT("\\Sent"),
    TRASH("\\Trash");

    private final String attribute;

    SpecialUse(String attribute) {
        this.attribute = attribute;
    }

    /** The attribute that LIST shows, such as {@code \Sent}. */
    public String attribute() {
        return attribute;
    }
}
