package dev.yubin.conformance.internal;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Checks that belong together, in the order in which they are made. */
public record Chapter<C extends Promise>(String name, List<C> checks) {
    public Chapter {
        checks = List.copyOf(checks);
    }

    /**
     * Makes all whose titles contain this.
     *
     * @param make of a chapter's name and a check
     */
    public static <C extends Promise> List<Result> make(
            List<Chapter<C>> chapters, String only, BiFunction<String, C, Result> make) {
        return chapters.stream()
                .flatMap(chapter -> chapter.checks().stream()
                        .filter(check -> check.title().contains(only))
                        .map(check -> make.apply(chapter.name(), check)))
                .toList();
    }

    static <C extends Promise> Stream<String> titles(List<Chapter<C>> chapters) {
        return chapters.stream().flatMap(chapter -> chapter.checks().stream()).map(Promise::title);
    }
}
