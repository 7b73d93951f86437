package io.github.licensing4j.core;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Runs a test over random cases that are made from seeds. The seeds are the same in each build. A failure names its seed, and
 * {@code -Dlicensing.test.seed=<seed>} runs that case alone.
 */
public final class RandomCases {
    private static final String SEED = "licensing.test.seed";

    private RandomCases() {}

    /** Runs the test with the seeds from 0 to cases - 1. */
    public static void run(int cases, Consumer<RandomGenerator> test) {
        seeds(0, cases).forEach(seed -> run(seed, test));
    }

    /** Returns the given number of seeds, or the one that the system property names. */
    public static LongStream seeds(long first, int cases) {
        String given = System.getProperty(SEED);
        return given == null ? LongStream.range(first, first + cases) : LongStream.of(Long.parseLong(given));
    }

    private static void run(long seed, Consumer<RandomGenerator> test) {
        try {
            test.accept(new SplittableRandom(seed));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("failed with seed " + seed + "; run it alone with -D" + SEED + "=" + seed, e);
        }
    }

    @SafeVarargs
    public static <T> T any(RandomGenerator random, T... values) {
        return values[random.nextInt(values.length)];
    }

    /** A list of at most the given size. */
    public static <T> List<T> list(RandomGenerator random, int maxSize, Function<RandomGenerator, T> element) {
        List<T> list = new ArrayList<>();
        for (int size = random.nextInt(maxSize + 1); size > 0; size--) {
            list.add(element.apply(random));
        }
        return list;
    }

    /** A number from min to max, both included; one case in eight is one of these two. */
    public static long between(RandomGenerator random, long min, long max) {
        return switch (random.nextInt(16)) {
            case 0 -> min;
            case 1 -> max;
            default -> random.nextLong(min, max + 1);
        };
    }
}
