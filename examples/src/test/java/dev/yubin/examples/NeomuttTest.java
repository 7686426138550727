package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.ImapName;
import dev.yubin.mailbox.Flag;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** NeoMutt reads a mailbox over IMAP as a person would, whose keys come from its command line; {@code script} is its terminal. */
class NeomuttTest extends RealPrograms {
    private final Program neomutt = Program.needed("neomutt");
    private final Program script = Program.needed("script");

    @Test
    void itFlagsOneMessageSavesAnotherAndRemovesTheThird() throws Exception {
        for (int i = 1; i <= 3; i++) {
            deliver("bbb@osaka.test", MESSAGE.replace("from outside", "number " + i));
        }
        Path settings =
                Files.writeString(folder.resolve("neomuttrc"), """
                set folder="imaps://localhost:%d/"
                set spoolfile="+INBOX"
                set imap_user="bbb@osaka.test"
                set imap_pass="tanuki"
                set certificate_file="%s"
                set header_cache=""
                set delete=yes
                set confirmappend=no
                set confirmcreate=no
                set move=no
                set resolve=no
                set mark_old=no
                set wait_key=no
                set quit=yes
                """.formatted(office.port("imaps"), certificate));
        String keys =
                "<flag-message><next-entry><save-message>=Saved<enter><last-entry><delete-message><sync-mailbox><quit>";
        script.run(
                        folder,
                        "-qec",
                        "TERM=xterm " + neomutt.name() + " -n -F " + settings + " -e 'push \"" + keys + "\"'",
                        "/dev/null")
                .succeeds();

        assertThat(flagsIn(ImapName.INBOX, "bbb@osaka.test", "tanuki"))
                .singleElement()
                .satisfies(flags -> assertThat(flags).contains(Flag.FLAGGED));
        assertThat(flagsIn(new ImapName("Saved"), "bbb@osaka.test", "tanuki")).hasSize(1);
    }
}
