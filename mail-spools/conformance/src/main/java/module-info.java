/** What every spool promises, as tests. */
module dev.yubin.spool.conformance {
    requires transitive dev.yubin.routing;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;

    exports dev.yubin.spool.conformance;

    // JUnit calls the contract's tests, which are not public.
    opens dev.yubin.spool.conformance to
            org.junit.platform.commons;
}
