package io.github.licensing4j.servlet;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Processor time of the thread that asks. A virtual thread has none that the JVM would tell, and some platforms tell none
 * at all: such calls count 0 and are counted here, for nobody is charged for what is not known.
 */
final class CpuClock {
    private static final System.Logger LOG = System.getLogger(CpuClock.class.getName());
    private static final long UNKNOWN = -1;

    private final LongAdder unknown = new LongAdder();

    /** Looked up when it is first needed, for the management classes take a while to load. */
    private static final class Threads {
        static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();

        private Threads() {}
    }

    /** Nanoseconds of processor time this thread has had, below 0 where that is not known. */
    long used() {
        try {
            return Threads.BEAN.getCurrentThreadCpuTime();
        } catch (UnsupportedOperationException e) {
            return UNKNOWN;
        }
    }

    /** Nanoseconds this thread has had since it was at {@code start}, 0 where that is not known. */
    long since(long start) {
        long now = start < 0 ? UNKNOWN : used();
        if (now >= 0) {
            return Math.max(0, now - start);
        }
        if (unknown.sum() == 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the JVM does not tell the processor time of {0}; its calls count 0 on cpu-time meters",
                    Thread.currentThread());
        }
        unknown.increment();
        return 0;
    }

    /** How many calls could not be measured. */
    long unmeasured() {
        return unknown.sum();
    }
}
