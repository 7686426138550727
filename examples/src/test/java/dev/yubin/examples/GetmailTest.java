package dev.yubin.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.stream.Stream;

/** getmail6 fetches into a Maildir. It knows no STLS. */
class GetmailTest extends Pop3Fetching {
    private final Program getmail = Program.needed("getmail");

    @Override
    Stream<Way> ways() {
        return Stream.of(Way.IMPLICIT);
    }

    @Override
    void fetch(Way way, boolean leave) throws Exception {
        Path config = secret(
                "getmailrc", """
                    [retriever]
                    type = SimplePOP3SSLRetriever
                    server = localhost
                    port = %d
                    username = bbb@osaka.test
                    password = tanuki
                    ca_certs = %s

                    [destination]
                    type = Maildir
                    path = %s/
                    %s

                    [options]
                    read_all = false
                    delete = %s
                    """.formatted(office.port(way.port), certificate, inbox(), insteadOfRoot(), !leave));
        getmail.run(folder, "--getmaildir", folder.toString(), "--rcfile", config.toString())
                .succeeds();
    }

    /** It delivers nothing as root, but becomes another user for that, who has to be let in. */
    private String insteadOfRoot() throws Exception {
        if (!System.getProperty("user.name").equals("root")) {
            return "";
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        UserPrincipal mail =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("mail");
        try (Stream<Path> all = Files.walk(inbox())) {
            for (Path path : all.toList()) {
                Files.setOwner(path, mail);
            }
        }
        return "user = mail";
    }
}
