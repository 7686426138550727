package dev.yubin.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A page of the documentation, by its tables. */
record Page(List<String> lines) {
    static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();

    /**
     * One row.
     *
     * @param heading under which it stands
     * @param names   those of the columns
     */
    record Row(String heading, List<String> names, List<String> cells) {
        /** What stands in the column of this name; empty where the table has none. */
        String cell(String name) {
            int column = names.indexOf(name);
            return column < 0 ? "" : cells.get(column);
        }
    }

    static Page read(String path) {
        try {
            return new Page(Files.readAllLines(HOUSE.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every row of every table, but those of names and of hyphens. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        String heading = "";
        List<String> names = List.of();
        for (String line : lines) {
            if (line.startsWith("#")) {
                heading = line.replaceFirst("#+ ", "").replace("`", "");
                names = List.of();
            } else if (line.startsWith("|---")) {
                continue;
            } else if (line.startsWith("|") && names.isEmpty()) {
                names = cells(line);
            } else if (line.startsWith("|")) {
                rows.add(new Row(heading, names, cells(line)));
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .toList();
    }
}
