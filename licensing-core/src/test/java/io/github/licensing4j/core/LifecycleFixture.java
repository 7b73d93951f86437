package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.Licenses;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An administered engine whose licenses change with time. */
abstract class LifecycleFixture {
    static final PlanId PRO = PlanId.parse("pro@1");
    static final PlanId GOLD = PlanId.parse("gold@1");

    @TempDir
    Path dir;

    AdminFixture fixture;
    Licenses licenses;

    @BeforeEach
    void open() {
        fixture = new AdminFixture(dir);
        licenses = fixture.admin.licenses();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    void assertState(String id, LicenseState state, PlanId plan) {
        LicenseView license = fixture.license(id);
        assertThat(license.license().state()).isEqualTo(state);
        assertThat(license.license().plan()).isEqualTo(plan);
    }

    String monthly(String id) {
        var status = licenses.limits(id).get(0);
        return status.used() + " of " + (status.used() + status.remaining());
    }
}
