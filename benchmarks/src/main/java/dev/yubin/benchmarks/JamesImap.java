package dev.yubin.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.decode.ImapRequestStreamLineReader;
import org.apache.james.imap.decode.main.OutputStreamImapResponseWriter;
import org.apache.james.imap.encode.FetchResponseEncoder;
import org.apache.james.imap.encode.base.ImapResponseComposerImpl;
import org.apache.james.imap.main.DefaultImapDecoderFactory;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.mailbox.MessageSequenceNumber;
import org.apache.james.mailbox.MessageUid;

/** What Apache James's server reads commands with, and writes FETCH responses. */
final class JamesImap {
    private final ImapDecoder decoder = DefaultImapDecoderFactory.createDecoder();
    private final FetchResponseEncoder encoder = new FetchResponseEncoder(false);
    private final ImapSession session = session();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** One in which a mailbox is selected; its grammars ask for nothing else. */
    private static ImapSession session() {
        return (ImapSession) Proxy.newProxyInstance(
                JamesImap.class.getClassLoader(), new Class<?>[] {ImapSession.class}, (proxy, method, arguments) -> {
                    if (method.getReturnType() == ImapSessionState.class) {
                        return ImapSessionState.SELECTED;
                    }
                    return method.getReturnType() == boolean.class ? false : null;
                });
    }

    List<ImapMessage> read(int commands, InputStream from) {
        List<ImapMessage> read = new ArrayList<>(commands);
        for (int i = 0; i < commands; i++) {
            read.add(decoder.decode(new ImapRequestStreamLineReader(from, OutputStream.nullOutputStream()), session));
        }
        return read;
    }

    byte[] write(List<FetchResponse> responses) throws IOException {
        written.reset();
        ImapResponseComposerImpl composer = new ImapResponseComposerImpl(new OutputStreamImapResponseWriter(written));
        for (FetchResponse response : responses) {
            encoder.encode(response, composer);
        }
        composer.flush();
        return written.toByteArray();
    }

    /** A message of {@link ImapCodecBenchmark#RESPONSES}. */
    static FetchResponse response(int number) {
        Flags flags = new Flags(Flags.Flag.SEEN);
        flags.add("$Forwarded");
        long uid = 4_827_312L + number;
        return new FetchResponse(
                MessageSequenceNumber.of(number),
                flags,
                MessageUid.of(uid),
                Optional.empty(),
                null,
                Date.from(OffsetDateTime.parse("2026-11-01T09:30:02+09:00").toInstant()),
                484_000L + 37L * number,
                Letter.of(uid),
                null,
                Piece.whole(),
                List.of(),
                null,
                null);
    }

    private record Person(String name, String local, String domain) implements FetchResponse.Envelope.Address {
        @Override
        public String getPersonalName() {
            return name;
        }

        @Override
        public String getAtDomainList() {
            return null;
        }

        @Override
        public String getMailboxName() {
            return local;
        }

        @Override
        public String getHostName() {
            return domain;
        }
    }

    private record Letter(String id, Person[] from, Person[] to) implements FetchResponse.Envelope {
        static Letter of(long uid) {
            return new Letter(
                    "<20261101093000." + uid + "@tokyo.test>",
                    new Person[] {new Person("A. Aihara", "aaa", "tokyo.test")},
                    new Person[] {new Person(null, "bbb", "osaka.test"), new Person("C, D", "ccc", "osaka.test")});
        }

        @Override
        public String getDate() {
            return "Sun, 1 Nov 2026 09:30:00 +0900";
        }

        @Override
        public String getSubject() {
            return "=?UTF-8?B?6YO15L6/?= and the ferry";
        }

        @Override
        public Address[] getFrom() {
            return from;
        }

        @Override
        public Address[] getSender() {
            return from;
        }

        @Override
        public Address[] getReplyTo() {
            return from;
        }

        @Override
        public Address[] getTo() {
            return to;
        }

        @Override
        public Address[] getCc() {
            return null;
        }

        @Override
        public Address[] getBcc() {
            return null;
        }

        @Override
        public String getInReplyTo() {
            return "<20261031180000.777@osaka.test>";
        }

        @Override
        public String getMessageId() {
            return id;
        }
    }

    private record Piece(
            String type,
            String subtype,
            List<String> parameters,
            String encoding,
            long octets,
            long lines,
            Optional<String> attachment,
            List<FetchResponse.Structure> children)
            implements FetchResponse.Structure {
        static Piece whole() {
            Piece text = new Piece(
                    "TEXT", "PLAIN", List.of("CHARSET", "utf-8"), "7BIT", 2279, 48, Optional.empty(), List.of());
            Piece image = new Piece(
                    "IMAGE",
                    "JPEG",
                    List.of("NAME", "bridge.jpg"),
                    "BASE64",
                    482_310,
                    0,
                    Optional.of("bridge.jpg"),
                    List.of());
            return new Piece(
                    "MULTIPART",
                    "MIXED",
                    List.of("BOUNDARY", "=_ferry_0001"),
                    null,
                    0,
                    0,
                    Optional.empty(),
                    List.of(text, image));
        }

        @Override
        public String getMediaType() {
            return type;
        }

        @Override
        public String getSubType() {
            return subtype;
        }

        @Override
        public List<String> getParameters() {
            return parameters;
        }

        @Override
        public String getId() {
            return null;
        }

        @Override
        public String getDescription() {
            return null;
        }

        @Override
        public String getEncoding() {
            return encoding;
        }

        @Override
        public long getOctets() {
            return octets;
        }

        @Override
        public long getLines() {
            return lines;
        }

        @Override
        public String getMD5() {
            return null;
        }

        @Override
        public Map<String, String> getDispositionParams() {
            return attachment.map(name -> Map.of("FILENAME", name)).orElse(null);
        }

        @Override
        public String getDisposition() {
            return attachment.isPresent() ? "attachment" : null;
        }

        @Override
        public List<String> getLanguages() {
            return List.of();
        }

        @Override
        public String getLocation() {
            return null;
        }

        @Override
        public Iterator<FetchResponse.Structure> parts() {
            return children.iterator();
        }

        @Override
        public FetchResponse.Envelope getEnvelope() {
            return null;
        }

        @Override
        public FetchResponse.Structure getBody() {
            return null;
        }
    }
}
