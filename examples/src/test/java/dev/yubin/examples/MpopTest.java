package dev.yubin.examples;

import java.nio.file.Path;

/** mpop fetches into a Maildir. */
class MpopTest extends Pop3Fetching {
    private final Program mpop = Program.needed("mpop");

    @Override
    void fetch(Way way, boolean leave) throws Exception {
        Path config = secret("mpoprc", """
            account osaka
            host localhost
            port %d
            user bbb@osaka.test
            password tanuki
            tls on
            tls_starttls %s
            tls_trust_file %s
            keep %s
            uidls_file %s
            received_header off
            delivery maildir %s
            """.formatted(
                        office.port(way.port),
                        way == Way.STLS ? "on" : "off",
                        certificate,
                        leave ? "on" : "off",
                        folder.resolve("uidls"),
                        inbox()));
        mpop.run(folder, "--file=" + config, "osaka").succeeds();
    }
}
