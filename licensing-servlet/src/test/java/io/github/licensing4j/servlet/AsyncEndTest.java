package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Outcome;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests async cycles that containers end in unusual ways, which real ones do only within microseconds. */
@Tag("rule-3.10")
@Timeout(120)
final class AsyncEndTest {
    private final FakeLicensing licensing = new FakeLicensing();
    private final Filter filter = licensing
            .filterBuilder()
            .endpoints(request -> Optional.of(Declaration.none()))
            .build();
    private final HttpServletResponse response =
            mock(HttpServletResponse.class, withSettings().stubOnly());
    private final AtomicReference<@Nullable AsyncListener> held = new AtomicReference<>();

    @Test
    void settlesWhenContainerDropsListener() throws Exception {
        call(held::set);
        held.set(null);
        while (licensing.settled.isEmpty()) {
            System.gc();
            call(held::set);
        }
        assertThat(licensing.settled.poll()).isEqualTo(new Outcome(500, 0));
        assertThat(licensing.settlements.get(0)).as("the dropped call").hasValue(1);
        assertThat(licensing.settlements.get(1))
                .as("a call whose listener may still be held")
                .hasValueLessThan(2);
    }

    @Test
    void keepsHeldListenerUnsettled() throws Exception {
        call(held::set);
        AsyncListener first = listener();
        for (int i = 0; i < 3; i++) {
            System.gc();
            call(held::set);
        }
        assertThat(licensing.settlements.get(0)).hasValue(0);
        first.onComplete(event(null));
        assertThat(licensing.settlements.get(0)).hasValue(1);
    }

    @Test
    @Tag("rule-3.5")
    void settlesOnErrorAfterCommit() throws Exception {
        call(held::set);
        when(response.isCommitted()).thenReturn(true);
        listener().onError(event(new IOException("Broken pipe")));
        assertThat(licensing.settled.poll()).isEqualTo(new Outcome(200, 0));
        listener().onComplete(event(null));
        assertThat(licensing.settled).isEmpty();
    }

    @Test
    void waitsForResponseAfterEarlyError() throws Exception {
        call(held::set);
        listener().onError(event(new IllegalStateException("planned")));
        assertThat(licensing.settled).isEmpty();
        when(response.isCommitted()).thenReturn(true);
        when(response.getStatus()).thenReturn(502);
        listener().onComplete(event(null));
        assertThat(licensing.settled.poll()).isEqualTo(new Outcome(502, 0));
    }

    @Test
    void settlesCycleThatEndedInsideFilter() throws Exception {
        call(listener -> {
            throw new IllegalStateException("the request has been recycled");
        });
        assertThat(licensing.settled.poll()).isEqualTo(new Outcome(200, 0));
    }

    /** One call that starts an async cycle; the test controls the listener in place of the container. */
    private void call(Consumer<AsyncListener> container) throws Exception {
        when(response.getStatus()).thenReturn(200);
        filter.doFilter(request(container), response, mock(FilterChain.class));
    }

    private AsyncListener listener() {
        return Objects.requireNonNull(held.get(), "no listener was added");
    }

    private static HttpServletRequest request(Consumer<AsyncListener> container) {
        // Stubs alone: whatever records its calls would hold the listener too.
        var request = mock(HttpServletRequest.class, withSettings().stubOnly());
        var mapping = mock(HttpServletMapping.class, withSettings().stubOnly());
        when(mapping.getPattern()).thenReturn("/*");
        when(request.getHttpServletMapping()).thenReturn(mapping);
        AsyncContext cycle = mock(AsyncContext.class, withSettings().stubOnly().defaultAnswer(invoked -> {
            if (invoked.getMethod().getName().equals("addListener")) {
                container.accept(invoked.getArgument(0));
            }
            return null;
        }));
        when(request.getDispatcherType()).thenReturn(DispatcherType.REQUEST);
        when(request.getMethod()).thenReturn("GET");
        when(request.getRequestURI()).thenReturn("/held");
        when(request.getContextPath()).thenReturn("");
        when(request.isAsyncStarted()).thenReturn(true);
        when(request.getAsyncContext()).thenReturn(cycle);
        return request;
    }

    private static AsyncEvent event(@Nullable Throwable thrown) {
        return new AsyncEvent(null, null, null, thrown);
    }
}
