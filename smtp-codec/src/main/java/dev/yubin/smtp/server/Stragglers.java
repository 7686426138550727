package dev.yubin.smtp.server;

/**
 * Chunks that come behind one that was refused in its turn, and nothing but chunks since: they were on their way before the client could hear of it (RFC 3030
 * section 4.2), so they are no errors. But neither more of them nor more octets are taken than can have been on their way.
 */
final class Stragglers {
    /** A message of 50 MiB in chunks of 64 KiB has fewer. */
    private static final int MOST = 1_000;
    /** What a client may have sent ahead, and is not counted as sent behind a refusal. */
    private static final int AHEAD_OCTETS = 16 << 20;

    private boolean mayFollow;
    private int chunks;
    private long octets;

    /** A chunk was refused in its turn, of whose message so much had come. */
    void mayFollow(long came) {
        mayFollow = true;
        chunks = 0;
        octets = came - AHEAD_OCTETS;
    }

    /** So much has come with the chunk that is over now. */
    void came(long octets) {
        this.octets = octets;
    }

    /** A command has come: from now on the client knows. */
    void none() {
        mayFollow = false;
    }

    /** Whether a chunk that is refused now is one of them, and no error. */
    boolean excuse() {
        return mayFollow && ++chunks <= MOST;
    }

    /** How much has come before it that is to be counted with it; negative while more may. */
    long octets() {
        return mayFollow ? octets : 0;
    }
}
