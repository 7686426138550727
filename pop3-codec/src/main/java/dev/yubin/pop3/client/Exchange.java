package dev.yubin.pop3.client;

import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One question and what becomes of its answer. Made on any thread, then used on the connection's event loop. */
abstract class Exchange<T> {
    private final Optional<Pop3Command> command;
    private final String step;
    private final boolean login;
    final Pending<T> result = new Pending<>();

    /** @param command empty for the greeting, which answers nothing */
    Exchange(Optional<Pop3Command> command, String step, boolean login) {
        this.command = command;
        this.step = step;
        this.login = login;
    }

    /** How a one-line reply becomes the result. */
    interface Reading<T> {
        T read(Pop3Reply reply) throws SyntaxException;
    }

    static <T> Exchange<T> oneLine(Pop3Command command, Reading<T> reading) {
        return of(Optional.of(command), step(command), false, reading);
    }

    static Exchange<Pop3Reply> login(Pop3Command command) {
        return of(Optional.of(command), "logging in", true, reply -> reply);
    }

    static Exchange<Pop3Reply> greeting() {
        return of(Optional.empty(), "waiting for the greeting", false, reply -> reply);
    }

    private static <T> Exchange<T> of(Optional<Pop3Command> command, String step, boolean login, Reading<T> reading) {
        return new Exchange<>(command, step, login) {
            @Override
            void accepted(Pop3Reply reply, Answered<T> answered) throws SyntaxException {
                answered.with(reading.read(reply));
            }
        };
    }

    static String step(Pop3Command command) {
        return "waiting for the reply to " + command.verb();
    }

    /** Where the result goes; later, and from another thread, if need be. */
    interface Answered<T> {
        void with(T result);
    }

    Optional<Pop3Command> command() {
        return command;
    }

    /** For the fault: what is being done. */
    String step() {
        return step;
    }

    /** Whether a body stands behind {@code +OK}. */
    boolean multiLine() {
        return false;
    }

    /** {@code +OK} came, and where the reply has several lines, its end too. */
    abstract void accepted(Pop3Reply reply, Answered<T> answered) throws SyntaxException, ProtocolException;

    /** A piece of the body came; it is the exchange's to release. */
    void body(ByteBuf piece) throws IOException {
        piece.release();
        throw new ProtocolException("a body came where none was asked for");
    }

    /** What a witness is told of the body, once all of it is there. */
    List<String> bodyTold() {
        return List.of();
    }

    /** The server asks something. */
    void challenged(Challenge challenge) throws ProtocolException {
        throw new ProtocolException("a challenge came outside of a login");
    }

    /** Which fault {@code -ERR} is. */
    Cause refusal(Pop3Reply reply) {
        return reply.code()
                .map(code -> switch (code.name()) {
                    case "AUTH" -> Cause.CREDENTIALS_REFUSED;
                    case "IN-USE", "LOGIN-DELAY", "SYS/TEMP" -> Cause.REFUSED_FOR_NOW;
                    default -> Cause.REFUSED;
                })
                .orElse(login ? Cause.CREDENTIALS_REFUSED : Cause.REFUSED);
    }
}
