package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** A process that runs {@link SharingNode}. */
final class SharingProcess {
    final String name;
    private final Process process;
    private final BufferedReader out;
    private final OutputStream in;

    SharingProcess(SharingSettings settings) throws IOException {
        this.name = settings.dir().getFileName().toString();
        Files.createDirectories(settings.dir());
        this.process = new ProcessBuilder(settings.command())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        settings.dir().resolve("errors").toFile()))
                .start();
        this.out = process.inputReader(StandardCharsets.US_ASCII);
        this.in = process.getOutputStream();
    }

    /** Sends a command, which {@link #awaitDone} waits for. */
    void send(String command) throws IOException {
        in.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
        in.flush();
    }

    void awaitDone() throws IOException {
        await("done");
    }

    void await(String line) throws IOException {
        String read = out.readLine();
        while (read != null && !read.equals(line)) {
            read = out.readLine();
        }
        assertThat(read).as("output of %s", name).isEqualTo(line);
    }

    void kill() throws InterruptedException {
        // On Linux this is kill -9.
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor()).isEqualTo(137);
    }

    /** Ends it as a host would, so that it returns what it has leased. */
    void end() throws Exception {
        in.close();
        assertThat(process.waitFor()).as(name).isZero();
    }

    void destroy() {
        process.toHandle().destroyForcibly();
    }
}
