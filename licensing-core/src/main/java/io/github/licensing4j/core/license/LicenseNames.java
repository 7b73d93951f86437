package io.github.licensing4j.core.license;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.core.credential.NamedLicense;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Caches which licenses have a name in another system. Of several with one name, the one that has not ended counts, so that a
 * customer can buy again; two that have not ended are ambiguous. Safe for use by many threads.
 */
final class LicenseNames {
    /** Beyond it a name is ambiguous anyway. */
    static final int MAX_LICENSES = 100;

    private static final Set<LicenseState> OVER =
            EnumSet.of(LicenseState.REVOKED, LicenseState.CANCELLED, LicenseState.EXPIRED);

    private final LoadingCache<ExternalName, List<LicenseId>> ids;
    private final Function<LicenseId, Optional<LicenseRecord>> records;
    private volatile boolean isUsed;

    /**
     * @param reader reads ids from the store; its exceptions are thrown on
     * @param records returns cached records
     */
    LicenseNames(
            Function<ExternalName, List<LicenseId>> reader,
            Function<LicenseId, Optional<LicenseRecord>> records,
            int maxNames) {
        this.ids = new LoadingCache<>(reader, maxNames);
        this.records = records;
    }

    /** Returns whether the name that led to the license of a caller leads to another license now, or to none. */
    boolean haveMoved(VerifiedCredential caller, Instant now) {
        Optional<ExternalName> name = caller.externalName();
        return name.isPresent()
                && !(find(name.get(), now) instanceof NamedLicense.Found found
                        && found.license().equals(caller.license()));
    }

    NamedLicense find(ExternalName name, Instant now) {
        isUsed = true;
        List<LicenseId> found = ids.get(name);
        if (found.isEmpty()) {
            // Unknown names are not kept: they would evict known ones.
            ids.drop(name);
            return new NamedLicense.None();
        }
        List<LicenseRecord> all = found.stream()
                .flatMap(id -> records.apply(id).stream())
                .filter(license -> name.name().equals(license.external().get(name.system())))
                .toList();
        if (all.size() > 1) {
            List<LicenseRecord> current = all.stream()
                    .filter(license ->
                            !OVER.contains(EffectiveLicense.at(license, now).state()))
                    .toList();
            // Without a current one, the last to be created is refused with its own reason.
            all = current.isEmpty() ? List.of(latest(all)) : current;
        }
        return switch (all.size()) {
            case 0 -> new NamedLicense.None();
            case 1 -> new NamedLicense.Found(all.get(0).id());
            default -> new NamedLicense.Ambiguous(all.size());
        };
    }

    private static LicenseRecord latest(List<LicenseRecord> licenses) {
        LicenseRecord latest = licenses.get(0);
        for (LicenseRecord license : licenses) {
            if (license.dates().createdAt().isAfter(latest.dates().createdAt())) {
                latest = license;
            }
        }
        return latest;
    }

    /** Returns whether a name was ever looked up. Most hosts look up none, and need not read changed licenses again. */
    boolean areUsed() {
        return isUsed;
    }

    /** Drops the names that a changed license has. One that it has no longer is noticed by its record. */
    void changed(LicenseRecord license) {
        license.external().forEach((system, name) -> ids.drop(new ExternalName(system, name)));
    }

    void dropAll() {
        ids.dropAll();
    }
}
