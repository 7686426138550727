package dev.yubin.conformance.pop3;

import java.util.List;

/** Checks that belong together, in the order in which they are made. */
record Chapter(String name, List<Check> checks) {
    /** All of them. */
    static final List<Chapter> ALL = List.of(
            new Chapter("Commands and replies", Framing.CHECKS),
            new Chapter("Authorization", Authorization.CHECKS),
            new Chapter("APOP", Apop.CHECKS),
            new Chapter("AUTH", Auth.CHECKS),
            new Chapter("STLS", Stls.CHECKS),
            new Chapter("Capabilities", Capabilities.CHECKS),
            new Chapter("Transaction", Transaction.CHECKS),
            new Chapter("Messages", Messages.CHECKS),
            new Chapter("Unique-ids", UniqueIds.CHECKS),
            new Chapter("Update", Update.CHECKS),
            new Chapter("Pipelining", Pipelining.CHECKS),
            new Chapter("Languages", Languages.CHECKS),
            new Chapter("Hostile input", Hostile.CHECKS));
}
