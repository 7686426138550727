package dev.yubin.smtp;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.function.Function;
import java.util.function.Predicate;

/** The grammar of VRFY and EXPN: SP String [ SP "SMTPUTF8" ]. RFC 6531 section 3.7.4.2. */
record Inquiry<C>(Maker<C> command, Function<C, String> text, Predicate<C> utf8) implements Grammar<C> {
    private static final String UTF8 = " SMTPUTF8";

    @FunctionalInterface
    interface Maker<C> {
        C make(String text, boolean utf8);
    }

    @Override
    public C read(LineReader in) throws SyntaxException {
        in.accept(" ");
        String all = in.rest();
        boolean utf8 = endsWithParameter(all);
        try {
            return command.make(utf8 ? all.substring(0, all.length() - UTF8.length()) : all, utf8);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(e.getMessage());
        }
    }

    @Override
    public void write(C said, LineWriter out) {
        out.text(" ").text(text.apply(said)).text(utf8.test(said) ? UTF8 : "");
    }

    /** Insists on a text that reads back as it was written. */
    static void check(String text, String what) {
        if (Words.check(text).isEmpty() || endsWithParameter(text)) {
            throw new IllegalArgumentException("expected " + what);
        }
    }

    private static boolean endsWithParameter(String text) {
        return text.regionMatches(true, text.length() - UTF8.length(), UTF8, 0, UTF8.length());
    }
}
