package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.admin.UsageAdmin.GrantRequest;
import io.github.licensing4j.core.MeteredFixture.Kept;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Invalid input of usage administration names its field. */
class UsageInputTest extends UsageAdminFixture {
    @Test
    void invalidInputNamesField() {
        try (MeteredFixture fixture = open(Kept.IN_MEMORY)) {
            String license = fixture.license("pro@1");
            Instant now = fixture.clock.instant();
            Consumer<CorrectionRequest> correct = request -> fixture.usage().correct(license, request, BY);
            refused("meter", () -> correct.accept(new CorrectionRequest("nothing", BigDecimal.ONE, null)));
            refused("units", () -> correct.accept(new CorrectionRequest("calls", BigDecimal.ZERO, null)));
            refused("units", () -> correct.accept(new CorrectionRequest("calls", new BigDecimal("0.5"), null)));
            refused("units", () -> correct.accept(new CorrectionRequest("calls", new BigDecimal("1e999999"), null)));
            refused("at", () -> correct.accept(new CorrectionRequest("calls", BigDecimal.ONE, now.plusSeconds(1))));
            refused("at", () -> correct.accept(new CorrectionRequest("calls", BigDecimal.ONE, now.minusSeconds(1))));
            refused("amount", () -> fixture.usage().grant(license, grant("0", null), BY));
            refused("amount", () -> fixture.usage().grant(license, grant("-1", null), BY));
            refused("amount", () -> fixture.usage().grant(license, grant("0.05", null), BY));
            refused("expiresAt", () -> fixture.usage().grant(license, grant("1", now), BY));
            refused(
                    "limit",
                    () -> fixture.usage()
                            .grant(license, new GrantRequest("monthly", BigDecimal.ONE, 0, null, null), BY));
            refused(
                    "priority",
                    () -> fixture.usage()
                            .grant(license, new GrantRequest("prepaid", BigDecimal.ONE, 256, null, null), BY));
            assertThat(fixture.usage().corrections(license, null, 10).items()).isEmpty();
        }
    }

    @Test
    void invalidQueryNamesField() {
        try (MeteredFixture fixture = open(Kept.IN_MEMORY)) {
            String license = fixture.license("pro@1");
            Instant now = fixture.clock.instant();
            refused("from", () -> fixture.usage().usage(all(now, now, Set.of())));
            refused("from", () -> fixture.usage().usage(all(now.minus(Duration.ofDays(2_000)), now, Set.of())));
            refused(
                    "by",
                    () -> fixture.usage().usage(all(null, null, Set.of(UsageDimension.HOUR, UsageDimension.DAY))));
            refused("period", () -> fixture.usage().invoice(license, now.minusSeconds(1)));
            refused("limit", () -> fixture.usage().deadExports(null, 0));
            refused("cursor", () -> fixture.usage().corrections(license, "nowhere", 10));
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> fixture.usage().voidGrant("crd_nothing", BY));
        }
    }

    private static void refused(String field, ThrowingCallable act) {
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(act)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }
}
