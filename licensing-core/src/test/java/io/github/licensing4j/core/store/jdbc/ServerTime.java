package io.github.licensing4j.core.store.jdbc;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/** Measures the processor time of this thread and of a database server, which other processes of the machine do not use. */
final class ServerTime {
    private ServerTime() {}

    /** Returns the nanoseconds of this thread. */
    static long own() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /**
     * Returns what measures the nanoseconds of this thread and of the processes that serve the open connections; elapsed time if the
     * system does not say them.
     */
    static LongSupplier with(DataSource source) throws SQLException {
        List<Path> processes = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select pid from pg_stat_activity where datname = current_database()")) {
            while (rows.next()) {
                processes.add(Path.of("/proc", rows.getString(1), "schedstat"));
            }
        }
        return processes.stream().allMatch(Files::isReadable)
                ? () -> own() + processes.stream().mapToLong(ServerTime::of).sum()
                : System::nanoTime;
    }

    private static long of(Path process) {
        try {
            return Long.parseLong(Files.readString(process).split(" ", -1)[0]);
        } catch (IOException e) {
            return 0;
        }
    }
}
