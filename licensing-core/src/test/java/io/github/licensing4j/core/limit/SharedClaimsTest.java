package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Requirement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests that licenses on the same terms share claims where their periods are the same. */
class SharedClaimsTest {
    private final LimitFixture fixture = new LimitFixture();
    private final LimitSet limits = fixture.limits.limitSet(List.of(LimitFixture.monthly(3)), Limit::name);
    private final ChargePlan charges =
            ChargePlan.of(new Requirement(List.of(), Set.of(), List.of(Charge.of(Charge.CALLS, 1))), Map.of());

    private ReservationRequest request(String id, String anchor) {
        License like = LimitFixture.license(id);
        License license = new License(
                like.id(), like.customer(), like.plan(), like.state(), Instant.parse(anchor), like.zone(), null);
        LimitAccount account = fixture.limits.account(license.id());
        return account.request(new LimitRequest(LimitSubject.of(license), limits, charges, fixture.clock.millis()));
    }

    @Test
    void samePeriodsShareClaims() {
        ReservationRequest one = request("lic_1", "2026-01-01T00:00:00Z");
        ReservationRequest two = request("lic_2", "2026-02-01T00:00:00Z");
        assertThat(one.quotas()).hasSize(1).isSameAs(two.quotas());
        assertThat(one.windows()).isSameAs(two.windows());
        assertThat(one.limitSubject()).isNotEqualTo(two.limitSubject());
    }

    @Test
    void otherPeriodsHaveOwnClaims() {
        ReservationRequest one = request("lic_1", "2026-01-01T00:00:00Z");
        ReservationRequest two = request("lic_2", "2026-01-07T00:00:00Z");
        assertThat(two.quotas().get(0).window().startMillis())
                .isEqualTo(Instant.parse("2026-03-07T00:00:00Z").toEpochMilli());
        assertThat(one.quotas().get(0).window().startMillis())
                .isEqualTo(Instant.parse("2026-03-01T00:00:00Z").toEpochMilli());
        assertThat(two.windows()).containsExactly(two.quotas().get(0).window());
    }
}
