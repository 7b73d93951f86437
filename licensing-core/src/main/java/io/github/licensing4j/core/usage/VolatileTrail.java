package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.usage.journal.BurntCredit;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageCall;
import io.github.licensing4j.core.usage.journal.UsageShape;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds calls up in memory until the ledger has them: what is not there yet is lost with the process. */
final class VolatileTrail implements UsageTrail {
    private final UsageSource source;
    private final Object lock = new Object();
    private UsageAdder adder = new UsageAdder();
    private long lastSeq;
    private @Nullable UsageBatch pending;

    /** @param source a run that the ledger knows nothing of */
    VolatileTrail(UsageSource source) {
        this.source = source;
    }

    UsageSource source() {
        return source;
    }

    @Override
    public void append(UsageAccount account, UsageShape shape, UsageCall call) {
        synchronized (lock) {
            lastSeq++;
            UsageAdder.Sum sum = adder.call(account, shape, call.status(), call.kind(), call.atMillis());
            for (int i = 0; i < shape.meters().size(); i++) {
                sum.add(i, call.meterUnits(i));
            }
            for (int i = 0; i < call.windows().size(); i++) {
                adder.counter(
                        account,
                        shape.counters().get(i).of(account),
                        call.windows().get(i),
                        call.counterUnits(i));
            }
            for (BurntCredit burnt : call.burnt()) {
                adder.counter(
                        account,
                        shape.credits().get(burnt.credit()).of(account, burnt.grant()),
                        CreditsClaim.EVER,
                        burnt.units());
            }
        }
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void ship(Shipment shipment) {
        for (UsageBatch batch = next(); batch != null; batch = next()) {
            boolean added = shipment.commit(batch);
            if (!added && shipment.position(source) != batch.upToSeq()) {
                throw new IllegalStateException("somebody else writes as " + source + " into the usage ledger");
            }
            pending = null;
        }
    }

    /** What the ledger did not take the last time goes before anything new. */
    private @Nullable UsageBatch next() {
        if (pending == null) {
            synchronized (lock) {
                if (adder.calls() > 0) {
                    pending = adder.batch(source, lastSeq - adder.calls(), lastSeq);
                    adder = new UsageAdder();
                }
            }
        }
        return pending;
    }

    @Override
    public List<Health.Component> health() {
        return List.of(new Health.Component(
                "usage-journal",
                Status.UP,
                "volatile, there is none: what is not in the ledger yet is lost with the process"));
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
