package io.github.licensing4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the parts of a test on threads that start at the same time. */
final class Concurrently {
    static final int THREADS = 8;

    private Concurrently() {}

    interface Part {
        int run(int index) throws Exception;
    }

    static void run(int count, Part part) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            CyclicBarrier start = new CyclicBarrier(count);
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                Callable<Integer> work = () -> {
                    start.await();
                    return part.run(index);
                };
                running.add(threads.submit(work));
            }
            for (Future<Integer> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
