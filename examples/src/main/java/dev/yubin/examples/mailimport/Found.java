package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages that were found behind a mark, by their octets: which of those that were being put are among them. */
final class Found<T> {
    private final Map<String, List<T>> byDigest = new HashMap<>();

    /** What goes on with a message that is there. */
    interface Here<T> {
        void note(T found, Mail mail) throws IOException;
    }

    void add(T found, Mail.Content content) throws IOException {
        byDigest.computeIfAbsent(Octets.digest(content), none -> new ArrayList<>())
                .add(found);
    }

    /** Those that are there. Of messages that are the same, as many as were found. */
    List<Mail> among(List<Mail> mails, Here<T> here) throws IOException {
        List<Mail> there = new ArrayList<>();
        for (Mail mail : byDigest.isEmpty() ? List.<Mail>of() : mails) {
            List<T> same = byDigest.getOrDefault(digest(mail), List.of());
            if (!same.isEmpty()) {
                here.note(same.remove(0), mail);
                there.add(mail);
            }
        }
        return there;
    }

    /** Of one that cannot be read, none: it could not be read then either, or is gone. */
    private static String digest(Mail mail) throws IOException {
        try {
            return Octets.digest(mail.content());
        } catch (SkippedException e) {
            return "";
        }
    }
}
