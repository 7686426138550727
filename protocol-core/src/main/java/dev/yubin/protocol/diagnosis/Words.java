package dev.yubin.protocol.diagnosis;

import java.util.Locale;

/** The same in each language that a diagnosis is told in. */
record Words(String english, String japanese) {
    /** In this locale's language; in English for all that are not here. */
    String in(Locale locale) {
        return locale.getLanguage().equals("ja") ? japanese : english;
    }
}
