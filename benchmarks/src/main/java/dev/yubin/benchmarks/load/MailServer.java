package dev.yubin.benchmarks.load;

/** A server under load, in a process of its own, on ports of the loopback address. */
interface MailServer extends AutoCloseable {
    /** The domain whose accounts there are, by any local part that {@link #user} makes. */
    String DOMAIN = "load.test";

    String PASSWORD = "tanuki";

    /** The account with this number, from 0. */
    static String user(int number) {
        return "user" + number + '@' + DOMAIN;
    }

    /** As the tables call it, with its version. */
    String name();

    int lmtpPort();

    @Override
    void close();
}
