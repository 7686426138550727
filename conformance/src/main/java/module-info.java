/** Suites to aim at any store or server. */
module dev.yubin.conformance {
    requires transitive dev.yubin.mailbox;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires org.junit.jupiter.params;

    exports dev.yubin.conformance;
    exports dev.yubin.conformance.numbers;
    exports dev.yubin.conformance.imap;
    exports dev.yubin.conformance.pop3;
    exports dev.yubin.conformance.smtp;

    // The chapters of a contract are not public; JUnit calls their tests.
    opens dev.yubin.conformance to
            org.junit.platform.commons;
    opens dev.yubin.conformance.imap to
            org.junit.platform.commons;
    opens dev.yubin.conformance.pop3 to
            org.junit.platform.commons;
    opens dev.yubin.conformance.smtp to
            org.junit.platform.commons;
}
