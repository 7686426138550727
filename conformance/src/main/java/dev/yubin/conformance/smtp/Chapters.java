package dev.yubin.conformance.smtp;

import dev.yubin.conformance.internal.Chapter;
import java.util.List;
import java.util.stream.Stream;

/** All checks, in the order in which they are made. */
final class Chapters {
    private static final List<Chapter<Check>> COMMON = List.of(
            new Chapter<>("Commands and replies", Commands.CHECKS),
            new Chapter<>("The order of commands", Order.CHECKS),
            new Chapter<>("Addresses", Addresses.CHECKS),
            new Chapter<>("Parameters", Parameters.CHECKS),
            new Chapter<>("Extensions", Extensions.CHECKS),
            new Chapter<>("Content", Contents.CHECKS),
            new Chapter<>("Smuggling", Smuggling.CHECKS),
            new Chapter<>("Chunks", Chunks.CHECKS),
            new Chapter<>("STARTTLS", StartTls.CHECKS),
            new Chapter<>("AUTH", Auth.CHECKS),
            new Chapter<>("Pipelining", Pipelining.CHECKS),
            new Chapter<>("Hostile input", Hostile.CHECKS));

    private Chapters() {}

    /** What is asked of a server that speaks so. */
    static List<Chapter<Check>> of(Dialect dialect) {
        Chapter<Check> own = switch (dialect) {
            case SMTP -> new Chapter<>("SMTP alone", Smtp.CHECKS);
            case LMTP -> new Chapter<>("LMTP alone", Lmtp.CHECKS);
        };
        return Stream.concat(COMMON.stream(), Stream.of(own)).toList();
    }
}
