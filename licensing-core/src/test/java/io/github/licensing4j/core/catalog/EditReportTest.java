package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The report of an edit lists what changes for licenses. */
class EditReportTest extends LiveCatalogFixture {
    @Test
    void listsCountersThatEnd() {
        Catalog before = Catalogs.read(
                plan(
                        "monthly: {kind: quota, meter: calls, amount: 1, per: P1M}, old: {kind: concurrency, max: 1}, m: {kind: quota, meter: calls, amount: 1, per: P1D}"));
        Catalog after = Catalogs.read(
                plan(
                        "requests: {was: monthly, kind: quota, meter: calls, amount: 2, per: P1M}, m: {kind: quota, meter: calls, amount: 1, per: P1M}, extra: {kind: concurrency, max: 1}"));

        assertThat(CatalogDiff.between(before, after, plan -> 0))
                .containsExactly(
                        "plan p@1: the counter of limit 'm' (quota) ends, a new one starts: meter, kind or per has changed, and it starts with the use of its period so far;"
                                + " it was 1 calls per P1D, is now 1 calls per P1M",
                        "plan p@1: limit 'monthly' was 1 calls per P1M, is now 'requests', 2 calls per P1M; its counter goes on",
                        "plan p@1: the counter of limit 'old' (concurrency) ends",
                        "plan p@1: limit 'extra' is new: 1 at once");
        assertThat(CatalogDiff.between(before, before, plan -> 0)).isEmpty();
    }

    @Test
    @Tag("4.5.2")
    void listsEveryChangeOfPricing() {
        Catalog before = Catalogs.read(
                GOOD.replace("    trial: { for", "    price: { amount: 49.00 USD, per: P1M }\n    trial: { for"));
        Catalog after = Catalogs.read(GOOD.replace(
                        "    trial: { for: P14D",
                        "    price: { amount: 59.00 USD, per: P1M }\n    retired: true\n    trial: { for: P7D")
                .replace("[forecast.hourly, export.csv]", "[forecast.hourly, forecast.beta]")
                .replace("access: full", "access: { reduced: free@1 }")
                .replace("cap: 200000, unit-price: 0.0004 USD", "cap: 100000, unit-price: 0.0005 USD")
                .replace("charge: { calls: 10 }", "charge: { calls: 11 }")
                .replace("percent: 25", "percent: 30"));

        assertThat(CatalogDiff.between(before, after, plan -> plan.equals(Catalogs.PRO) ? 3 : 0))
                .containsExactly(
                        "plan pro@1: price was 49.00 USD per P1M, is now 59.00 USD per P1M",
                        "plan pro@1: trial was P14D, then free@1, is now P7D, then free@1",
                        "plan pro@1: grace was P7D with full access, is now P7D with access as free@1",
                        "plan pro@1: sale was public, is now retired",
                        "plan pro@1: no longer includes [export.csv]",
                        "plan pro@1: now includes [forecast.beta]",
                        "plan pro@1: limit 'monthly' was 100000 calls per P1M, warn-at [80, 100], overage up to 200000 at 0.0004 USD,"
                                + " is now 100000 calls per P1M, warn-at [80, 100], overage up to 100000 at 0.0005 USD; its counter goes on",
                        "plan pro@1: this touches 3 stored licenses; terms in a new version, such as pro@2, would leave them as they are",
                        "feature forecast.beta: rollout was 25 %, is now 30 %",
                        "endpoint rule GET /v1/export/** has changed");
    }

    @Test
    @Tag("4.5.2")
    void reportsRulesThatComeAndGo() {
        Catalog before = Catalogs.read(GOOD);
        Catalog after = Catalogs.read(GOOD.replace("GET /v1/export/**", "POST /v1/export/**"));

        assertThat(CatalogDiff.between(before, after, plan -> 1))
                .containsExactly("endpoint rule GET /v1/export/** is gone", "endpoint rule POST /v1/export/** is new");
    }

    @Test
    @Tag("4.5.2")
    void listsPricesOfSeats() {
        String seats = "s: {kind: seats, of: user, max: 3, lease: P1D%s}";
        Catalog free = Catalogs.read(plan(seats.formatted("")));
        Catalog priced = Catalogs.read(plan(seats.formatted(", unit-price: 9.00 USD")));

        assertThat(CatalogDiff.between(free, priced, plan -> 0))
                .containsExactly(
                        "plan p@1: limit 's' was 3 of each user for P1D, is now 3 of each user for P1D, each at 9.00 USD;"
                                + " its counter goes on");
        assertThat(CatalogDiff.between(
                        priced, Catalogs.read(plan(seats.formatted(", unit-price: 8.00 USD"))), plan -> 0))
                .containsExactly(
                        "plan p@1: limit 's' was 3 of each user for P1D, each at 9.00 USD, is now 3 of each user for P1D,"
                                + " each at 8.00 USD; its counter goes on");
    }
}
