package dev.yubin.conformance.imap;

import dev.yubin.conformance.internal.Chapter;
import java.util.List;

/** All checks, in the order in which they are made. */
final class Chapters {
    static final List<Chapter<Check>> ALL = List.of(
            new Chapter<>("Lines and literals", Framing.CHECKS),
            new Chapter<>("States", States.CHECKS),
            new Chapter<>("Login", Logins.CHECKS),
            new Chapter<>("Selected mailboxes", Selecting.CHECKS),
            new Chapter<>("Mailboxes", Mailboxes.CHECKS),
            new Chapter<>("Listing", Listing.CHECKS),
            new Chapter<>("Append", Appending.CHECKS),
            new Chapter<>("Catenate and replace", Composing.CHECKS),
            new Chapter<>("Fetch", Fetching.CHECKS),
            new Chapter<>("Sections", Sections.CHECKS),
            new Chapter<>("Structures", Structures.CHECKS),
            new Chapter<>("Store", Storing.CHECKS),
            new Chapter<>("Search", Searching.CHECKS),
            new Chapter<>("Wider searches", WideSearching.CHECKS),
            new Chapter<>("Copy, move and expunge", Moving.CHECKS),
            new Chapter<>("Idle", Idling.CHECKS),
            new Chapter<>("Notify", Notifying.CHECKS),
            new Chapter<>("Changes", Changes.CHECKS),
            new Chapter<>("Sort and thread", Sorting.CHECKS),
            new Chapter<>("Rights, quotas and metadata", Administration.CHECKS),
            new Chapter<>("Revisions and extensions", Revisions.CHECKS),
            new Chapter<>("UTF-8", Utf8.CHECKS),
            new Chapter<>("Compression", Compressed.CHECKS),
            new Chapter<>("Message limits", MessageLimits.CHECKS),
            new Chapter<>("Languages", Languages.CHECKS),
            new Chapter<>("Hostile input", Hostile.CHECKS));

    private Chapters() {}
}
