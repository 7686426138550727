package dev.yubin.examples.mailimport;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Dovecot's file of a Maildir's UIDs, {@code dovecot-uidlist}, in version 3: {@code 3 V<uidvalidity> N<uidnext>}, and behind it for each message
 * {@code <uid> :<file name>}, with fields that we do not need between the two.
 *
 * @param uids by the file's name without its flags, octet for octet in ISO 8859-1
 */
record UidList(UidCounters counters, Map<String, Long> uids) {
    static final String FILE = "dovecot-uidlist";
    static final UidList NONE = new UidList(UidCounters.NONE, Map.of());

    /** That of a Maildir folder; none where there is no such file or it cannot be understood, which the {@link Remarks} hear. */
    static UidList read(Path directory, Remarks remarks) throws SkippedException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return NONE;
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String head = Optional.ofNullable(lines.readLine()).orElse("");
            long uidValidity = field('V', head);
            if (!head.startsWith("3 ") || uidValidity == 0) {
                remarks.note(file + " is of no version that is known here; its UIDs are not kept");
                return NONE;
            }
            Map<String, Long> uids = new HashMap<>();
            long last = readUids(lines, file, uids, remarks);
            return new UidList(UidCounters.of(uidValidity, Math.max(field('N', head), last + 1)), uids);
        } catch (IOException e) {
            throw SkippedException.unreadable(e);
        }
    }

    private static long readUids(BufferedReader lines, Path file, Map<String, Long> uids, Remarks remarks)
            throws IOException {
        long last = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int name = line.indexOf(" :");
            String uidText = line.substring(0, Math.max(0, line.indexOf(' ')));
            long uid = uidText.matches("[0-9]{1,10}") ? Long.parseLong(uidText) : 0;
            if (name < 0 || uid <= last) {
                remarks.note(file + " is damaged from UID " + last + " on; the UIDs behind it are not kept");
                break;
            }
            uids.put(MaildirName.base(line.substring(name + 2)), uid);
            last = uid;
        }
        return last;
    }

    /** The number behind that letter, which begins a field; 0 where there is none. */
    private static long field(char letter, String line) {
        return Stream.of(line.split(" "))
                .filter(field -> field.matches(letter + "[0-9]{1,10}"))
                .map(field -> Long.parseLong(field.substring(1)))
                .findFirst()
                .orElse(0L);
    }

    UidList {
        uids = Collections.unmodifiableMap(uids);
    }
}
