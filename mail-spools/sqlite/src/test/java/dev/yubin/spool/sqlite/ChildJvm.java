package dev.yubin.spool.sqlite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A process of its own, with the classes of this one. */
final class ChildJvm {
    /** From here on the JVM wants to be told that SQLite may load native libraries. */
    private static final int ASKS_FOR_NATIVE_ACCESS = 22;

    private ChildJvm() {}

    static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= ASKS_FOR_NATIVE_ACCESS) {
            command.add(1, "--enable-native-access=ALL-UNNAMED");
        }
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
