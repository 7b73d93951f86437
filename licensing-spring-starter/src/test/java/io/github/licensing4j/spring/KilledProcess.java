package io.github.licensing4j.spring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Controls a running {@link KilledHost} from the parent process. */
final class KilledProcess {
    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private KilledProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one and waits until it listens. */
    static KilledProcess start(Path dir) throws IOException {
        Path errors = dir.resolve("stderr");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + dir,
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledHost.class.getName(),
                        dir.toString())
                .redirectError(errors.toFile())
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("port ")) {
                return new KilledProcess(process, Integer.parseInt(line.substring(5)));
            }
        }
        throw new AssertionError("the host did not start: " + Files.readString(errors));
    }

    /** A call under a license. */
    HttpResponse<String> call(String path, String token) throws IOException, InterruptedException {
        // The client sends a GET again on its own when a connection breaks, but never a POST.
        return client.send(
                request(path)
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    /** Returns the usage of each license in the host's ledger. */
    Map<String, Long> ledger() throws IOException, InterruptedException {
        return client.send(request("/ledger").build(), BodyHandlers.ofString())
                .body()
                .lines()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(words -> words[0], words -> Long.parseLong(words[1])));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    /** Kills the process; on Linux with kill -9. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor()).as("it was killed, it did not end").isEqualTo(137);
    }

    /** Asks it to end and waits until it has. */
    void end() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor()).as("it ended, it was not killed").isEqualTo(143);
    }

    /** Stops the process after a failed test too. */
    void abandon() {
        process.toHandle().destroyForcibly();
    }
}
