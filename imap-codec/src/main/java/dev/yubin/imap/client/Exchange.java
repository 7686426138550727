package dev.yubin.imap.client;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ContinuationRequest;
import dev.yubin.imap.Enable;
import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Verb;
import dev.yubin.imap.client.FetchAssembly.Claim;
import dev.yubin.imap.fetch.BodyName;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.Fault.Kind;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One command and what becomes of its answer. Made on any thread, then used on the connection's event loop. */
class Exchange<T> {
    /** No untagged response is part of the answer. */
    static final Predicate<ImapResponse> NOTHING = response -> false;

    private final Optional<ImapCommand> command;
    private final String step;
    private final Predicate<ImapResponse> takes;
    private final Ending<T> ending;
    final Pending<T> result = new Pending<>();

    /** Whether the server has told its capabilities meanwhile. */
    boolean toldCapabilities;
    /** How many octets have the responses that were taken, those apart that went on at once. */
    long kept;
    /** Whether that is more than is kept. */
    boolean over;
    /** What is wrong with a response that may have been a part of the answer; null where nothing is. */
    String complaint;

    /** What the final reply makes of all that was taken. @throws SyntaxException when the answer lacks what it must have */
    interface Ending<T> {
        T end(StatusReply ok) throws SyntaxException;
    }

    /**
     * @param command empty for the greeting, which answers nothing
     * @param takes   keeps an untagged response where it is part of the answer, and says whether it is
     */
    Exchange(Optional<ImapCommand> command, String step, Predicate<ImapResponse> takes, Ending<T> ending) {
        this.command = command;
        this.step = step;
        this.takes = takes;
        this.ending = ending;
    }

    static <T> Exchange<T> of(ImapCommand command, Predicate<ImapResponse> takes, Ending<T> ending) {
        return new Exchange<>(Optional.of(command), step(command), takes, ending);
    }

    /** The reply's code, where it is of that kind. */
    static <C extends ResponseCode> Optional<C> code(StatusReply reply, Class<C> kind) {
        return reply.code().filter(kind::isInstance).map(kind::cast);
    }

    static Exchange<StatusReply> greeting() {
        return new Exchange<>(Optional.empty(), "waiting for the greeting", NOTHING, reply -> reply);
    }

    static String step(ImapCommand command) {
        return "waiting for the answer to " + command.verb().word();
    }

    /** For the fault: what is being done. */
    String step() {
        return step;
    }

    boolean isGreeting() {
        return command.isEmpty();
    }

    boolean isLogout() {
        return command.filter(some -> some.verb() == Verb.LOGOUT).isPresent();
    }

    /** The command's; the greeting has none. */
    Verb verb() {
        return command.orElseThrow().verb();
    }

    /** Whether this asks the server to turn that on: RFC 9051 section 6.3.1. */
    boolean enables(String capability) {
        return command.orElse(null) instanceof Enable enable
                && enable.capabilities().stream().anyMatch(capability::equalsIgnoreCase);
    }

    /** As it is to be sent. */
    ImapCommand command(ImapEncoding encoding) {
        return command.orElseThrow();
    }

    /** It was sent. */
    void sent() {}

    boolean takes(ImapResponse untagged) {
        return takes.test(untagged);
    }

    /** A response came that cannot be read. */
    void unreadable(String what) {
        complaint = takes == NOTHING ? null : what;
    }

    /**
     * Octets of that section are about to come; whether they are to come one piece after another to {@link #content}. Otherwise they are kept for a response
     * to be taken.
     *
     * @param soFar what the response has told before them, perhaps not all that it tells
     */
    Claim claim(FetchData soFar, BodyName name) {
        return Claim.NOT_OURS;
    }

    /** Octets that were claimed came; they are released here. */
    void content(ByteBuf octets) {
        throw new IllegalStateException("octets that nobody has claimed");
    }

    /** The server asks to go on. */
    void goOn(ContinuationRequest request) throws ProtocolException {
        throw new ProtocolException("the server waits for something that no command brings");
    }

    /** Whether what the server asks to go on with is secret. */
    boolean isSecret() {
        return false;
    }

    /**
     * Whether that may be sent while this is under way: where this lets it (RFC 9051 section 5.5), and where no untagged response is part of its answer, so
     * that all that comes is still this one's.
     */
    boolean letsFollow(Exchange<?> next) {
        return !isGreeting() && next.isAnsweredAtOnce() && next.verb().mayFollow(verb());
    }

    /** Whether the tagged reply is all of the answer. */
    boolean isAnsweredAtOnce() {
        return takes == NOTHING;
    }

    /** Another command waits that cannot be sent. */
    void makeWay() {}

    /** Whether the server may be silent for as long as it likes. */
    boolean isPatient() {
        return false;
    }

    /** The connection takes more again. */
    void writable() {}

    /** Whether the command is not whole yet, so that an answer has come early. */
    boolean isUnfinished() {
        return false;
    }

    /** The final reply is OK. */
    void accepted(StatusReply ok, Consumer<T> answered) throws SyntaxException, ProtocolException {
        answered.accept(ending.end(ok));
    }

    /** Whether it may be done though nothing has answered it. */
    boolean perhapsDone() {
        return !isGreeting() && verb().access().writes();
    }

    /** What it fails with where it is under way when the connection ends for that reason. */
    FaultException unanswered(FaultException why) {
        Fault fault = why.fault();
        boolean lost = fault.cause().kind() == Kind.NETWORK || fault.cause() == Cause.REFUSED_FOR_NOW;
        return lost && perhapsDone()
                ? new FaultException(
                        new Fault(
                                Cause.PERHAPS_DONE,
                                fault.host(),
                                fault.port(),
                                fault.step(),
                                fault.lastReply(),
                                fault.detail()),
                        why)
                : why;
    }

    /** The final reply is NO or BAD. */
    void refused() {}

    /** Which fault that is. */
    Cause refusal(StatusReply reply) {
        return reply.condition() == Condition.NO ? refusal(reply.code()) : Cause.PROTOCOL_BROKEN;
    }

    Cause refusal(Optional<ResponseCode> code) {
        boolean forNow = code.filter(some -> some == Plain.UNAVAILABLE || some == Plain.INUSE)
                .isPresent();
        return forNow ? Cause.REFUSED_FOR_NOW : Cause.REFUSED;
    }
}
