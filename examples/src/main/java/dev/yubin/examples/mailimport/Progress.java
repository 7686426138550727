package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows whoever waits how far it is. */
interface Progress extends AutoCloseable {
    /** Shows nothing. */
    Progress NONE = new Progress() {
        @Override
        public void mailbox(String name, int messages) {}

        @Override
        public void message(long octets) {}

        @Override
        public void close() {}
    };

    /** Another mailbox begins, of which so many messages are to come. */
    void mailbox(String name, int messages);

    /** One more message is dealt with. */
    void message(long octets);

    @Override
    void close();

    /** A bar where standard error is a terminal; else a line now and then. */
    static Progress on(PrintStream err) {
        return standardErrorIsTerminal() ? bars(err) : lines(err, Duration.ofSeconds(10), System::nanoTime);
    }

    /** The JDK knows no more than whether standard input and output both are. */
    private static boolean standardErrorIsTerminal() {
        try {
            return new ProcessBuilder("test", "-t", "2").inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return System.console() != null; // no such program here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A bar for each mailbox. */
    static Progress bars(PrintStream err) {
        int width = Integer.parseInt(Optional.ofNullable(System.getenv("COLUMNS"))
                .filter(columns -> columns.matches("[1-9][0-9]{1,3}"))
                .orElse("80"));
        return new Progress() {
            private ProgressBar bar;
            private long octets;

            @Override
            public void mailbox(String name, int messages) {
                close();
                octets = 0;
                bar = new ProgressBarBuilder()
                        .setTaskName(name)
                        .setInitialMax(messages)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(200)
                        .showSpeed()
                        .setConsumer(new ConsoleProgressBarConsumer(err, width - 1))
                        .build();
            }

            @Override
            public void message(long more) {
                octets += more;
                bar.setExtraMessage(Report.size(octets));
                bar.step();
            }

            @Override
            public void close() {
                if (bar != null) {
                    bar.close();
                    bar = null;
                }
            }
        };
    }

    /** A line each time that long has passed. */
    static Progress lines(PrintStream err, Duration every, LongSupplier nanoTime) {
        return new Progress() {
            private final long start = nanoTime.getAsLong();
            private long last = start;
            private String mailbox = "";
            private int expected;
            private int messages;
            private long all;
            private long octets;

            @Override
            public void mailbox(String name, int count) {
                mailbox = name;
                expected = count;
                messages = 0;
            }

            @Override
            public void message(long more) {
                messages++;
                all++;
                octets += more;
                long now = nanoTime.getAsLong();
                if (now - last >= every.toNanos()) {
                    last = now;
                    double seconds = (now - start) / 1e9;
                    err.printf(
                            "%s: %d of %d messages; %.0f messages/s, %s/s%n",
                            mailbox, messages, expected, all / seconds, Report.size((long) (octets / seconds)));
                }
            }

            @Override
            public void close() {}
        };
    }
}
