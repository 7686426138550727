package dev.yubin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import dev.yubin.docs.Page.Row;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/limits.md says what the code does: every limit of every record, each default, and what is fixed. */
class LimitsPageTest {
    private static final String OURS = "dev.yubin.";
    private static final Page PAGE = Page.read("docs/limits.md");
    private static final Pattern AMOUNT =
            Pattern.compile("([0-9,]+)(?: (octets|KiB|MiB|seconds?|minutes?)| in a row)?");
    private static final Pattern RECORD = Pattern.compile(".*(Limits|Timeouts)\\.class");
    private static final Map<String, Long> OCTETS = Map.of("octets", 1L, "KiB", 1024L, "MiB", 1024L * 1024);

    @Test
    void everyRecordOfLimitsHasItsTable() {
        Set<String> records = new ClassFileImporter()
                        .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> location.matches(RECORD)) // not read and thrown away
                        .importPackages("dev.yubin")
                        .stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isRecord())
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(tables()).isEqualTo(records);
    }

    @Test
    void everyLimitHasItsRowAndNoOther() throws Exception {
        for (String table : tables()) {
            assertThat(rows(table).map(row -> code(row.cell("limit"))))
                    .as(table)
                    .containsExactly(Stream.of(Class.forName(table).getRecordComponents())
                            .map(RecordComponent::getName)
                            .toArray(String[]::new));
        }
    }

    @Test
    void everyDefaultIsTheCodes() throws Exception {
        for (String table : tables()) {
            for (Row row : rows(table).toList()) {
                for (String column : row.names()) {
                    if (column.startsWith("`")) {
                        Object limits = evaluated(Class.forName(table), code(column));
                        Object limit = limits.getClass()
                                .getMethod(code(row.cell("limit")))
                                .invoke(limits);
                        assertSaid(row.cell(column), limit, table + " " + row.cell("limit") + " of " + column);
                    }
                }
            }
        }
    }

    @Test
    void whatIsFixedIsAsThePageSays() throws Exception {
        for (Row row : rows("Fixed").toList()) {
            String where = OURS + code(row.cell("where"));
            int dot = where.lastIndexOf('.');
            Field constant = Class.forName(where.substring(0, dot)).getDeclaredField(where.substring(dot + 1));
            constant.setAccessible(true);

            assertSaid(row.cell("it is"), constant.get(null), where);
        }
    }

    private static void assertSaid(String said, Object limit, String where) throws Exception {
        if (limit instanceof Record nested) {
            String name = nested.getClass().getSimpleName() + ".";
            assertThat(code(said)).as(where).startsWith(name);
            assertThat(limit)
                    .as(where)
                    .isEqualTo(evaluated(nested.getClass(), code(said).substring(name.length())));
        } else if (limit instanceof Duration) {
            assertThat(duration(said)).as(where).isEqualTo(limit);
        } else {
            assertThat(number(said)).as(where).isEqualTo(((Number) limit).longValue());
        }
    }

    private static long number(String said) {
        if (said.equals("none")) {
            return Long.MAX_VALUE;
        }
        Matcher amount = amount(said);
        long octets = amount.group(2) == null ? 1 : OCTETS.get(amount.group(2));
        return digits(amount) * octets;
    }

    private static Duration duration(String said) {
        Matcher amount = amount(said);
        return amount.group(2).startsWith("minute")
                ? Duration.ofMinutes(digits(amount))
                : Duration.ofSeconds(digits(amount));
    }

    private static Matcher amount(String said) {
        Matcher amount = AMOUNT.matcher(said);
        assertThat(amount.matches()).as("\"%s\" is an amount", said).isTrue();
        return amount;
    }

    private static long digits(Matcher amount) {
        return Long.parseLong(amount.group(1).replace(",", ""));
    }

    /** {@code standard().beforeLogin()} or {@code DEFAULT}, of this class. */
    private static Object evaluated(Class<?> type, String expression) throws Exception {
        Object value = null;
        for (String step : expression.split("\\.")) {
            value = step.endsWith("()")
                    ? type.getMethod(step.substring(0, step.length() - 2)).invoke(value)
                    : type.getField(step).get(value);
        }
        return value;
    }

    private static Set<String> tables() {
        return PAGE.rows().stream()
                .map(Row::heading)
                .filter(heading -> heading.startsWith(OURS))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Row> rows(String heading) {
        return PAGE.rows().stream().filter(row -> row.heading().equals(heading));
    }

    private static String code(String cell) {
        return cell.replace("`", "");
    }
}
