package io.github.licensing4j.spi;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

enum NoAuditLog implements AuditLog {
    INSTANCE;

    @Override
    public Page<AuditEntry> read(@Nullable String license, @Nullable String cursor, int max) {
        return new Page<>(List.of(), null);
    }

    @Override
    public List<AuditEntry> chain(String chain, long fromSeq, int max) {
        return List.of();
    }

    @Override
    public List<String> chains() {
        return List.of();
    }

    @Override
    public Optional<AuditEntry> last(String chain) {
        return Optional.empty();
    }

    @Override
    public Optional<AuditCheckpoint> checkpoint(String chain) {
        return Optional.empty();
    }

    @Override
    public void prune(AuditCheckpoint upTo) {
        throw NoLicenseStore.nothingIsStored();
    }
}
