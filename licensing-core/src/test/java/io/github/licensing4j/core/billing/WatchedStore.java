package io.github.licensing4j.core.billing;

import io.github.licensing4j.spi.ExportLog;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageLedger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;

/** A store that knows how often exporters have looked, and fails them now and then: before it has done something, or after. */
final class WatchedStore {
    private static final List<String> FAILING = List.of("accepted", "failed", "dead", "due");

    final Store store;
    private final Random random;
    private long looks;

    WatchedStore(Store kept, long seed) {
        random = new Random(seed);
        ExportLog log =
                proxy(ExportLog.class, (method, arguments) -> told(kept.usage().exports(), method, arguments));
        UsageLedger ledger = proxy(
                UsageLedger.class,
                (method, arguments) ->
                        method.getName().equals("exports") ? log : answer(kept.usage(), method, arguments));
        store = proxy(
                Store.class,
                (method, arguments) -> method.getName().equals("usage") ? ledger : answer(kept, method, arguments));
    }

    /** What a call comes to. */
    private interface Answering {
        Object answer(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Answering answering) {
        return type.cast(Proxy.newProxyInstance(
                WatchedStore.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answering.answer(method, arguments)));
    }

    private static Object answer(Object kept, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(kept, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object told(ExportLog kept, Method method, Object[] arguments) throws Throwable {
        if (!Thread.currentThread().getName().equals("licensing-exports")) {
            return answer(kept, method, arguments);
        }
        if (method.getName().equals("createEvents") && arguments[0].equals("files")) {
            looked();
        }
        boolean mayFail = FAILING.contains(method.getName());
        if (mayFail && random.nextInt(40) == 0) {
            throw gone();
        }
        Object answer = answer(kept, method, arguments);
        if (mayFail && random.nextInt(40) == 0) {
            throw gone();
        }
        return answer;
    }

    private static StoreException gone() {
        return new StoreException("the database is gone", new IllegalStateException("cut"));
    }

    private synchronized void looked() {
        looks++;
        notifyAll();
    }

    /** Every exporter has looked since this was called. */
    synchronized void awaitLook() throws InterruptedException {
        // The files look last. The look that is under way now may have begun before, so one more is waited for.
        long enough = looks + 2;
        while (looks < enough) {
            wait();
        }
    }
}
