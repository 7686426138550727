package dev.yubin.routing;

import dev.yubin.mailbox.StoreException;
import dev.yubin.smtp.ForwardPath;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A router's table in a text file, a statement a line, which can be read anew while mail comes in. The words are those of {@link Router.Builder}; {@code
 * docs/routing.md} has each of them.
 *
 * <pre>{@code
 * RouteFile router = RouteFile.open(Path.of("routes"), () -> Router.builder(accounts));
 * ...
 * router.reload(); // all of the new table or, where it has a mistake, all of the old one
 * }</pre>
 */
public final class RouteFile implements Router {
    private final Path file;
    private final Supplier<Builder> beginning;
    private volatile Router table;

    private RouteFile(Path file, Supplier<Builder> beginning) throws IOException {
        this.file = Objects.requireNonNull(file, "file");
        this.beginning = Objects.requireNonNull(beginning, "beginning");
        this.table = read();
    }

    /**
     * Reads a table.
     *
     * @param beginning what is there before the first line; a new one each time
     * @throws IOException when the file cannot be read, or is wrong: then its message has a line for each mistake, with its number and what to write
     */
    public static RouteFile open(Path file, Supplier<Builder> beginning) throws IOException {
        return new RouteFile(file, beginning);
    }

    /**
     * Reads the file again. Each recipient is decided by one table or the other. Any thread may call it.
     *
     * @throws IOException as {@link #open}; the old table then stays
     */
    public void reload() throws IOException {
        table = read();
    }

    @Override
    public Route route(ForwardPath recipient, Sender sender) throws StoreException {
        return table.route(recipient, sender);
    }

    private Router read() throws IOException {
        List<String> lines = lines(file);
        Builder builder = beginning.get();
        List<String> mistakes = new ArrayList<>();
        Map<Object, Set<Integer>> named = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            RouteLine line = new RouteLine(lines.get(i), file.resolveSibling(""));
            try {
                RouteWord.read(line, builder);
            } catch (IllegalArgumentException | IOException e) {
                mistakes.add(at(number) + e.getMessage());
            }
            line.named()
                    .forEach(subject -> named.computeIfAbsent(subject, none -> new TreeSet<>())
                            .add(number));
        }
        for (Contradiction contradiction : Contradiction.in(builder)) {
            String where =
                    contradiction.about().map(named::get).map(RouteFile::at).orElse("");
            mistakes.add(where + contradiction.words());
        }
        if (!mistakes.isEmpty()) {
            throw new IOException(file + ": " + String.join(System.lineSeparator() + file + ": ", mistakes));
        }
        return builder.build();
    }

    private static String at(int line) {
        return at(Set.of(line));
    }

    private static String at(Set<Integer> lines) {
        return lines.stream().map(line -> "line " + line).collect(Collectors.joining(" and ", "", ": "));
    }

    /** @throws IOException in a sentence */
    static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not in UTF-8", e);
        }
    }
}
