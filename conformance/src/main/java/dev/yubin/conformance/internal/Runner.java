package dev.yubin.conformance.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the suites' programs share. */
public final class Runner {
    private static final Set<String> COMMON = Set.of("--server", "--tls", "--user", "--password", "--only", "--json");

    /** Makes the checks that the flags ask for. */
    public interface Suite {
        /** @throws IllegalArgumentException when a flag is wrong, or the server is not to be examined as it is */
        Report examine(Flags flags);
    }

    private Runner() {}

    /**
     * Examines, and prints what comes of it.
     *
     * @param help     names all flags
     * @param values   flags that have a value, besides those that every suite has
     * @param switches flags that have none
     * @return 0 when nothing failed, 1 when something did, 2 when a flag is wrong or the server cannot be examined
     */
    public static int run(
            String help, Set<String> values, Set<String> switches, Suite suite, String[] args, PrintStream out)
            throws IOException {
        if (args.length == 0 || List.of(args).contains("--help")) {
            out.print(help);
            return args.length == 0 ? 2 : 0;
        }
        Set<String> all = new HashSet<>(COMMON);
        all.addAll(values);
        try {
            Flags flags = new Flags(all, switches, args);
            Report report = suite.examine(flags);
            Optional<String> json = flags.find("--json");
            if (json.isPresent()) {
                Files.writeString(Path.of(json.get()), report.json());
            }
            out.print(report.text());
            return report.failed() ? 1 : 0;
        } catch (IllegalArgumentException | AssertionError e) {
            out.println(e.getMessage());
            return 2;
        }
    }
}
