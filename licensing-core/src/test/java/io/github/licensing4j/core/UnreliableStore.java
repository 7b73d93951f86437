package io.github.licensing4j.core;

import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A store in memory that a test can make fail or hang like a remote one. */
final class UnreliableStore {
    /** The parts that fail or hang like the store itself. */
    private static final Set<String> PARTS =
            Set.of("licenses", "credentials", "revocations", "credits", "requests", "feed");

    private final InMemoryStore kept = new InMemoryStore();
    final Store store = proxy(Store.class, kept);
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final Map<String, LongAdder> operations = new ConcurrentHashMap<>();
    private volatile Mode mode = Mode.ANSWERS;
    private volatile String failing = "";
    private volatile @Nullable Error error;
    volatile boolean called;
    volatile boolean closed;

    enum Mode {
        ANSWERS,
        FAILS,
        HANGS
    }

    void is(Mode mode) {
        this.mode = mode;
    }

    /** Makes one method fail and all others work; the empty name matches none. */
    void failsOn(String method) {
        failing = method;
    }

    /** Throws an error from every method, until it is null. */
    void throwsError(@Nullable Error error) {
        this.error = error;
    }

    /** Returns how often a method was called, whether it worked or not. */
    long operations(String method) {
        LongAdder calls = operations.get(method);
        return calls == null ? 0 : calls.sum();
    }

    /** Releases every thread that hangs. */
    void release() {
        mode = Mode.FAILS;
        hanging.countDown();
    }

    private <T> T proxy(Class<T> type, Object kept) {
        return type.cast(Proxy.newProxyInstance(
                UnreliableStore.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer(kept, method, arguments)));
    }

    private Object answer(Object kept, Method method, Object[] arguments) throws Throwable {
        if (kept == this.kept && PARTS.contains(method.getName())) {
            return proxy(method.getReturnType(), method.invoke(kept, arguments));
        }
        if (method.getName().equals("isLocal")) {
            return false;
        }
        // The state of the push is known without the database.
        if (method.getDeclaringClass() == Object.class || method.getName().equals("push")) {
            return method.invoke(kept, arguments);
        }
        called = true;
        operations.computeIfAbsent(method.getName(), first -> new LongAdder()).increment();
        Error planted = error;
        if (planted != null) {
            throw planted;
        }
        closed |= method.getName().equals("close");
        if (mode == Mode.HANGS) {
            hanging.await();
        }
        if (mode == Mode.FAILS || method.getName().equals(failing)) {
            throw new StoreException("the database is gone", new IllegalStateException("cut"));
        }
        try {
            return method.invoke(kept, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
