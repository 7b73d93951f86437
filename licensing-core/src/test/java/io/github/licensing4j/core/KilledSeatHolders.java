package io.github.licensing4j.core;

import io.github.licensing4j.core.store.jdbc.TestPool;
import io.github.licensing4j.tck.MovableClock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process in which users call at once and go on until it is killed. It prints {@code started}, begins at a line on its input, and prints
 * {@code granted} with the user at the first granted call of each.
 */
final class KilledSeatHolders {
    static final int USERS = 25;
    static final String NOW = "2026-03-10T12:00:00Z";
    static final String CATALOG = NodeFixture.freePlan("seats: { kind: seats, of: user, max: 5, lease: PT1H }");

    private KilledSeatHolders() {}

    /** The arguments are the directory, an API key, and for PostgreSQL the address and schema of the database. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
        Path dir = Path.of(arguments[0]);
        NodeFixture node = node(dir, List.of(arguments)).start(CATALOG);
        out.println("started");
        if (System.in.read() < 0) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(USERS);
        for (int i = 0; i < USERS; i++) {
            String user = dir.getFileName() + "-" + i;
            threads.execute(() -> call(node, arguments[1], user, out));
        }
        // Ends with its test, if that does not kill it.
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(1);
    }

    private static NodeFixture node(Path dir, List<String> arguments) throws IOException {
        MovableClock clock = new MovableClock(NOW);
        if (arguments.size() == 2) {
            return NodeFixture.of(NodeFixture.Kept.SQLITE, dir, clock);
        }
        Files.createDirectories(dir);
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(arguments.get(2));
        database.setCurrentSchema(arguments.get(3));
        return NodeFixture.node(dir, clock, new TestPool(database));
    }

    private static void call(NodeFixture node, String key, String user, PrintStream out) {
        boolean isHolder = false;
        while (true) {
            boolean isGranted = SeatCalls.answered(node.engine(), key, user).equals("granted");
            if (isGranted && !isHolder) {
                out.println("granted " + user);
            }
            isHolder |= isGranted;
            SeatCalls.pause();
        }
    }
}
