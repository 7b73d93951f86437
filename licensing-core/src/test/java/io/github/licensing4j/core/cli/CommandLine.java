package io.github.licensing4j.core.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs commands in this process, for tests of other packages. */
public final class CommandLine {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Runs a command and returns its exit code. */
    public int run(String... arguments) {
        err.reset();
        return run(out, err, arguments);
    }

    /** Runs a command that writes to two streams. */
    static int run(OutputStream out, OutputStream err, String... arguments) {
        return new Main(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of())
                .run(arguments);
    }

    /** What the last command wrote to the error stream. */
    public String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
