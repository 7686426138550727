package dev.yubin.conformance.pop3;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What is in the maildrop.
 *
 * @param letters  as they were delivered
 * @param contents as RETR sends them, by message-number from 1
 */
record Mail(List<Letter> letters, List<String> contents) {
    /** Its message-number; 0 where it is not there. */
    int number(Letter letter) {
        return IntStream.rangeClosed(1, contents.size())
                .filter(number -> letter.isIn(contents.get(number - 1)))
                .findFirst()
                .orElse(0);
    }

    int number(int index) {
        return number(letters.get(index));
    }

    int size() {
        return letters.size();
    }

    String content(int number) {
        return contents.get(number - 1);
    }
}
