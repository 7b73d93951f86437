package io.github.licensing4j.core.usage.journal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Changes state that a lock guards, and wakes the threads that wait for a change of it. */
final class GuardedState {
    private final ReentrantLock lock;
    private final Condition changed;

    GuardedState(ReentrantLock lock) {
        this.lock = lock;
        this.changed = lock.newCondition();
    }

    /** Returns the condition that each change signals. */
    Condition changed() {
        return changed;
    }

    /** Makes a change under the lock, then wakes all waiting threads. */
    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
