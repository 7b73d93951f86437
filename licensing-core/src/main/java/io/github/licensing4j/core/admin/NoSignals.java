package io.github.licensing4j.core.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.Signal;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.SignalFilter;
import io.github.licensing4j.admin.Signals;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The signals of a store that has none. */
final class NoSignals implements Signals {
    @Override
    public Page<Signal> list(SignalFilter filter) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Signal get(String id) {
        throw new NotFoundException("signal", id);
    }

    @Override
    public Signal mute(String id, @Nullable Instant until, AdminContext by) {
        throw new NotFoundException("signal", id);
    }

    @Override
    public Signal revokeAnswer(String id, AdminContext by) {
        throw new NotFoundException("signal", id);
    }
}
