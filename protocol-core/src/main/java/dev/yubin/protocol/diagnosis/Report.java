package dev.yubin.protocol.diagnosis;

import dev.yubin.protocol.diagnosis.Finding.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a diagnosis has found.
 *
 * @param subject  whose: such as {@code IMAP imap.osaka.test:993 IMPLICIT}, or a recipient's address
 * @param findings one for each step, in the order of the walk, which ends with the first that fails
 */
public record Report(String subject, List<Finding> findings) {
    private static final Words WELL = new Words("All is well.", "問題はありません。");
    private static final Words ILL = new Words("It fails here: ", "ここで失敗しています: ");

    public Report {
        Objects.requireNonNull(subject, "subject");
        findings = List.copyOf(findings);
    }

    /** Whether no step has failed. */
    public boolean passed() {
        return failure().isEmpty();
    }

    /** The step that has failed. */
    public Optional<Finding> failure() {
        return findings.stream()
                .filter(finding -> finding.verdict() == Verdict.FAILED)
                .findFirst();
    }

    /** How it came out, in a line without its break. */
    public String summary(Locale locale) {
        return subject + ": "
                + failure()
                        .map(failed -> ILL.in(locale)
                                + failed.step().name(locale) + " ("
                                + Finding.kind(failed.trouble().orElseThrow().kind(), locale) + ")")
                        .orElse(WELL.in(locale));
    }

    /**
     * All of it, for people.
     *
     * @param locale {@link Locale#JAPANESE} or English, in which everybody else is told too
     */
    public String text(Locale locale) {
        return findings.stream().map(finding -> finding.text(locale)).collect(Collectors.joining()) + summary(locale)
                + "\n";
    }

    /** In English. */
    @Override
    public String toString() {
        return text(Locale.ENGLISH);
    }
}
