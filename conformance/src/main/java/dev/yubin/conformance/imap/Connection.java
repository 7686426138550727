package dev.yubin.conformance.imap;

import dev.yubin.conformance.internal.Conversation;
import dev.yubin.conformance.internal.Dialogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection to the server that is examined. Whatever is read is held to the grammar of responses and to what RFC 9051 section 7.4.1 and section
 * 7.5.1 say of message numbers: none is of a message that is not there, and none changes its meaning while a command with numbers runs.
 */
final class Connection extends Conversation {
    private static final Pattern LITERAL = Pattern.compile("~?\\{(\\d{1,9})\\}$");
    /** The beginning of a status. */
    private static final Pattern STATUS = Pattern.compile("\\S+ (OK|NO|BAD|BYE|PREAUTH)\\b", Pattern.CASE_INSENSITIVE);
    /** While these run, no number may change its meaning: RFC 9051 section 7.5.1. */
    private static final Set<String> HOLD_NUMBERS = Set.of("FETCH", "STORE", "SEARCH");

    private int commands;
    private int bads;
    /** How many messages there are, as far as was said; negative where no mailbox is selected. */
    private long exists = -1;

    private boolean numbersHold;
    private boolean ended;

    private Connection(Dialogue dialogue) {
        super(dialogue);
    }

    /** Connects, and begins TLS where it comes before the greeting. */
    static Connection open(ImapTarget target) {
        return new Connection(connected(target.server(), target.tls() == ImapTarget.Tls.IMPLICIT, target.patience()));
    }

    /** How many commands were answered by BAD. */
    int bads() {
        return bads;
    }

    boolean ended() {
        return ended;
    }

    long exists() {
        return exists;
    }

    String nextTag() {
        return "c" + ++commands;
    }

    /**
     * Says a command, and awaits what comes of it.
     *
     * @param parts its lines: each but the last ends with the marker of a literal, behind which the server is awaited
     */
    Answer say(String... parts) {
        String tag = begin(parts[0]);
        List<Response> before = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            Response response = response();
            while (response.isUntagged()) {
                before.add(response);
                response = response();
            }
            if (!response.isContinuation()) {
                return ended(tag, response, before);
            }
            send(parts[i] + "\r\n");
        }
        return answer(tag, before);
    }

    /** Sends a command with the next tag, which is returned. */
    String begin(String command) {
        String tag = nextTag();
        starts(command);
        send(tag + ' ' + command + "\r\n");
        return tag;
    }

    private void starts(String command) {
        String verb = command.split(" ")[0].toUpperCase(Locale.ROOT);
        numbersHold = HOLD_NUMBERS.contains(verb);
        if (verb.equals("SELECT") || verb.equals("EXAMINE")) {
            exists = -1;
        }
    }

    /** Awaits the response that ends this command. */
    Answer answer(String tag) {
        return answer(tag, new ArrayList<>());
    }

    private Answer answer(String tag, List<Response> untagged) {
        Response response = response();
        while (response.isUntagged()) {
            untagged.add(response);
            response = response();
        }
        return ended(tag, response, untagged);
    }

    private Answer ended(String tag, Response response, List<Response> untagged) {
        require(!response.isContinuation(), "a continuation is asked for, and the command is at its end");
        require(response.tag().equals(tag), "the tag is " + tag);
        numbersHold = false;
        if (response.name().equals("BAD")) {
            bads++;
        }
        return new Answer(this, response, List.copyOf(untagged));
    }

    Answer ok(String... parts) {
        return expect("OK", parts);
    }

    Answer no(String... parts) {
        return expect("NO", parts);
    }

    Answer bad(String... parts) {
        return expect("BAD", parts);
    }

    /** It is NO or BAD: the RFCs leave open which. */
    Answer refused(String... parts) {
        Answer answer = say(parts);
        require(!answer.ok(), shown(parts[0]) + " is not refused");
        return answer;
    }

    private Answer expect(String name, String... parts) {
        Answer answer = say(parts);
        require(
                answer.tagged().name().equals(name),
                shown(parts[0]) + " is answered by " + answer.tagged().name() + ", not " + name);
        return answer;
    }

    /** The next response. */
    Response response() {
        return responseOrEnd().orElseThrow(() -> failure("the server ended the connection instead of a response"));
    }

    /** Empty where the server ends the connection instead. */
    Optional<Response> responseOrEnd() {
        StringBuilder octets = new StringBuilder();
        while (true) {
            Optional<String> line = dialogue.lineOrEnd("a response");
            if (line.isEmpty()) {
                ended = true;
                return Optional.empty();
            }
            octets.append(line.get());
            Matcher literal = LITERAL.matcher(line.get());
            if (isText(octets) || !literal.find()) {
                return Optional.of(read(octets.toString()));
            }
            octets.append("\r\n").append(dialogue.octets(Integer.parseInt(literal.group(1))));
        }
    }

    /** A status and a continuation request end with words for people, which may look like anything. */
    private static boolean isText(CharSequence octets) {
        return octets.charAt(0) == '+' || STATUS.matcher(octets).lookingAt();
    }

    private Response read(String octets) {
        Response response;
        try {
            response = Response.read(octets);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw failure("a response breaks the grammar: " + e.getMessage());
        }
        switch (response.name()) {
            case "EXISTS" -> {
                require(response.number() >= exists, "EXISTS says less than before, and no EXPUNGE did");
                exists = response.number();
            }
            case "EXPUNGE" -> {
                require(!numbersHold, "EXPUNGE comes while message numbers must hold");
                require(response.number() >= 1 && response.number() <= exists, "EXPUNGE of a message that is none");
                exists--;
            }
            case "FETCH" ->
                require(response.number() >= 1 && response.number() <= exists, "FETCH of a message that is none");
            case "VANISHED" -> vanished(response);
            default -> {}
        }
        return response;
    }

    private void vanished(Response response) {
        if (!response.value(0).isList()) { // (EARLIER) is of messages that were never counted
            require(!numbersHold, "VANISHED comes while message numbers must hold");
            exists -= Answer.numbers(response.value(0).text()).size();
        }
    }

    /** The next response that ends a command; what comes before is passed over. */
    Response tagged() {
        Response response = response();
        while (response.isUntagged() || response.isContinuation()) {
            response = response();
        }
        return response;
    }

    /** Whether the next status that comes is that, tagged or not. */
    boolean next(String status) {
        Response response = response();
        while (!Set.of("OK", "NO", "BAD").contains(response.name())) {
            response = response();
        }
        return response.name().equals(status);
    }

    /** Reads to the answer of this command, of which data may be deeper than anybody reads. */
    void passOver(String tag) {
        String line = dialogue.line("an answer");
        while (!line.startsWith(tag + ' ')) {
            Matcher literal = LITERAL.matcher(line);
            if (literal.find()) {
                dialogue.expectOctets(Long.parseLong(literal.group(1)));
            }
            line = dialogue.line("an answer");
        }
    }

    /** Awaits data that says this; what comes before is passed over. */
    Response await(String what, Predicate<Response> wanted) {
        while (true) {
            Response response =
                    responseOrEnd().orElseThrow(() -> failure("the server ended the connection; awaited " + what));
            require(response.isUntagged(), "awaited " + what);
            if (wanted.test(response)) {
                return response;
            }
        }
    }

    void awaitContinuation() {
        Response response = response();
        while (response.isUntagged()) {
            response = response();
        }
        require(response.isContinuation(), "a continuation request is due");
    }

    /** The server refuses what came by BAD or NO, or says BYE, or just hangs up. */
    void refusedOrEnd(String tag) {
        Optional<Response> response = responseOrEnd();
        while (response.isPresent() && !response.get().tag().equals(tag)) {
            require(response.get().isUntagged() || response.get().name().equals("BAD"), "it is not refused");
            response = responseOrEnd();
        }
        response.ifPresent(refusal -> require(!refusal.ok(), "it is not refused"));
    }

    /** BYE comes, and the end; NO or BAD may stand before it. */
    void expectBye() {
        boolean bye = false;
        for (Optional<Response> response = responseOrEnd(); response.isPresent(); response = responseOrEnd()) {
            bye |= response.get().name().equals("BYE");
        }
        require(bye, "the connection ends without BYE");
    }

    /** Nothing is owed: LOGOUT is answered next, and the connection ends. */
    void logout() {
        Answer answer = ok("LOGOUT");
        require(answer.has("BYE"), "LOGOUT is answered by BYE first");
        expectEnd();
        ended = true;
    }
}
