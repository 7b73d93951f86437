package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditStore;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Stores credit grants by license. Only {@link InMemoryStore} changes it, under the lock. */
final class InMemoryCreditStore implements CreditStore {
    private static final int MAX = 2_000;
    private static final Comparator<CreditGrant> ENDS_LAST = Comparator.comparing(InMemoryCreditStore::end)
            .thenComparing(grant -> grant.times().createdAt())
            .thenComparing(CreditGrant::id)
            .reversed();

    private final StoreLock lock;
    private final Map<String, LicenseId> licenses = new HashMap<>();
    private final Map<LicenseId, Map<String, CreditGrant>> grants = new HashMap<>();

    InMemoryCreditStore(StoreLock lock) {
        this.lock = lock;
    }

    void check(List<CreditGrant> changed) {
        for (CreditGrant grant : changed) {
            CreditGrant before = of(grant.license()).get(grant.id());
            boolean isTaken = before == null && licenses.containsKey(grant.id());
            if (isTaken || grant.revision() != (before == null ? 0 : before.revision()) + 1) {
                throw new StoreConflictException(Kind.GRANT, grant.id());
            }
        }
    }

    void put(CreditGrant grant) {
        licenses.put(grant.id(), grant.license());
        grants.computeIfAbsent(grant.license(), license -> new LinkedHashMap<>())
                .put(grant.id(), grant);
    }

    @Override
    public List<CreditGrant> grants(LicenseId license) {
        return lock.locked(() -> of(license).values().stream()
                .sorted(ENDS_LAST)
                .limit(MAX)
                .sorted(CreditGrant.CONSUMPTION_ORDER)
                .toList());
    }

    private static Instant end(CreditGrant grant) {
        Instant end = grant.times().endsAt();
        return end == null ? Instant.MAX : end;
    }

    @Override
    public Set<String> grantedLimits(LicenseId license) {
        return lock.locked(
                () -> of(license).values().stream().map(CreditGrant::limit).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Optional<CreditGrant> grant(String issuer, String grantId) {
        return lock.locked(() -> Optional.ofNullable(licenses.get(grantId))
                .filter(license -> license.issuer().equals(issuer))
                .map(license -> of(license).get(grantId)));
    }

    private Map<String, CreditGrant> of(LicenseId license) {
        return grants.getOrDefault(license, Map.of());
    }
}
