package dev.yubin.pop3.server;

import dev.yubin.pop3.Pop3Response;
import java.util.Optional;

/**
 * What the session answers.
 *
 * @param body what stands behind the first line; whoever sends it closes it
 */
record Answer(Pop3Response first, Optional<BodySource> body, Next next) {
    /** What becomes of the connection once the answer is out. */
    enum Next {
        GO_ON,
        TLS,
        CLOSE
    }

    static Answer of(Pop3Response response) {
        return new Answer(response, Optional.empty(), Next.GO_ON);
    }

    static Answer of(Pop3Response response, BodySource body) {
        return new Answer(response, Optional.of(body), Next.GO_ON);
    }

    Answer then(Next after) {
        return new Answer(first, body, after);
    }
}
