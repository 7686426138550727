package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** fetchmail, the program and not ours, fetches and hands each message to a command, which puts it into a Maildir. */
class FetchmailTest extends Pop3Fetching {
    private static final int NO_NEW_MAIL = 1;

    private final Program fetchmail = Program.needed("fetchmail");

    @Override
    void fetch(Way way, boolean leave) throws Exception {
        Path config = secret("fetchmailrc", """
            set no bouncemail
            poll localhost protocol POP3 service %d uidl
              user "bbb@osaka.test" there with password "tanuki" is "%s" here
              %s sslcertck sslcertfile "%s"
              mda "cat >'%s/'$$"
              %s
            """.formatted(
                        office.port(way.port),
                        System.getProperty("user.name"),
                        way == Way.STLS ? "sslproto \"TLS1.2+\"" : "ssl",
                        certificate,
                        inbox().resolve("new"),
                        leave ? "keep" : "no keep"));
        Program.Run run = fetchmail.run(
                folder,
                "--fetchmailrc",
                config.toString(),
                "--idfile",
                folder.resolve("ids").toString(),
                "--pidfile",
                folder.resolve("pid").toString());
        assertThat(run.exit()).as(run.output()).isIn(0, NO_NEW_MAIL);
    }
}
