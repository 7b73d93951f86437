package io.github.licensing4j.core;

import io.github.licensing4j.OutagePolicy.Quotas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a {@link SharingNode} is started with.
 *
 * @param dir its directory, whose name is that of the node
 * @param url the address of the database
 * @param schema the schema
 * @param keys the API keys that its threads call with
 * @param catalog the file of its catalog
 * @param threads the number of threads
 * @param now the time of its clock
 * @param pause the time between two granted calls of a thread
 * @param outage the policy of quotas and credits
 */
record SharingSettings(
        Path dir,
        String url,
        String schema,
        List<String> keys,
        Path catalog,
        int threads,
        String now,
        Duration pause,
        Quotas outage) {

    static SharingSettings parse(String... arguments) {
        return new SharingSettings(
                Path.of(arguments[0]),
                arguments[1],
                arguments[2],
                List.of(arguments[3].split(",")),
                Path.of(arguments[4]),
                Integer.parseInt(arguments[5]),
                arguments[6],
                Duration.parse(arguments[7]),
                Quotas.valueOf(arguments[8]));
    }

    /** Returns the command that starts a process with these settings. */
    List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SharingNode.class.getName(),
                dir.toString(),
                url,
                schema,
                String.join(",", keys),
                catalog.toString(),
                Integer.toString(threads),
                now,
                pause.toString(),
                outage.name());
    }
}
