package io.github.licensing4j.core.usage;

import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageLedger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A ledger that fails, hangs, or loses its responses as the test sets. */
final class FaultyLedger {
    /** Methods that describe the ledger and read no database. */
    private static final Set<String> WITHOUT_DATABASE = Set.of("isDurable", "firstHour");

    final UsageLedger ledger = (UsageLedger) Proxy.newProxyInstance(
            FaultyLedger.class.getClassLoader(),
            new Class<?>[] {UsageLedger.class},
            (proxy, method, arguments) -> answer(method, arguments));
    final AtomicInteger commits = new AtomicInteger();
    private final UsageLedger kept;
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicReference<Object @Nullable []> onItsWay = new AtomicReference<>();
    private volatile Mode mode = Mode.ANSWERS;

    enum Mode {
        ANSWERS,
        FAILS,
        /** Commits block. */
        HANGS,
        /** Commits succeed, but throw. */
        LOSES_ANSWERS,
        /** A commit throws, and is executed before the next one. */
        COMMITS_LATE,
        /** Every other commit succeeds, but throws. */
        LOSES_SOME
    }

    FaultyLedger(UsageLedger kept) {
        this.kept = kept;
    }

    void is(Mode other) {
        mode = other;
    }

    void awaitHanging() throws InterruptedException {
        hanging.await();
    }

    void release() {
        mode = Mode.ANSWERS;
        released.countDown();
    }

    private Object answer(Method method, Object[] arguments) throws Throwable {
        boolean commit = method.getName().equals("write");
        if (mode == Mode.FAILS && !WITHOUT_DATABASE.contains(method.getName())) {
            throw gone();
        }
        if (mode == Mode.HANGS && commit) {
            hanging.countDown();
            released.await();
        }
        if (commit) {
            Object[] late = onItsWay.getAndSet(mode == Mode.COMMITS_LATE ? arguments : null);
            if (late != null) {
                Object unused = invoke(method, late);
            }
            if (mode == Mode.COMMITS_LATE) {
                throw gone();
            }
        }
        Object answer = invoke(method, arguments);
        if (commit) {
            int count = commits.incrementAndGet();
            if (mode == Mode.LOSES_ANSWERS || (mode == Mode.LOSES_SOME && count % 2 == 0)) {
                throw gone();
            }
        }
        return answer;
    }

    private Object invoke(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(kept, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static StoreException gone() {
        return new StoreException("the database is gone", new IllegalStateException("cut"));
    }
}
