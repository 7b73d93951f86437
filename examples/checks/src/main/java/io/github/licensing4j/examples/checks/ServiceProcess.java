package io.github.licensing4j.examples.checks;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of a service on a free port of this machine. Its owner closes it. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 15;

    private final Process process;
    private final URI base;

    private ServiceProcess(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /**
     * Starts {@code java} with arguments. The environment variable {@code PORT} names the port.
     *
     * @param log the file to which its output is appended
     */
    public static ServiceProcess start(List<String> arguments, Map<String, String> environment, Path log)
            throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("PORT", String.valueOf(port));
        return new ServiceProcess(builder.start(), URI.create("http://127.0.0.1:" + port));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until an endpoint without requirement is served. */
    public ServiceProcess awaitReady(String path, File log) throws IOException, InterruptedException {
        ServiceClient client = new ServiceClient(base, "");
        boolean ready = Waiting.until(START, () -> {
            if (!process.isAlive()) {
                throw new IOException("the service ended with " + process.exitValue() + ", see " + log);
            }
            try {
                return client.get(path).granted();
            } catch (IOException e) {
                return false; // It does not listen yet.
            }
        });
        if (!ready) {
            throw new IOException("the service did not answer within " + START + ", see " + log);
        }
        return this;
    }

    public URI base() {
        return base;
    }

    public Process process() {
        return process;
    }

    /** Kills the process at once, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Stops the process with its shutdown hooks; kills it if they take too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
