package io.github.licensing4j.tck;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Money;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.ApiKeyRecord.History;
import io.github.licensing4j.spi.ApiKeyRecord.Label;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.EarlierTerms.EarlierPrice;
import io.github.licensing4j.spi.EarlierTerms.QuotaAmount;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.Restrictions;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.StoredState;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sample records for tests of license stores. */
public final class SampleRecords {
    public static final String ISSUER = "https://vendor.example";
    public static final Instant NOW = Instant.parse("2026-03-10T12:00:00.123Z");
    public static final StoredState ACTIVE = new StoredState(LicenseState.ACTIVE, null);

    private SampleRecords() {}

    public static LicenseRecord license(String id) {
        return license(id, "acme");
    }

    public static LicenseRecord license(String id, String customer) {
        return LicenseRecord.of(new LicenseId(ISSUER, id), customer, PlanId.parse("pro@1"), NOW, ZoneOffset.UTC);
    }

    /** Returns a license with every optional part. */
    public static LicenseRecord fullLicense() {
        return license("lic_full")
                .edit(NOW)
                .anchor(Instant.parse("2025-12-31T23:59:59.999Z"))
                .zone(ZoneId.of("Europe/Berlin"))
                .startsAt(NOW.plusMillis(1))
                .expiresAt(NOW.plusMillis(2))
                .trial(new LicenseRecord.Trial(NOW.plusMillis(3), PlanId.parse("free@3")))
                .change(new LicenseRecord.PlanChange(
                        PlanId.parse("pro@1"), PlanId.parse("gold@2"), NOW.plusMillis(4), UsageTreatment.PRORATE))
                .debt(new LicenseRecord.Debt(NOW.plusMillis(5), NOW.plusMillis(6), PlanId.parse("less@1")))
                .suspendedAt(NOW.plusMillis(7))
                .cancelledAt(NOW.plusMillis(8))
                .overrides("{\"limits\":{\"monthly\":{\"amount\":5}}}")
                .external(Map.of("crm", "4711", "billing", "c'\"\\;--ü😀"))
                .earlier(earlier())
                .signatures(CallSignatures.REQUIRED)
                .bindings(new CallerBindings(
                        List.of("2001:db8::/32", "10.0.0.0/8"),
                        Set.of("d2", "d1"),
                        Set.of("ü\"\\😀"),
                        Set.of("o1", "o2")))
                .unstored();
    }

    private static List<EarlierTerms> earlier() {
        CounterId shared = new CounterId("shared", "tokens", Limit.Kind.QUOTA, "P1M", QuotaLimit.Scope.CUSTOMER, "");
        return List.of(
                new EarlierTerms(PlanId.parse("free@1"), NOW, UsageTreatment.CARRY, null, List.of()),
                new EarlierTerms(
                        PlanId.parse("pro@1"),
                        NOW.plusMillis(1),
                        UsageTreatment.PRORATE,
                        new EarlierPrice(Money.parse("0.00000001 USD"), ContractPeriod.parse("P1Y")),
                        List.of(new QuotaAmount(shared, Long.MAX_VALUE))));
    }

    public static StoreChange change(LicenseRecord... licenses) {
        var change = StoreChange.builder();
        for (LicenseRecord license : licenses) {
            change.license(license, ACTIVE);
        }
        return change.build();
    }

    public static ApiKeyRecord key(String id, String license, String hash) {
        return new ApiKeyRecord(
                id,
                new LicenseId(ISSUER, license),
                1,
                hash,
                new Label("lk_live_…abcd", ""),
                Restrictions.none(),
                null,
                null,
                History.of(NOW, null));
    }

    /** Returns a token for {@code lic_1} that expires a while after {@link #NOW}. */
    public static TokenRecord token(String id, @Nullable String keyId, @Nullable String family, long index) {
        return new TokenRecord(
                id, new LicenseId(ISSUER, "lic_1"), keyId, family, index, NOW, NOW.plusSeconds(60 + index), null);
    }

    public static RefreshTokenRecord refreshToken(String hash, String family) {
        return new RefreshTokenRecord(
                hash,
                family,
                "key_1",
                new LicenseId(ISSUER, "lic_1"),
                1,
                NOW.plusSeconds(3600),
                null,
                new Restrictions(Set.of("read"), new CallerBindings(List.of(), Set.of("d1"), Set.of(), Set.of("o1"))));
    }

    public static AuditEntry entry(String chain, long seq, @Nullable String license) {
        return new AuditEntry(
                chain, seq, NOW.plusMillis(seq), "ann", "license.changed", license, null, null, Map.of(), "c" + seq);
    }

    public static StoreChange entries(AuditEntry... entries) {
        return StoreChange.builder().audit(List.of(entries)).build();
    }

    public static StoredMessage message(String id, Instant at) {
        return new StoredMessage(id, "license.created", at, "{\"id\":\"" + id + "\"}");
    }

    public static LicenseQuery query(@Nullable String customer, @Nullable LicenseState state, @Nullable String cursor) {
        return new LicenseQuery(ISSUER, customer, state, cursor, 10, NOW);
    }
}
