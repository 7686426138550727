package dev.yubin.pop3.server;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Unique-ids by a {@code pop3_uidl_format} of Dovecot's. */
final class DovecotUniqueIds implements UniqueIds {
    /** "%" ["0" width] ["X"] variable; a width without zeros would cut digits off */
    private static final Pattern VARIABLE = Pattern.compile("%(0[0-9]{1,2})?(X?)([uv])");
    /** As {@link java.util.Formatter} has it, with the UID first and the UIDVALIDITY second. */
    private final String format;

    DovecotUniqueIds(String dovecots) {
        String rest = VARIABLE.matcher(dovecots).replaceAll("");
        if (rest.contains("%") || !namesTheUid(dovecots)) {
            throw new IllegalArgumentException(
                    "\"" + dovecots + "\" is not a pop3_uidl_format of %u and %v alone, with %u in it");
        }
        format = VARIABLE.matcher(dovecots).replaceAll(found -> Matcher.quoteReplacement(javas(found)));
    }

    private static String javas(MatchResult variable) {
        String which = "u".equals(variable.group(3)) ? "1$" : "2$";
        String width = variable.group(1) == null ? "" : variable.group(1);
        String base = variable.group(2).isEmpty() ? "d" : "x";
        return '%' + which + width + base;
    }

    private static boolean namesTheUid(String dovecots) {
        return VARIABLE.matcher(dovecots).results().anyMatch(found -> "u".equals(found.group(3)));
    }

    @Override
    public String uniqueId(String account, long uidValidity, long uid) {
        return String.format(format, uid, uidValidity);
    }
}
