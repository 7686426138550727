package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.Flag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The flags of a Maildir folder's messages. Keywords have the letters a to z, whose names stand in Dovecot's file {@code dovecot-keywords}:
 * {@code 0 $Work}, {@code 1 todo}, ...
 */
final class Keywords {
    static final String FILE = "dovecot-keywords";
    private static final int MOST = 26;

    private final Path file;
    private final Remarks remarks;
    private final Map<Character, Flag> names = new TreeMap<>();

    private Keywords(Path directory, Remarks remarks) {
        this.file = directory.resolve(FILE);
        this.remarks = remarks;
    }

    /** Those of a folder; none where it has no such file. */
    static Keywords read(Path directory, Remarks remarks) throws SkippedException {
        Keywords keywords = new Keywords(directory, remarks);
        if (Files.exists(keywords.file)) {
            try {
                Files.readAllLines(keywords.file, StandardCharsets.ISO_8859_1).forEach(keywords::readLine);
            } catch (IOException e) {
                throw SkippedException.unreadable(e);
            }
        }
        return keywords;
    }

    private void readLine(String line) {
        String[] words = line.split(" ", 2);
        if (words.length < 2 || !words[0].matches("[0-9]|1[0-9]|2[0-5]")) {
            remarks.note(file + " has a line that is not understood: " + line);
            return;
        }
        try {
            names.put((char) ('a' + Integer.parseInt(words[0])), Flag.of(words[1]));
        } catch (IllegalArgumentException e) {
            remarks.note(file + " has a keyword that IMAP cannot have: " + e.getMessage());
        }
    }

    /** What the letters of a file's name mean. */
    Set<Flag> flags(String info) {
        Set<Flag> flags = new TreeSet<>();
        for (char letter : info.toCharArray()) {
            Optional<Flag> flag = Optional.ofNullable(MaildirName.LETTERS.get(letter))
                    .or(() -> Optional.ofNullable(names.get(letter)));
            flag.ifPresent(flags::add);
            if (flag.isEmpty() && letter >= 'a' && letter <= 'z') {
                remarks.note(file + " has no name for the keyword " + letter + "; it is lost");
            }
        }
        return flags;
    }

    /** The letters of these flags, in order; a keyword that is new gets the next letter, and its name is on disk when this returns. */
    String info(Collection<Flag> flags) throws IOException {
        Set<Character> letters = new TreeSet<>();
        MaildirName.LETTERS.forEach((letter, flag) -> {
            if (flags.contains(flag)) {
                letters.add(letter);
            }
        });
        for (Flag flag : flags) {
            if (!flag.system()) { // $Forwarded too: Dovecot knows no letter of its own for it
                letter(flag).ifPresent(letters::add);
            } else if (!MaildirName.LETTERS.containsValue(flag)) {
                remarks.note("a Maildir has no letter for " + flag + "; it is lost");
            }
        }
        return letters.stream().map(String::valueOf).collect(Collectors.joining());
    }

    private Optional<Character> letter(Flag keyword) throws IOException {
        for (char letter = 'a'; letter < 'a' + MOST; letter++) {
            if (!names.containsKey(letter)) {
                names.put(letter, keyword);
                save();
                return Optional.of(letter);
            } else if (names.get(letter).equals(keyword)) {
                return Optional.of(letter);
            }
        }
        remarks.note(file + " has room for " + MOST + " keywords; " + keyword + " is lost");
        return Optional.empty();
    }

    private void save() throws IOException {
        String lines = names.entrySet().stream()
                .map(name -> (name.getKey() - 'a') + " " + name.getValue() + "\n")
                .collect(Collectors.joining());
        Disk.replace(file, lines);
    }
}
