package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoredState;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Invoices of a license whose plan, billing period or catalog changes. */
@Tag("4.1.5")
class EditedPlanInvoiceTest extends FinalInvoiceFixture {
    @InEveryStore
    void todaysTermsBillPresentPeriod(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            node.clock.set("2026-06-20T00:00:00Z");
            node.edit(catalog("12.00 USD", "0.50 USD"));
            assertThat(total(node, license, null)).isEqualTo("13.00");
            node.clock.set("2026-07-01T00:00:00Z");
            node.edit(catalog("20.00 USD", "0.50 USD"));
            assertThat(total(node, license, JUNE)).isEqualTo("13.00");
        }
    }

    @InEveryStore
    void billsPlanThatCatalogNoLongerHas(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            node.restart(catalog("new@1", "monthly", "99.00 USD", "0.50 USD"));
            Invoice open = node.invoice(license, null);
            assertThat(open.total()).isEqualTo("11.00");
            assertThat(open.notes()).anyMatch(note -> note.contains("pro@1"));
            node.clock.set("2026-07-02T00:00:00Z");
            assertThat(total(node, license, JUNE)).isEqualTo("11.00");
            node.changePlan(license, "new@1", UsageTreatment.CARRY);
            node.clock.set("2026-09-02T00:00:00Z");
            assertThat(total(node, license, JULY)).isEqualTo("99.00");
        }
    }

    @InEveryStore
    void editOfBillingPeriodDividesIt(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = node.license("pro@1");
            node.clock.set("2026-06-16T00:00:00Z");
            node.edit(catalog("365.00 USD, per: P1Y }\n    trial: { for: P1D, then: other@1", "0.50 USD")
                    .replace("then: other@1, per: P1M }", "then: other@1 }"));
            // Half of June, then 350 of 365 days from June 16 on.
            assertThat(total(node, license, JUNE)).isEqualTo("5.00");
            Invoice rest = node.invoice(license, null);
            assertThat(rest.from()).isEqualTo("2026-06-16T00:00:00Z");
            assertThat(rest.to()).isEqualTo("2027-06-01T00:00:00Z");
            assertThat(rest.total()).isEqualTo("350.00");
        }
    }

    @Test
    void notesUnknownCatalog() {
        try (NodeFixture node =
                NodeFixture.of(Kept.MEMORY, dir, "2026-06-01T00:00:00Z").start(catalog("10.00 USD", "0.50 USD"))) {
            LicenseRecord before = LicenseRecord.of(
                    new LicenseId(EngineFixture.ISSUER, "lic_old"),
                    "acme",
                    PlanId.parse("pro@1"),
                    Instant.parse("2026-04-01T00:00:00Z"),
                    ZoneOffset.UTC);
            node.store.commit(StoreChange.builder()
                    .license(before, new StoredState(LicenseState.ACTIVE, null))
                    .build());
            Invoice april = node.invoice("lic_old", "2026-04-10T00:00:00Z");
            assertThat(april.total()).isEqualTo("10.00");
            assertThat(april.notes())
                    .containsExactly(
                            "Which catalog was in force before 2026-06-01T00:00:00Z is not known; the terms up to"
                                    + " then are shown by the first catalog that is.");
            assertThat(node.invoice("lic_old", null).notes()).isEmpty();
        }
    }
}
