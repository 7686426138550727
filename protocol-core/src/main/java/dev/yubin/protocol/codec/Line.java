package dev.yubin.protocol.codec;

/**
 * A line as it came, without its end.
 *
 * @param octets the line; where it was too long, its beginning
 * @param defect what is wrong with it, so that it may be answered in its place but never obeyed
 */
public record Line(byte[] octets, Defect defect) {
    /** What can be wrong with a line before anyone looks at its grammar. */
    public enum Defect {
        NONE("well"),
        /** RFC 5321 section 2.3.8: CR and LF stand only together. A line that ended in LF alone is complete, and so is answered. */
        BARE_LF("a line ends with CR LF, but this ended with LF alone"),
        BARE_CR("CR stands only before LF, but this line has one within"),
        NUL("a line has no NUL"),
        TOO_LONG("the line is longer than is taken here");

        private final String words;

        Defect(String words) {
            this.words = words;
        }

        /** The complaint, for the peer. */
        public String words() {
            return words;
        }
    }

    /** Whether nothing is wrong with it. */
    public boolean sound() {
        return defect == Defect.NONE;
    }
}
