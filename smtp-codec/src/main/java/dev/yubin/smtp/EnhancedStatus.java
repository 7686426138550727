package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/**
 * What a reply means, finer than its code. RFC 3463; registered at IANA as "SMTP Enhanced Status Codes".
 *
 * @param kind    2 success, 4 failure for now, 5 failure for good
 * @param subject what it is about, 0 to 999
 * @param detail  what exactly, 0 to 999
 */
public record EnhancedStatus(int kind, int subject, int detail) {
    public EnhancedStatus {
        if ((kind != 2 && kind != 4 && kind != 5) || subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("no enhanced status: " + kind + '.' + subject + '.' + detail);
        }
    }

    /** @throws IllegalArgumentException when it is none, such as {@code 3.0.0} */
    public static EnhancedStatus of(String text) {
        return Whole.of(text, EnhancedStatus::read);
    }

    /** status-code = class "." subject "." detail; class = "2"/"4"/"5", subject = detail = 1*3digit */
    static EnhancedStatus read(LineReader in) throws SyntaxException {
        int kind = (int) in.expectNumber(9);
        in.expect(".");
        int subject = (int) in.expectNumber(999);
        in.expect(".");
        int detail = (int) in.expectNumber(999);
        try {
            return new EnhancedStatus(kind, subject, detail);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(e.getMessage());
        }
    }

    /** The status of this kind that is written so and no other way: {@code 2.1.05} is none. */
    static Optional<EnhancedStatus> written(int kind, String word) {
        if (word.length() < "2.0.0".length() || word.charAt(0) != '0' + kind || word.charAt(1) != '.') {
            return Optional.empty(); // no complaint is made of each answer to EHLO
        }
        try {
            EnhancedStatus status = read(LineReader.of(word));
            return status.toString().equals(word) ? Optional.of(status) : Optional.empty();
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return kind + "." + subject + '.' + detail;
    }
}
