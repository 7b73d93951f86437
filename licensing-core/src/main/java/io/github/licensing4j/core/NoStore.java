package io.github.licensing4j.core;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.AuditLog;
import io.github.licensing4j.spi.ChangeFeed;
import io.github.licensing4j.spi.CredentialStore;
import io.github.licensing4j.spi.CreditStore;
import io.github.licensing4j.spi.IdempotencyStore;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.Outbox;
import io.github.licensing4j.spi.RevocationStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.StoreTransaction;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** A store that is empty and rejects changes: every license is as its token defines it. */
final class NoStore implements Store, ChangeFeed {
    static final NoStore INSTANCE = new NoStore();

    private final Store empty = new InMemoryStore();

    private NoStore() {}

    @Override
    public LicenseStore licenses() {
        return empty.licenses();
    }

    @Override
    public CredentialStore credentials() {
        return empty.credentials();
    }

    @Override
    public RevocationStore revocations() {
        return empty.revocations();
    }

    @Override
    public CreditStore credits() {
        return empty.credits();
    }

    @Override
    public IdempotencyStore requests() {
        return empty.requests();
    }

    @Override
    public ChangeFeed feed() {
        return this;
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
    public AuditLog audit() {
        return empty.audit();
    }

    @Override
    public Outbox outbox() {
        return empty.outbox();
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
