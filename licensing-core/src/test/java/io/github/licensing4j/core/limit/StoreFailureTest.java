package io.github.licensing4j.core.limit;

import static io.github.licensing4j.core.limit.LimitFixture.burst;
import static io.github.licensing4j.core.limit.LimitFixture.monthly;
import static io.github.licensing4j.core.limit.LimitFixture.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Charge;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.core.limit.LimitDecision.Unavailable;
import io.github.licensing4j.core.limit.kind.LimitKinds;
import io.github.licensing4j.core.limit.seats.LocalSeats;
import io.github.licensing4j.core.limit.seats.NodeSeats;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitState;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rule-3.1")
class StoreFailureTest {
    private static final NodeSeats SEATS = LocalSeats.of(InstantSource.system(), 1);

    private final LimitFixture fixture = new LimitFixture();
    private final List<Limit> sheet = List.of(parallel(3), burst(1, 5), monthly(10));

    @Test
    void aStoreThatCannotSayTakesNothing() {
        LimitAccount account = account(() -> new HoldResult.Unavailable("gone"));
        for (int i = 0; i < 20; i++) {
            assertThat(fixture.limits.reserve(account, fixture.asking(sheet))).isEqualTo(new Unavailable("gone"));
        }
        assertThatNothingIsTaken(account);
    }

    @Test
    void aStoreThatThrowsTakesNothing() {
        LimitAccount account = account(() -> {
            throw new IllegalStateException("broken");
        });
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> fixture.limits.reserve(account, fixture.asking(sheet)))
                    .hasMessage("broken");
        }
        assertThatNothingIsTaken(account);
    }

    @Test
    void releasesCallsWhenTheRateStoreThrows() {
        RateLimitStore failing = license -> {
            RateLimitAccount working = fixture.store.account(license);
            return new RateLimitAccount() {
                @Override
                public RateResult take(List<RateClaim> claims, long nowMillis) {
                    throw new IllegalStateException("broken");
                }

                @Override
                public RateLimitState state(RateClaim claim, long nowMillis) {
                    return working.state(claim, nowMillis);
                }

                @Override
                public boolean wouldFit(RateClaim claim, long nowMillis) {
                    return working.wouldFit(claim, nowMillis);
                }
            };
        };
        LimitAccount account = LimitKinds.limits(
                        LimitKinds.stores(fixture.store, failing, fixture.store, SEATS), fixture.clock)
                .account(LimitFixture.license("lic_1").id());
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> fixture.limits.reserve(account, fixture.asking(sheet)))
                    .hasMessage("broken");
        }
        assertThatNothingIsTaken(account);
    }

    @Test
    void endsCallWhenTheQuotaStoreCannotConsume() {
        Instant now = fixture.clock.instant();
        LicenseId license = LimitFixture.license("lic_1").id();
        fixture.granting(new CreditGrant("crd_1", license, 1, "prepaid", 10, 0, CreditGrant.Times.from(now), null));
        List<Limit> limits = List.of(parallel(3), monthly(10), new CreditsLimit("prepaid", "tokens", 0, null));
        Charge[] charges = {Charge.of(Charge.CALLS, 1), Charge.of("tokens", 4)};
        QuotaStore store = new BrokenHoldStore(fixture.store, BrokenHoldStore.Failing.CONSUME);
        LimitAccount account = LimitKinds.limits(
                        LimitKinds.stores(store, fixture.store, fixture.store, SEATS), fixture.clock)
                .account(license);
        LimitHold hold = (LimitHold) fixture.limits.reserve(account, fixture.asking(limits, charges));
        assertThatThrownBy(() -> hold.end(LimitFixture.OK)).hasMessage("broken");
        assertThat(hold.end(LimitFixture.OK)).isNull();
        assertThat(fixture.limits.peek(account, fixture.asking(limits, charges)))
                .extracting(LimitStatus::used)
                .containsOnly(0L);
    }

    @Test
    void releasesCallsWhenTheirHoldCannotBeRead() {
        QuotaStore store = new BrokenHoldStore(fixture.store, BrokenHoldStore.Failing.USED);
        LimitAccount account = LimitKinds.limits(
                        LimitKinds.stores(store, fixture.store, fixture.store, SEATS), fixture.clock)
                .account(LimitFixture.license("lic_1").id());
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> fixture.limits.reserve(account, fixture.asking(sheet)))
                    .hasMessage("broken");
        }
        assertThatNothingIsTaken(account);
    }

    private void assertThatNothingIsTaken(LimitAccount account) {
        assertThat(fixture.limits.peek(account, fixture.asking(sheet)))
                .extracting(LimitStatus::used)
                .containsOnly(0L);
    }

    private LimitAccount account(Supplier<QuotaResult> answers) {
        QuotaStore failing = license -> new QuotaAccount() {
            @Override
            public QuotaResult reserve(List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis) {
                return answers.get();
            }

            @Override
            public long used(CounterId counter, QuotaWindow window) {
                return 0;
            }

            @Override
            public void adjust(CounterId counter, QuotaWindow window, long units, long nowMillis) {
                throw new IllegalStateException("not asked for here");
            }
        };
        return LimitKinds.limits(LimitKinds.stores(failing, fixture.store, fixture.store, SEATS), fixture.clock)
                .account(LimitFixture.license("lic_1").id());
    }
}
