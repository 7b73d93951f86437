package io.github.licensing4j.examples.extension;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts quotas in maps, with one lock for each license. */
public final class SynchronizedQuotaStore implements QuotaStore {
    private final Map<LicenseId, QuotaAccount> accounts = new ConcurrentHashMap<>();

    @Override
    public QuotaAccount account(LicenseId license) {
        return accounts.computeIfAbsent(license, absent -> new SynchronizedAccount());
    }
}
