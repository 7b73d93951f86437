package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process that appends with several threads until it is killed. Each call's units contain the thread and a count, and
 * each acknowledged call is printed to standard output as "seq thread count.", where the final point marks a complete
 * line.
 */
final class Appender {
    private final Process process;
    private final Path errors;
    private final List<long[]> acknowledged = new ArrayList<>();
    private final Thread reader;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Appender(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.reader = new Thread(this::read, "acknowledged");
    }

    public static void main(String[] arguments) {
        UsageJournal journal = new JournalFixture(Path.of(arguments[0])).open();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
        UsageAccount account = JournalFixture.account("1");
        CallDescriptor descriptor = JournalFixture.descriptor();
        for (int thread = 1; thread <= Integer.parseInt(arguments[1]); thread++) {
            int me = thread;
            new Thread(() -> {
                        for (long i = 1; ; i++) {
                            long seq = journal.append(account, descriptor, marked(me, i));
                            if (seq < 0) {
                                throw new IllegalStateException(journal.health().toString());
                            }
                            if (i % 8 == 0) {
                                // One write per line, so that threads do not mix their lines.
                                out.print(seq + " " + me + " " + i + ".\n");
                                out.flush();
                            }
                        }
                    })
                    .start();
        }
    }

    static CallRecord marked(long thread, long count) {
        CallRecord call = JournalFixture.call(count);
        return new CallRecord(
                call.atMillis,
                call.status,
                call.kind,
                new long[] {thread, count},
                call.windows,
                call.counterUnits,
                call.consumed);
    }

    static Appender start(Path directory, int threads) throws IOException {
        Path errors = Files.createTempFile("appender", ".err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        Appender.class.getName(),
                        directory.toString(),
                        Integer.toString(threads))
                .redirectError(errors.toFile())
                .start();
        Appender appender = new Appender(process, errors);
        appender.reader.start();
        return appender;
    }

    private void read() {
        try (var lines = process.inputReader(StandardCharsets.US_ASCII)) {
            String line;
            while ((line = lines.readLine()) != null) {
                String[] fields = line.split(" ", -1);
                if (fields.length == 3 && fields[2].endsWith(".")) {
                    fields[2] = fields[2].substring(0, fields[2].length() - 1);
                    note(new long[] {Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2])});
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ended.countDown();
            wakeAll();
        }
    }

    private synchronized void note(long[] call) {
        acknowledged.add(call);
        notifyAll();
    }

    private synchronized void wakeAll() {
        notifyAll();
    }

    /** Waits until a number of calls is acknowledged. */
    synchronized void awaitAcknowledged(int calls) throws InterruptedException, IOException {
        while (acknowledged.size() < calls) {
            if (ended.getCount() == 0) {
                throw new IllegalStateException("the appender ended: " + errors());
            }
            wait();
        }
    }

    /** Kills the process with SIGKILL, and returns all acknowledged calls. */
    List<long[]> kill() throws InterruptedException {
        // Unlike Process.destroyForcibly, the handle leaves the pipe open, so that its output is read to the end.
        process.toHandle().destroyForcibly();
        reader.join();
        process.waitFor();
        return acknowledged;
    }

    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    long pid() {
        return process.pid();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }
}
