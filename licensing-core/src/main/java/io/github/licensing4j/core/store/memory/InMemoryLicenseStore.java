package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.StoreChange.ChangedLicense;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoredState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Stores license records with their stored state. Only {@link InMemoryStore} changes it, under the lock. */
final class InMemoryLicenseStore implements LicenseStore {
    private static final Comparator<LicenseId> BY_NAME =
            Comparator.comparing(LicenseId::issuer).thenComparing(LicenseId::value);

    private final StoreLock lock;
    private final TreeMap<LicenseId, Held> held = new TreeMap<>(BY_NAME);
    private final Map<LicenseId, ArrayDeque<LicenseRevision>> past = new HashMap<>();
    private final Map<Named, TreeSet<LicenseId>> named = new HashMap<>();

    /** A name in another system, of licenses of one issuer. */
    private record Named(String issuer, ExternalName name) {
        static Set<Named> of(LicenseRecord license) {
            Set<Named> names = new HashSet<>();
            license.external()
                    .forEach((system, name) ->
                            names.add(new Named(license.id().issuer(), new ExternalName(system, name))));
            return names;
        }
    }

    private record Held(LicenseRecord license, StoredState state) {
        boolean isDue(Instant now) {
            return state.until() != null && !state.until().isAfter(now);
        }
    }

    InMemoryLicenseStore(StoreLock lock) {
        this.lock = lock;
    }

    @Override
    public Optional<LicenseRecord> find(LicenseId id) {
        return lock.locked(() -> Optional.ofNullable(held.get(id)).map(Held::license));
    }

    void check(List<ChangedLicense> licenses) {
        for (ChangedLicense changed : licenses) {
            LicenseRecord license = changed.license();
            Held before = held.get(license.id());
            if (license.revision() != (before == null ? 0 : before.license.revision()) + 1) {
                throw new StoreConflictException(Kind.LICENSE, license.id().value());
            }
        }
    }

    void put(ChangedLicense changed) {
        LicenseRecord license = changed.license();
        Held before = held.put(license.id(), new Held(license, changed.state()));
        rename(before == null ? Set.of() : Named.of(before.license), license);
        if (before != null && !before.license.isOnTermsOf(license)) {
            ArrayDeque<LicenseRevision> ended = past.computeIfAbsent(license.id(), id -> new ArrayDeque<>());
            ended.add(new LicenseRevision(before.license, license.dates().changedAt()));
            if (ended.size() > MOST_PAST) {
                ended.remove();
            }
        }
    }

    private void rename(Set<Named> before, LicenseRecord license) {
        for (Named old : before) {
            named.computeIfPresent(old, (name, ids) -> ids.remove(license.id()) && ids.isEmpty() ? null : ids);
        }
        for (Named name : Named.of(license)) {
            named.computeIfAbsent(name, absent -> new TreeSet<>(BY_NAME)).add(license.id());
        }
    }

    @Override
    public List<LicenseId> named(String issuer, ExternalName name, int max) {
        return lock.locked(() -> named.getOrDefault(new Named(issuer, name), new TreeSet<>(BY_NAME)).stream()
                .limit(max)
                .toList());
    }

    @Override
    public List<LicenseRevision> past(LicenseId id) {
        return lock.locked(() -> {
            ArrayDeque<LicenseRevision> ended = past.get(id);
            return ended == null ? List.of() : List.copyOf(ended);
        });
    }

    @Override
    public List<LicenseRecord> due(String issuer, Instant now, int max) {
        return lock.locked(() -> held.values().stream()
                .filter(one -> one.license.id().issuer().equals(issuer) && one.isDue(now))
                .sorted(Comparator.comparing(one -> one.state.until()))
                .limit(max)
                .map(Held::license)
                .toList());
    }

    @Override
    public Page<LicenseRecord> list(LicenseQuery query) {
        return lock.locked(() -> {
            String cursor = query.cursor();
            boolean start = cursor == null || cursor.isBlank();
            LicenseId after = new LicenseId(query.issuer(), cursor == null || cursor.isBlank() ? "\0" : cursor);
            List<LicenseRecord> found = new ArrayList<>();
            for (Held one : held.tailMap(after, start).values()) {
                if (!one.license.id().issuer().equals(query.issuer())) {
                    break;
                }
                if (matches(one, query)) {
                    if (found.size() == query.max()) {
                        return new Page<>(
                                found, found.get(found.size() - 1).id().value());
                    }
                    found.add(one.license);
                }
            }
            return new Page<>(found, null);
        });
    }

    /** Returns the sum of the revisions of a customer's licenses. */
    long revisions(String issuer, String customer) {
        return held.values().stream()
                .map(one -> one.license)
                .filter(license -> license.id().issuer().equals(issuer)
                        && license.customer().equals(customer))
                .mapToLong(LicenseRecord::revision)
                .sum();
    }

    @Override
    public long licensesOn(String issuer, PlanId plan) {
        return lock.locked(() -> held.values().stream()
                .map(one -> one.license)
                .filter(license -> license.id().issuer().equals(issuer)
                        && license.blocks().revokedAt() == null
                        && license.pinned().plan().equals(plan))
                .count());
    }

    @Override
    public Set<PlanId> pinnedPlans(String issuer) {
        return lock.locked(() -> {
            Set<PlanId> plans = new HashSet<>();
            for (Held one : held.values()) {
                LicenseRecord license = one.license;
                if (license.id().issuer().equals(issuer) && license.blocks().revokedAt() == null) {
                    plans.add(license.pinned().plan());
                    Optional.ofNullable(license.pinned().trial()).ifPresent(trial -> plans.add(trial.then()));
                    Optional.ofNullable(license.pinned().change()).ifPresent(change -> {
                        plans.add(change.from());
                        plans.add(change.to());
                    });
                    Optional.ofNullable(license.debt())
                            .map(LicenseRecord.Debt::reducedTo)
                            .ifPresent(plans::add);
                }
            }
            return plans;
        });
    }

    private static boolean matches(Held one, LicenseQuery query) {
        return (query.customer() == null || query.customer().equals(one.license.customer()))
                && (query.state() == null || query.state() == one.state.state() || one.isDue(query.now()));
    }
}
