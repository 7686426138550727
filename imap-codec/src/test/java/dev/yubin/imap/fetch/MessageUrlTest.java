package dev.yubin.imap.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.Spoken;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of messages here: RFC 5092 as RFC 4469 uses it. */
class MessageUrlTest {
    /** Relative to a mailbox A/B; what is empty is written as it was read. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            /Drafts/;UID=20                                              |                                               | mailbox=Drafts, uidValidity=-, uid=20, section=Section[part=[], text=ALL, fields=[]], partial=-
            /Drafts;UIDVALIDITY=385759045/;UID=20/;section=HEADER        | /Drafts;UIDVALIDITY=385759045/;UID=20/;SECTION=HEADER | mailbox=Drafts, uidValidity=OptionalLong[385759045], uid=20, section=Section[part=[], text=HEADER, fields=[]], partial=-
            /Drafts/;uid=20/;SECTION=1.2.MIME/;PARTIAL=0.1024            | /Drafts/;UID=20/;SECTION=1.2.MIME/;PARTIAL=0.1024 | mailbox=Drafts, uidValidity=-, uid=20, section=Section[part=[1, 2], text=MIME, fields=[]], partial=Optional[Partial[from=0, octets=1024]]
            /Drafts/;UID=20/;PARTIAL=7                                   |                                               | mailbox=Drafts, uidValidity=-, uid=20, section=Section[part=[], text=ALL, fields=[]], partial=Optional[Partial[from=7, octets=9223372036854775807]]
            /Drafts/;UID=20/;SECTION=HEADER.FIELDS%20(DATE%20FROM)       |                                               | mailbox=Drafts, uidValidity=-, uid=20, section=Section[part=[], text=HEADER_FIELDS, fields=[DATE, FROM]], partial=-
            /a/b%20%e6%97%a5%3B/;UID=1                                   | /a/b%20%E6%97%A5%3B/;UID=1                     | mailbox=a/b 日;, uidValidity=-, uid=1, section=Section[part=[], text=ALL, fields=[]], partial=-
            ;UID=4/;SECTION=1                                            | /A/B/;UID=4/;SECTION=1                         | mailbox=A/B, uidValidity=-, uid=4, section=Section[part=[1], text=ALL, fields=[]], partial=-
            C;UIDVALIDITY=3/;UID=4                                       | /A/C;UIDVALIDITY=3/;UID=4                      | mailbox=A/C, uidValidity=OptionalLong[3], uid=4, section=Section[part=[], text=ALL, fields=[]], partial=-
            """, delimiter = '|')
    void eachIsReadAndWritten(String url, String written, String reading) throws SyntaxException {
        MessageUrl read = MessageUrl.read(url, Optional.of("A/B"));
        assertThat(read.toString()).isEqualTo(written == null ? url : written);
        assertThat(MessageUrl.read(read.toString(), Optional.empty())).isEqualTo(read);
        assertThat(Spoken.shown(components(read))).isEqualTo(reading);
    }

    private static String components(MessageUrl url) {
        return "mailbox=" + url.mailbox() + ", uidValidity=" + url.uidValidity() + ", uid=" + url.uid() + ", section="
                + url.section() + ", partial=" + url.partial();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/INBOX",
                "/INBOX/;UID=0",
                "/INBOX/;UID=4294967296",
                "/INBOX;UIDVALIDITY=0/;UID=1",
                "/INBOX/;UID=1/;SECTION=",
                "/INBOX/;UID=1/;SECTION=FOO",
                "/INBOX/;UID=1/;SECTION=1]x[",
                "/INBOX/;UID=1/;PARTIAL=0.0",
                "/INBOX/;UID=1/;PARTIAL=1/;SECTION=1",
                "/INBOX/;UID=1;URLAUTH=anonymous:INTERNAL:0123",
                "/INB%4/;UID=1",
                "/INB%zz/;UID=1",
                "/%ff/;UID=1",
                "//host/INBOX/;UID=1",
                "imap://ann@host/INBOX/;UID=1",
                ";UID=1"
            })
    void whatIsNoUrlOfAMessageHereIsRefused(String url) {
        assertThatThrownBy(() -> MessageUrl.read(url, Optional.empty()))
                .isInstanceOfAny(SyntaxException.class, IllegalArgumentException.class);
    }

    @Test
    void whatIsMadeIsWrittenInAscii() {
        assertThat(MessageUrl.of(new ImapName("日 本"), 7, Section.part(1, 2)).toString())
                .isEqualTo("/%E6%97%A5%20%E6%9C%AC/;UID=7/;SECTION=1.2");
    }
}
