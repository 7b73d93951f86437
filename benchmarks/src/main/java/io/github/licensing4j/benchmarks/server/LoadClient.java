package io.github.licensing4j.benchmarks.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls {@code /v1/item} over a few kept-alive connections for a number of seconds, one call after another on each. Any
 * answer but 200 ends the run.
 */
final class LoadClient {
    private static final int CONNECTIONS = 8;

    private final int port;
    private final List<byte[]> requests = new ArrayList<>();
    private final LongAdder answered = new LongAdder();
    private final AtomicBoolean running = new AtomicBoolean(true);

    private LoadClient(int port, List<String> tokens) {
        this.port = port;
        for (String token : tokens) {
            String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
            String request =
                    "GET /v1/item HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n" + authorization + "\r\n";
            requests.add(request.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** @param tokens a file of tokens, one a line, or {@code -} */
    static LoadClient of(int port, String tokens) throws IOException {
        return new LoadClient(port, tokens.equals("-") ? List.of("") : Files.readAllLines(Path.of(tokens)));
    }

    /** Calls for a number of seconds, and returns how many calls were answered. */
    long run(int seconds) throws InterruptedException {
        running.set(true);
        answered.reset();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int offset = i * 31;
            Thread thread = new Thread(() -> call(offset), "client-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            // The first of them waits for the time to pass; the others check it after each call.
            thread.join(TimeUnit.SECONDS.toMillis(seconds));
            running.set(false);
            thread.join();
        }
        return answered.sum();
    }

    private void call(int offset) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            for (int i = offset; running.get(); i++) {
                out.write(requests.get(i % requests.size()));
                Answer.read(in);
                answered.increment();
            }
        } catch (IOException e) {
            System.err.println("a call failed: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    /** Reads HTTP/1.1 responses of a known length or in chunks. */
    private static final class Answer {
        private Answer() {}

        static void read(InputStream in) throws IOException {
            String status = line(in);
            if (!status.startsWith("HTTP/1.1 200")) {
                throw new IOException("expected 200, got '" + status + "'");
            }
            long length = -1;
            for (String field = line(in); !field.isEmpty(); field = line(in)) {
                if (field.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                    length = Long.parseLong(field.substring(15).trim());
                }
            }
            if (length >= 0) {
                in.skipNBytes(length);
                return;
            }
            for (int chunk = size(in); chunk > 0; chunk = size(in)) {
                in.skipNBytes(chunk + 2L);
            }
            line(in);
        }

        private static int size(InputStream in) throws IOException {
            return Integer.parseInt(line(in), 16);
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder(64);
            for (int c = in.read(); c != '\r'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the connection ended");
                }
                line.append((char) c);
            }
            if (in.read() != '\n') {
                throw new IOException("a line ends in a bare carriage return");
            }
            return line.toString();
        }
    }
}
