package dev.yubin.examples.mailimport;

/** Hears from both ends what does not come over as it is. */
interface Remarks {
    /** A message or a mailbox does not come over. */
    void skipped(String place, String why);

    /** Something less than a message is lost or changed. What is said again counts once. */
    void note(String what);
}
