package dev.yubin.conformance.smtp;

/** What a server speaks. */
public enum Dialect {
    /** RFC 5321, and RFC 6409 for submission. */
    SMTP("EHLO"),
    /** RFC 2033: a reply for each recipient behind the content. */
    LMTP("LHLO");

    private final String hello;

    Dialect(String hello) {
        this.hello = hello;
    }

    /** How its clients introduce themselves. */
    String hello() {
        return hello;
    }
}
