package io.github.licensing4j.servlet;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures the processor time of the current thread. The JVM does not report it for virtual threads, and on some
 * platforms not at all: such calls are charged 0, and their number is counted here.
 */
final class CpuClock {
    private static final System.Logger LOG = System.getLogger(CpuClock.class.getName());
    private static final long UNKNOWN = -1;

    private final LongAdder unknown = new LongAdder();

    /** Loads the management classes lazily, for that takes a while. */
    private static final class Threads {
        static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();

        private Threads() {}
    }

    /** Returns the nanoseconds of processor time of the current thread, negative if unknown. */
    long used() {
        try {
            return Threads.BEAN.getCurrentThreadCpuTime();
        } catch (UnsupportedOperationException e) {
            return UNKNOWN;
        }
    }

    /** Returns the nanoseconds of processor time since {@code start}, 0 if unknown. */
    long since(long start) {
        long now = start < 0 ? UNKNOWN : used();
        if (now >= 0) {
            return Math.max(0, now - start);
        }
        if (unknown.sum() == 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the JVM does not report the processor time of {0}; its calls count 0 on cpu-time meters",
                    Thread.currentThread());
        }
        unknown.increment();
        return 0;
    }

    /** Returns how many calls could not be measured. */
    long unmeasured() {
        return unknown.sum();
    }
}
