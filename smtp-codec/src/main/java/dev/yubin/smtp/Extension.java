package dev.yubin.smtp;

/** Every service extension this codec speaks, a row each. RFC 5321 section 2.2. */
public enum Extension {
    /** Commands may be sent without waiting for each reply: RFC 2920. */
    PIPELINING("PIPELINING"),
    /** Content comes in chunks of a size that is told, without dots: RFC 3030 section 2. */
    CHUNKING("CHUNKING"),
    /** Content may be any octets, also without lines: RFC 3030 section 3. */
    BINARYMIME("BINARYMIME"),
    /** Addresses and header fields may be beyond ASCII: RFC 6531. */
    SMTPUTF8("SMTPUTF8"),
    /** Notices about what becomes of a message are the sender's to choose: RFC 3461. */
    DSN("DSN"),
    /** A message travels through TLS with proven names all the way, or not at all: RFC 8689. */
    REQUIRETLS("REQUIRETLS"),
    /** A message that is late is given back, or its sender told: RFC 2852. */
    DELIVERBY("DELIVERBY"),
    /** A message waits here until its time: RFC 4865. */
    FUTURERELEASE("FUTURERELEASE"),
    /** Some messages are more urgent than others: RFC 6710. */
    MT_PRIORITY("MT-PRIORITY"),
    /** Mail that waits here may be called for: RFC 1985. */
    ETRN("ETRN"),
    /** How much the server takes in one session or transaction: RFC 9422. */
    LIMITS("LIMITS"),
    /** The largest message is announced, and each message's size: RFC 1870. */
    SIZE("SIZE"),
    /** Content may have octets above 127: RFC 6152, earlier RFC 1652. */
    EIGHTBITMIME("8BITMIME"),
    /** Replies begin with an {@link EnhancedStatus}: RFC 2034. */
    ENHANCEDSTATUSCODES("ENHANCEDSTATUSCODES"),
    /** The connection may be upgraded to TLS: RFC 3207. */
    STARTTLS("STARTTLS"),
    /** One may log in: RFC 4954. */
    AUTH("AUTH"),
    /** A host that is trusted may speak for another: Postfix's {@code XCLIENT_README}. */
    XCLIENT("XCLIENT"),
    /** A host that is trusted may tell where a message came from: Postfix's {@code XFORWARD_README}. */
    XFORWARD("XFORWARD");

    private final String keyword;

    Extension(String keyword) {
        this.keyword = keyword;
    }

    /** Its word in the answer to EHLO. */
    public String keyword() {
        return keyword;
    }
}
