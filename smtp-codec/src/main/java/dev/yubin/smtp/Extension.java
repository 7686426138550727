package dev.yubin.smtp;

/** Every service extension this codec speaks, a row each. RFC 5321 section 2.2. */
public enum Extension {
    /** Commands may be sent without waiting for each reply: RFC 2920. */
    PIPELINING("PIPELINING"),
    /** The largest message is announced, and each message's size: RFC 1870. */
    SIZE("SIZE"),
    /** Content may have octets above 127: RFC 6152, earlier RFC 1652. */
    EIGHTBITMIME("8BITMIME"),
    /** Replies begin with an {@link EnhancedStatus}: RFC 2034. */
    ENHANCEDSTATUSCODES("ENHANCEDSTATUSCODES"),
    /** The connection may be upgraded to TLS: RFC 3207. */
    STARTTLS("STARTTLS"),
    /** One may log in: RFC 4954. */
    AUTH("AUTH");

    private final String keyword;

    Extension(String keyword) {
        this.keyword = keyword;
    }

    /** Its word in the answer to EHLO. */
    public String keyword() {
        return keyword;
    }
}
