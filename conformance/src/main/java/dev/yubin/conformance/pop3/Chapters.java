package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Chapter;
import java.util.List;

/** All checks, in the order in which they are made. */
final class Chapters {
    static final List<Chapter<Check>> ALL = List.of(
            new Chapter<>("Commands and replies", Framing.CHECKS),
            new Chapter<>("Authorization", Authorization.CHECKS),
            new Chapter<>("APOP", Apop.CHECKS),
            new Chapter<>("AUTH", Auth.CHECKS),
            new Chapter<>("STLS", Stls.CHECKS),
            new Chapter<>("Capabilities", Capabilities.CHECKS),
            new Chapter<>("Transaction", Transaction.CHECKS),
            new Chapter<>("Messages", Messages.CHECKS),
            new Chapter<>("Unique-ids", UniqueIds.CHECKS),
            new Chapter<>("Update", Update.CHECKS),
            new Chapter<>("Pipelining", Pipelining.CHECKS),
            new Chapter<>("Languages", Languages.CHECKS),
            new Chapter<>("Hostile input", Hostile.CHECKS));

    private Chapters() {}
}
