package dev.yubin.conformance.smtp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client says of one message must not become two: RFC 5321 section 4.1.1.4 has one end of content, CR LF . CR LF, and section 2.3.8 forbids others to
 * be taken for it. Behind each false end stand the commands of another message; they are content or refused with it, never obeyed, in
 * one piece and cut at every octet.
 */
final class Smuggling {
    private static final String END = "\r\n.\r\n";
    /** Cut before its end alone: behind it, what follows would be sent without waiting no more. */
    private static final String DATA = "DATA\r\n";

    private static final List<String> FALSE_ENDS = List.of(
            "\n.\n",
            "\r.\r",
            "\n.\r\n",
            "\r\n.\n",
            "\r.\r\n",
            "\r\n.\r",
            "\n.\r",
            "\r.\n",
            "\n\r.\n\r",
            "\r\r.\r\r",
            "\n\n.\n\n",
            "\r\r\n.\r\r\n",
            "\r\n.\r\r\n",
            "\r\n\r.\r\n",
            "\r\r\n\r.\r\n",
            "\r\n\0.\r\n",
            "\r\n.\0\r\n",
            "\r\0\n.\r\n",
            "\r\n.\r\0\n",
            "\r\n.x\n",
            "\r\n.x\r\n",
            "\n.x\r\n",
            "\r\n..\r\n",
            "\r\n..\n",
            "\n..\n",
            "\r\n .\r\n",
            "\r\n. \r\n",
            "\r\n.\t\r\n",
            "\u0085.\u0085",
            "\f.\f",
            "\u000b.\u000b",
            "\u008d\u008a.\u008d\u008a",
            "\u00c4\u008d\u00e5\u0098\u008a.\u00c4\u008d\u00e5\u0098\u008a"); // U+010D U+560A, in UTF-8

    static final List<Check> CHECKS = Stream.of(
                    FALSE_ENDS.stream().map(Smuggling::falseEnd),
                    Stream.of(
                            check(
                                    "RFC 5321 section 4.1.1.4",
                                    "the first octets of content are held to the same",
                                    on -> {
                                        for (String begin :
                                                List.of(".\n", "\n.\n", "\n.\r\n", "\r.\r\n", ".\r", ".\r\r\n")) {
                                            for (int cut = 0; cut <= begin.length(); cut++) {
                                                Connection connection = on.content();
                                                Letter inner = Letter.any();
                                                connection.sendCut(begin + commands(on, inner), cut);
                                                answeredOnce(connection);
                                                on.forget(connection);
                                            }
                                        }
                                    }),
                            inChunks("CR LF . CR LF in a chunk ends nothing", List.of("\r\n.\r\n")),
                            inChunks("a false end in a chunk ends nothing", FALSE_ENDS),
                            check("RFC 3030 section 2", "an end that two chunks share ends nothing", on -> {
                                on.need("CHUNKING");
                                Map<Letter, Letter> smuggled = new HashMap<>();
                                for (int cut = 1; cut < END.length(); cut++) {
                                    Letter first = Letter.of("hello" + END.substring(0, cut));
                                    Letter inner = Letter.any();
                                    Connection connection = on.transaction();
                                    Chunks.taken(connection, first.octets());
                                    Chunks.sendLast(connection, END.substring(cut) + commands(on, inner));
                                    answeredOnce(connection);
                                    smuggled.put(inner, first);
                                }
                                on.requireAbsent(smuggled);
                            }),
                            check("RFC 3030 section 2", "a chunk that is refused is not obeyed as commands", on -> {
                                on.need("CHUNKING");
                                Map<Letter, Letter> smuggled = new HashMap<>();
                                int line =
                                        Chunks.last(commands(on, Letter.any())).indexOf('\n');
                                for (int cut = 0; cut <= line + 6; cut++) { // within BDAT, and within the first command
                                    Letter inner = Letter.any();
                                    Connection connection = on.session();
                                    connection.sendCut(Chunks.last(commands(on, inner)), cut); // MAIL did not come
                                    Optional<Reply> reply = connection.replyOrEnd();
                                    reply.ifPresent(refusal -> connection.require(refusal.permanent(), "it is taken"));
                                    connection.quit();
                                    on.forget(connection);
                                    smuggled.put(inner, Letter.any());
                                }
                                on.requireAbsent(smuggled);
                            }),
                            check(
                                    "RFC 5321 section 3.3",
                                    "content that is sent behind a refused DATA without waiting is not obeyed as"
                                            + " commands",
                                    on -> {
                                        Map<Letter, Letter> smuggled = new HashMap<>();
                                        for (int cut = 0; cut < DATA.length(); cut++) {
                                            Letter inner = Letter.any();
                                            Connection connection = on.session();
                                            connection.sendCut(DATA + commands(on, inner), cut); // MAIL did not come
                                            connection.refusedOrEnd();
                                            connection.quit();
                                            on.forget(connection);
                                            smuggled.put(inner, Letter.any());
                                        }
                                        on.requireAbsent(smuggled);
                                    }),
                            check(
                                    "RFC 2920 section 3.1",
                                    "content that is sent behind DATA without waiting, where no recipient was taken,"
                                            + " is not obeyed as commands",
                                    on -> {
                                        Map<Letter, Letter> smuggled = new HashMap<>();
                                        for (int cut = 0; cut < DATA.length(); cut++) {
                                            Letter inner = Letter.any();
                                            dataForNobody(on, "RSET\r\n" + commands(on, inner), cut);
                                            smuggled.put(inner, Letter.any());
                                        }
                                        on.requireAbsent(smuggled);
                                    })))
            .flatMap(checks -> checks)
            .toList();

    private Smuggling() {}

    private static Check check(String source, String title, Check.Steps steps) {
        return new Check(source, title, steps);
    }

    private static Check falseEnd(String end) {
        return check("RFC 5321 section 4.1.1.4", shown(end) + " does not end the content", on -> {
            Map<Letter, Letter> smuggled = new HashMap<>();
            for (int cut = 0; cut <= end.length(); cut++) {
                Letter first = Letter.of("hello");
                Letter inner = Letter.any();
                Connection connection = on.content();
                String octets = first.octets() + end + commands(on, inner);
                connection.sendCut(octets, cut == 0 ? 0 : first.octets().length() + cut);
                answeredOnce(connection);
                on.forget(connection);
                smuggled.put(inner, first);
            }
            on.requireAbsent(smuggled);
        });
    }

    private static void dataForNobody(Examination on, String behind, int cut) {
        Connection connection = on.session();
        connection.ok(on.mail());
        connection.require(connection.say(on.refusedRcpt()).refused(), "the recipient is taken");
        connection.sendCut(DATA + behind, cut);
        Optional<Reply> reply = connection.replyOrEnd();
        if (reply.filter(Reply::goOn).isPresent()) {
            reply = connection.replyOrEnd();
        }
        reply.ifPresent(it -> connection.require(it.refused(), "the message is taken"));
        connection.quit();
        on.forget(connection);
    }

    private static Check inChunks(String title, List<String> ends) {
        return check("RFC 3030 section 2", title, on -> {
            on.need("CHUNKING");
            Map<Letter, Letter> smuggled = new HashMap<>();
            for (String end : ends) {
                Connection connection = on.session();
                for (int cut = 0; cut <= end.length(); cut++) {
                    Letter first = Letter.of("hello" + end);
                    Letter inner = Letter.any();
                    on.begin(connection, "");
                    String octets = Chunks.last(first.octets() + commands(on, inner));
                    connection.sendCut(octets, cut == 0 ? 0 : octets.indexOf("hello" + end) + "hello".length() + cut);
                    Optional<Reply> reply = connection.replyOrEnd();
                    if (reply.isEmpty() || reply.get().code() == 421) {
                        on.forget(connection);
                        connection = on.session();
                    }
                    smuggled.put(inner, first);
                }
                connection.quit();
                on.forget(connection);
            }
            on.requireAbsent(smuggled);
        });
    }

    /** A whole other message, whose end is that of the first where nothing before it was. */
    private static String commands(Examination on, Letter inner) {
        return on.mail() + "\r\n" + on.rcpt() + "\r\nDATA\r\n" + inner.stuffed();
    }

    /** By one reply, or by the end of the connection. */
    private static void answeredOnce(Connection connection) {
        if (connection.replyOrEnd().isPresent()) {
            connection.quit();
        }
    }

    private static String shown(String end) {
        StringBuilder out = new StringBuilder();
        for (char octet : end.toCharArray()) {
            switch (octet) {
                case '\r' -> out.append("CR ");
                case '\n' -> out.append("LF ");
                case '\t' -> out.append("TAB ");
                case ' ' -> out.append("SP ");
                case '\0' -> out.append("NUL ");
                default ->
                    out.append(
                            octet > ' ' && octet < 0x7f
                                    ? octet + " "
                                    : String.format(Locale.ROOT, "%%%02X ", (int) octet));
            }
        }
        return out.toString().strip();
    }
}
