package dev.yubin.imap.server;

/** An algorithm of THREAD: RFC 5256 section 3. */
interface Threads {
    /** Takes a message; they come in the order of the mailbox. */
    void add(Threaded message);

    /** The threads of all that came, below the root and in their order. Called once. */
    ThreadForest joined();
}
