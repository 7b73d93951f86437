package io.github.licensing4j.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Compares servers that run at the same time: each gets short slices of load in turn, so that a machine that becomes
 * slower or faster does so for all of them. Ratios are taken within a round; the median of them is printed with the
 * lowest and the highest.
 *
 * <p>Each server is compared with the first one and with the one before it. The CPU time of a server is counted from the
 * start of its slice to the start of its next one, so that work left for the background after the slice counts too. Arguments: seconds to warm each server up, seconds of a slice, rounds, ticks
 * of CPU time a second, and for each server {@code name:port:pid:tokens}.
 */
public final class AlternatingLoad {
    private final int slice;
    private final int ticksPerSecond;
    private final List<Server> servers = new ArrayList<>();

    private AlternatingLoad(int slice, int ticksPerSecond) {
        this.slice = slice;
        this.ticksPerSecond = ticksPerSecond;
    }

    public static void main(String[] arguments) throws Exception {
        AlternatingLoad load = new AlternatingLoad(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[3]));
        for (String server : Arrays.asList(arguments).subList(4, arguments.length)) {
            load.servers.add(Server.parse(server));
        }
        load.run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[2]));
    }

    private void run(int warmUp, int rounds) throws IOException, InterruptedException {
        for (Server server : servers) {
            server.client.run(warmUp);
        }
        // The round before the first settles what the warm-up left for the background.
        for (int round = 0; round <= rounds; round++) {
            for (Server server : servers) {
                server.begin(round > 1);
                long started = System.nanoTime();
                server.answered = server.client.run(slice);
                server.nanos = System.nanoTime() - started;
            }
        }
        for (Server server : servers) {
            server.begin(true);
        }
        for (int i = 0; i < servers.size(); i++) {
            Set<Server> others = new LinkedHashSet<>();
            if (i > 0) {
                others.add(servers.get(0));
                others.add(servers.get(i - 1));
            }
            print(servers.get(i), others);
        }
    }

    /** Prints a server and its ratios to some others. */
    private void print(Server server, Set<Server> others) {
        double[] costs = server.costs.stream()
                .mapToDouble(cost -> cost * 1e6 / ticksPerSecond)
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "%-9s CPU per request %6.1f µs, %6.0f requests/s",
                server.name,
                median(costs),
                median(server.rates));
        for (Server base : others) {
            System.out.printf(Locale.ROOT, ", CPU %s %s", base.name, text(ratios(server.costs, base.costs)));
            System.out.printf(Locale.ROOT, ", requests/s %s %s", base.name, text(ratios(server.rates, base.rates)));
        }
        System.out.println();
    }

    private static double[] ratios(List<Double> values, List<Double> others) {
        double[] ratios = new double[values.size()];
        Arrays.setAll(ratios, i -> values.get(i) / others.get(i));
        return ratios;
    }

    private static String text(double[] ratios) {
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "× %.2f (%.2f–%.2f)", median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(List<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Is one of the servers: its client, and what each round measured. */
    private static final class Server {
        private final String name;
        private final Path stat;
        private final LoadClient client;
        private final List<Double> costs = new ArrayList<>();
        private final List<Double> rates = new ArrayList<>();
        private long answered;
        private long nanos;
        private long ticks;

        private Server(String name, Path stat, LoadClient client) {
            this.name = name;
            this.stat = stat;
            this.client = client;
        }

        static Server parse(String text) throws IOException {
            String[] parts = text.split(":", 4);
            LoadClient client = LoadClient.of(Integer.parseInt(parts[1]), parts[3]);
            return new Server(parts[0], Path.of("/proc", parts[2], "stat"), client);
        }

        /** Ends the round before, and keeps what it measured unless it served to settle the server. */
        void begin(boolean kept) throws IOException {
            long now = cpuTicks();
            if (kept) {
                costs.add((double) (now - ticks) / answered);
                rates.add(answered * (double) TimeUnit.SECONDS.toNanos(1) / nanos);
            }
            ticks = now;
        }

        /** Returns user and system time of all threads: fields 14 and 15 of proc_pid_stat(5). */
        private long cpuTicks() throws IOException {
            String line = Files.readString(stat);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
    }
}
