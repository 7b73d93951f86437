package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.key;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleRecords.message;
import static io.github.licensing4j.tck.SampleRecords.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoreDependency;
import io.github.licensing4j.spi.StoreDependency.AgeNotRevoked;
import io.github.licensing4j.spi.StoreDependency.CustomerLicensesAt;
import io.github.licensing4j.spi.StoreDependency.CustomerNotRevoked;
import io.github.licensing4j.spi.StoreDependency.FamilyNotRevoked;
import io.github.licensing4j.spi.StoreDependency.FewerKeysThan;
import io.github.licensing4j.spi.StoreDependency.KeyAt;
import io.github.licensing4j.spi.StoreDependency.LicenseAt;
import io.github.licensing4j.spi.StoreDependency.TokenNotRevoked;
import io.github.licensing4j.spi.StoreEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of the records that a change depends on. */
public interface StoreDependencyContract extends StoreUnderTest {
    @Test
    @Tag("4.2.1")
    default void checksDependenciesWithTheChange() {
        store().commit(change(license("lic_1")));
        store().commit(StoreChange.builder().key(key("key_1", "lic_1", "h1")).build());
        LicenseId license = new LicenseId(ISSUER, "lic_1");
        assertDepends(new LicenseAt(license, 1), null);
        assertDepends(new LicenseAt(license, 2), "lic_1");
        assertDepends(new LicenseAt(new LicenseId("https://other", "lic_1"), 1), "lic_1");
        assertDepends(new KeyAt(ISSUER, "key_1", 1), null);
        assertDepends(new KeyAt("https://other", "key_1", 1), "key_1");
        assertDepends(new FewerKeysThan(license, 2), null);
        assertDepends(new FewerKeysThan(license, 1), "lic_1");
        store().commit(StoreChange.builder()
                .key(key("key_1", "lic_1", "h1").ending(null, NOW, null))
                .build());
        assertDepends(new KeyAt(ISSUER, "key_1", 1), "key_1");
        assertDepends(new KeyAt(ISSUER, "key_2", 0), "key_2");
    }

    @Test
    @Tag("4.1.9")
    default void checksLicensesOfCustomerWithTheChange() {
        assertDepends(new CustomerLicensesAt(ISSUER, "unknown", 0), null);
        assertDepends(new CustomerLicensesAt(ISSUER, "unknown", 1), "unknown");
        LicenseRecord one = license("lic_dep_1", "depending");
        store().commit(change(one));
        assertDepends(new CustomerLicensesAt(ISSUER, "depending", 0), "depending");
        assertDepends(new CustomerLicensesAt(ISSUER, "depending", 1), null);
        store().commit(change(license("lic_dep_2", "depending")));
        assertDepends(new CustomerLicensesAt(ISSUER, "depending", 1), "depending");
        assertDepends(new CustomerLicensesAt(ISSUER, "depending", 2), null);
        assertDepends(new CustomerLicensesAt("https://other", "depending", 2), "depending");
    }

    @Test
    @Tag("4.2.1")
    default void checksRevocationsWithTheChange() {
        assertDepends(new TokenNotRevoked(ISSUER, "tok_1"), null);
        store().commit(StoreChange.builder()
                .token(token("tok_1", "key_1", "fam_1", 1).revoked(NOW))
                .revokedToken(new RevokedToken(ISSUER, "tok_ahead", NOW.plusSeconds(9)))
                .revocation(new Revocation.OfFamily(ISSUER, "fam_1", NOW))
                .revocation(new Revocation.OfCustomer(ISSUER, "acme", NOW))
                .revocation(new Revocation.OfLicense(ISSUER, "lic_9", NOW))
                .revocation(new Revocation.IssuedBefore(ISSUER, NOW, NOW))
                .build());
        assertDepends(new TokenNotRevoked(ISSUER, "tok_1"), "tok_1");
        assertDepends(new TokenNotRevoked(ISSUER, "tok_ahead"), "tok_ahead");
        assertDepends(new TokenNotRevoked("https://other", "tok_1"), null);
        assertDepends(new FamilyNotRevoked(ISSUER, "fam_1"), "fam_1");
        assertDepends(new FamilyNotRevoked(ISSUER, "fam_2"), null);
        assertDepends(new CustomerNotRevoked(ISSUER, "acme"), "acme");
        assertDepends(new CustomerNotRevoked("https://other", "acme"), null);
        assertDepends(
                new AgeNotRevoked(ISSUER, NOW.minusMillis(1)),
                NOW.minusMillis(1).toString());
        assertDepends(new AgeNotRevoked(ISSUER, NOW), null);
        assertThat(store().feed().since(0, 10))
                .contains(new StoreEvent(1, StoreEvent.Kind.REVOKED_LICENSE, ISSUER, "lic_9", null));
        assertThat(store().revocations().revoked(NOW).revocations())
                .contains(new Revocation.OfLicense(ISSUER, "lic_9", NOW));
    }

    /** Checks changes that are in the feed, and those that are not. */
    private void assertDepends(StoreDependency dependency, @Nullable String conflict) {
        StoreChangeBuilder unordered =
                StoreChange.builder().token(token("tok_new", null, null, 7)).dependsOn(dependency);
        StoreChangeBuilder ordered = StoreChange.builder()
                .token(token("tok_new", null, null, 7))
                .message(message("msg_" + dependency, NOW))
                .dependsOn(dependency);
        for (StoreChange change : List.of(unordered.build(), ordered.build())) {
            if (conflict == null) {
                store().commit(change);
            } else {
                assertConflict(change, Kind.DEPENDENCY, conflict);
            }
        }
    }
}
