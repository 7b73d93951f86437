package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.DecisionListener;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every {@link DecisionListener}. A test of a listener extends it. */
public abstract class DecisionListenerContract {
    private static final int THREADS = 4;
    private static final int CALLS = 1_000;
    private static final List<RefusalCode> CODES = List.of(RefusalCode.values());

    /** Returns a listener. */
    protected abstract DecisionListener listener();

    @ParameterizedTest
    @EnumSource(RefusalCode.class)
    void acceptsRefusalOfEachCode(RefusalCode code) {
        DecisionListener listener = listener();
        for (EnforcementMode mode : EnforcementMode.values()) {
            assertThatCode(() -> listener.refused(SampleDecisions.refusal(code), mode))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 500})
    void acceptsGrantAndItsEnd(int status) {
        DecisionListener listener = listener();
        assertThatCode(() -> {
                    listener.granted(SampleDecisions.granted());
                    listener.settled(SampleDecisions.granted(), new Outcome(status, 0));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void isSafeForUseByManyThreads() throws Exception {
        DecisionListener listener = listener();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> work = IntStream.range(0, THREADS)
                    .mapToObj(thread -> (Callable<Integer>) () -> call(listener))
                    .toList();
            for (Future<Integer> done : threads.invokeAll(work)) {
                assertThat(done.get()).isEqualTo(CALLS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int call(DecisionListener listener) {
        int calls = 0;
        while (calls < CALLS) {
            RefusalCode code = CODES.get(calls % CODES.size());
            listener.granted(SampleDecisions.granted());
            listener.settled(SampleDecisions.granted(), new Outcome(200, 10));
            listener.refused(SampleDecisions.refusal(code), EnforcementMode.ENFORCE);
            calls++;
        }
        return calls;
    }
}
