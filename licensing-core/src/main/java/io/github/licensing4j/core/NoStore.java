package io.github.licensing4j.core;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.store.ComposedStore;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.ChangeFeed;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.StoreTransaction;
import io.github.licensing4j.spi.TermsStore;
import io.github.licensing4j.spi.UsageLedger;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** A store that is empty and rejects changes: every license is as its token defines it. */
final class NoStore extends ComposedStore implements ChangeFeed {
    static final NoStore INSTANCE = new NoStore();

    private final Parts parts;

    private NoStore() {
        Store empty = new InMemoryStore();
        this.parts = new Parts(
                empty.licenses(),
                empty.credentials(),
                empty.revocations(),
                empty.credits(),
                empty.requests(),
                this,
                empty.audit(),
                empty.outbox(),
                UsageLedger.none(),
                TermsStore.none());
    }

    @Override
    protected Parts parts() {
        return parts;
    }

    @Override
    public List<StoreEvent> since(long generation, int max) {
        return List.of();
    }

    @Override
    public long generation() {
        return 0;
    }

    @Override
    public <T> T write(Function<StoreTransaction, T> work) {
        throw new LicensingException("licenses are not stored: no license store is configured");
    }

    @Override
    public void expire(Instant before) {
        // There is nothing.
    }

    @Override
    public boolean isLocal() {
        return true;
    }
}
