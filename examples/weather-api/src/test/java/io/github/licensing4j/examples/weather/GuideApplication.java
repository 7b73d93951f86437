package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Compiles the application of a guide from its files and runs it in a process of its own. */
final class GuideApplication {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final Process process;
    private final int port;

    private GuideApplication(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the application in {@code dir} and waits until it listens.
     *
     * @param dir has the files of the guide
     * @param main the class with {@code main}
     * @param environment variables of the process
     */
    static GuideApplication start(Path dir, String main, Map<String, String> environment) throws IOException {
        Path classes = dir.resolve("target/classes");
        compile(dir.resolve("src/main/java/" + main.replace('.', '/') + ".java"), classes);
        Path settings = dir.resolve("src/main/resources/application.yaml");
        Files.copy(settings, classes.resolve(settings.getFileName()));

        String path = classes + System.getProperty("path.separator") + System.getProperty("java.class.path");
        ProcessBuilder command =
                new ProcessBuilder(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", path, main);
        command.environment().putAll(environment);
        command.environment().put("SERVER_PORT", "0");
        Process process =
                command.directory(dir.toFile()).redirectErrorStream(true).start();
        try {
            return new GuideApplication(process, port(process));
        } catch (IOException | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    int port() {
        return port;
    }

    /** Returns the path of the java command that runs this test. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Stops the application and waits until it has ended. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private static void compile(Path source, Path classes) throws IOException {
        Files.createDirectories(classes);
        int failures = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        List.of("-parameters", "-d", classes.toString(), source.toString())
                                .toArray(String[]::new));
        assertThat(failures).as("%s compiles", source).isZero();
    }

    private static int port(Process process) throws IOException {
        StringBuilder log = new StringBuilder();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            log.append(line).append('\n');
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return Integer.parseInt(port.group(1));
            }
        }
        throw new AssertionError("the application did not start: " + log);
    }
}
