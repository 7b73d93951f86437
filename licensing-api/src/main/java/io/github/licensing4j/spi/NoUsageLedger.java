package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageTotal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

enum NoUsageLedger implements UsageLedger {
    INSTANCE;

    @Override
    public long position(UsageSource source) {
        return 0;
    }

    @Override
    public List<UsageSource> sources(String node) {
        return List.of();
    }

    @Override
    public <T> T write(Function<LedgerTransaction, T> work) {
        throw new UnsupportedOperationException("usage is not kept here");
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
        return 0;
    }

    @Override
    public List<CounterIncrement> counters(LicenseId license, Instant endingAfter) {
        return List.of();
    }

    @Override
    public List<CounterIncrement> customerCounters(String issuer, String customer, Instant endingAfter) {
        return List.of();
    }

    @Override
    public Page<CounterIncrement> ended(EndedCountersQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Page<UsageTotal> usage(UsageQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Page<SourceTotal> totals(UsageSource source, @Nullable String cursor, int max) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Page<Balance> balances(@Nullable String cursor, int max) {
        return new Page<>(List.of(), null);
    }

    @Override
    public long corrected() {
        return 0;
    }

    @Override
    public List<UsageCorrection> correctedAfter(long after, int max) {
        return List.of();
    }

    @Override
    public Page<UsageCorrection> corrections(LicenseId license, @Nullable String cursor, int max) {
        return new Page<>(List.of(), null);
    }

    @Override
    public List<CountedMeter> meters() {
        return List.of();
    }

    @Override
    public void declare(Collection<Meter> meters) {
        // Nothing is counted here.
    }

    @Override
    public ExportLog exports() {
        return NoExportLog.INSTANCE;
    }
}
