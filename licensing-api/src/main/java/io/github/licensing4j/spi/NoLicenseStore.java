package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

enum NoLicenseStore implements LicenseStore {
    INSTANCE;

    @Override
    public Optional<LicenseRecord> find(LicenseId id) {
        return Optional.empty();
    }

    @Override
    public List<LicenseRevision> past(LicenseId id) {
        return List.of();
    }

    @Override
    public Page<LicenseRecord> list(LicenseQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public List<LicenseRecord> due(String issuer, Instant now, int max) {
        return List.of();
    }

    @Override
    public long licensesOn(String issuer, PlanId plan) {
        return 0;
    }

    @Override
    public Set<PlanId> pinnedPlans(String issuer) {
        return Set.of();
    }

    @Override
    public Optional<ApiKeyRecord> keyByHash(String hash) {
        return Optional.empty();
    }

    @Override
    public Optional<ApiKeyRecord> key(String issuer, String keyId) {
        return Optional.empty();
    }

    @Override
    public List<ApiKeyRecord> keysOf(LicenseId license) {
        return List.of();
    }

    @Override
    public Map<String, Instant> lastUsed(List<String> keyIds) {
        return Map.of();
    }

    @Override
    public void used(Map<String, Instant> lastUsedByKeyId) {
        // There are no keys.
    }

    @Override
    public Optional<TokenRecord> token(String issuer, String tokenId) {
        return Optional.empty();
    }

    @Override
    public List<TokenRecord> tokensFrom(String keyOrFamily, Instant now) {
        return List.of();
    }

    @Override
    public List<ApiKeyRecord> keysMadeBefore(String issuer, Instant before) {
        return List.of();
    }

    @Override
    public List<ApiKeyRecord> keysMadeWith(String issuer, String credential) {
        return List.of();
    }

    @Override
    public long nextStatusIndexes(int count) {
        throw nothingIsStored();
    }

    @Override
    public long statusIndexes() {
        return 0;
    }

    @Override
    public List<Long> revokedStatusIndexes(Instant now) {
        return List.of();
    }

    @Override
    public Optional<RefreshTokenRecord> refreshToken(String hash) {
        return Optional.empty();
    }

    @Override
    public boolean isFamilyRevoked(String issuer, String family) {
        return false;
    }

    @Override
    public Revoked revoked(Instant now) {
        return new Revoked(0, List.of(), List.of());
    }

    @Override
    public Optional<IdempotencyRecord> replay(String key, Instant now) {
        return Optional.empty();
    }

    @Override
    public long commit(StoreChange change) {
        throw nothingIsStored();
    }

    @Override
    public List<StoreEvent> changesSince(long generation, int max) {
        return List.of();
    }

    @Override
    public long generation() {
        return 0;
    }

    @Override
    public void expire(Instant before) {
        // There is nothing.
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public List<CreditGrant> grants(LicenseId license) {
        return List.of();
    }

    @Override
    public Set<String> grantedLimits(LicenseId license) {
        return Set.of();
    }

    @Override
    public Optional<CreditGrant> grant(String issuer, String grantId) {
        return Optional.empty();
    }

    @Override
    public UsageLedger usage() {
        return UsageLedger.none();
    }

    @Override
    public TermsStore terms() {
        return TermsStore.none();
    }

    @Override
    public AuditLog audit() {
        return NoAuditLog.INSTANCE;
    }

    @Override
    public Outbox outbox() {
        return NoOutbox.INSTANCE;
    }

    static LicensingException nothingIsStored() {
        return new LicensingException("licenses are not stored: no license store is configured");
    }
}
