package io.github.licensing4j.examples.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A script of the examples that has ended.
 *
 * @param exitCode 0 if each answer was as the script expects it
 * @param output what it printed, errors included
 */
public record ScriptRun(int exitCode, String output) {
    private static final long SECONDS = 120;
    private static final Set<String> INHERITED = Set.of("PATH", "TMPDIR");

    /**
     * Runs a shell script, or a source file of Java, until it ends.
     *
     * @param environment its variables, in addition to the path; none of this process
     * @throws IOException if it has not ended after two minutes
     */
    public static ScriptRun of(Path script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("script", ".log");
        try {
            Process process = builder(script, environment, arguments)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException(script + " has not ended after " + SECONDS + " s: " + Files.readString(output));
            }
            return new ScriptRun(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** Returns whether bash, curl and OpenSSL 3 are installed, without which no shell script of the examples runs. */
    public static boolean areToolsInstalled() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("bash", "-c", "command -v curl && openssl version | grep '^OpenSSL 3'")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns a process that is not started. */
    static ProcessBuilder builder(Path script, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        if (script.toString().endsWith(".java")) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-XX:TieredStopAtLevel=1");
            command.add("-XX:+UseSerialGC");
        } else {
            command.add("bash");
        }
        command.add(script.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        return builder;
    }
}
