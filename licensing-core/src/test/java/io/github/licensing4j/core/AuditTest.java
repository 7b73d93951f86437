package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.AuditTrail.Verification;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NewLicense;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit entries of each change. */
class AuditTest {
    private final AdminFixture fixture;

    AuditTest(@TempDir Path dir) {
        fixture = new AdminFixture(dir);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String license() {
        return fixture.bought("pro@1");
    }

    @Test
    void recordsActorTimeAndReason() {
        String id = license();
        fixture.admin.licenses().suspend(id, AdminContext.by("bob", "fraud"));
        AuditEntryView entry = fixture.admin.audit().read(id, null, 10).items().get(1);
        assertThat(entry.actor()).isEqualTo("bob");
        assertThat(entry.action()).isEqualTo("license.suspended");
        assertThat(entry.license()).isEqualTo(id);
        assertThat(entry.reason()).isEqualTo("fraud");
        assertThat(entry.at()).isEqualTo(fixture.clock.instant());
        assertThat(entry.details()).containsEntry("stateBefore", "active").containsEntry("state", "suspended");
        assertThat(fixture.admin.audit().verify()).isEqualTo(new Verification(2, Optional.empty()));
    }

    @Test
    void countsRefusalsByLicenseCodeAndMinute() {
        String id = license();
        String key = fixture.key(id);
        fixture.admin.licenses().suspend(id, BY);
        for (int i = 0; i < 5; i++) {
            fixture.call(key);
        }
        fixture.clock.advance(Duration.ofMinutes(2));
        fixture.tend();
        AuditEntryView counted = fixture.admin.audit().read(id, null, 100).items().stream()
                .filter(entry -> entry.action().equals("calls.refused"))
                .findFirst()
                .orElseThrow();
        assertThat(counted.details()).containsEntry("code", "license-suspended").containsEntry("count", "5");
    }

    @Test
    void refusesLineBreaks() {
        assertThatThrownBy(() -> AdminContext.by("ann", "fine\n2026-01-01 INFO license.revoked"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("reason");
        assertThatThrownBy(() -> AdminContext.by("ann\u202e")).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> fixture.admin
                        .licenses()
                        .create(NewLicense.of("ac\rme", PlanId.parse("pro@1")).bought(), BY))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("customer");
    }

    @Test
    void readsInPages() {
        for (int i = 0; i < 5; i++) {
            license();
        }
        var first = fixture.admin.audit().read(null, null, 3);
        var second = fixture.admin.audit().read(null, first.next(), 3);
        assertThat(first.items()).extracting(AuditEntryView::seq).containsExactly(1L, 2L, 3L);
        assertThat(second.items()).extracting(AuditEntryView::seq).containsExactly(4L, 5L);
        assertThat(second.next()).isNull();
    }
}
