package io.github.licensing4j.core.store.memory;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The one lock that guards all parts of a store in memory; a thread that holds it may take it again. */
final class StoreLock {
    private final ReentrantLock lock = new ReentrantLock();

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
