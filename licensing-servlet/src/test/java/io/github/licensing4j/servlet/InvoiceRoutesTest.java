package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import io.github.licensing4j.Page;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.admin.LimitOutlook;
import io.github.licensing4j.admin.ReconciliationReport.Between;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.admin.Webhooks;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The routes of invoices, forecasts, reconciliation and exports. */
final class InvoiceRoutesTest extends UsageRoutesFixture {
    @Test
    void previewsInvoiceWithEveryDigit() throws Exception {
        HttpResponse<String> answer = admin("GET", "/licenses/lic_1/invoice?period=2026-11-20", "");

        assertThat(answer.body())
                .isEqualTo(
                        "{\"license\":\"lic_1\",\"customer\":\"acme\",\"from\":\"2026-11-20T12:00:00Z\","
                                + "\"to\":\"2026-11-20T12:00:00Z\",\"lines\":[{\"kind\":\"credits-consumed\","
                                + "\"description\":\"Credits\",\"quantity\":0.000000001,\"amount\":12345678901234567.10}],"
                                + "\"total\":12345678901234567.10,\"notes\":[\"a note\"],\"closedAt\":\"2026-11-20T12:00:00Z\"}");
        admin("GET", "/licenses/lic_1/invoice", "");
        assertThat(usage.asked).containsExactly("lic_1 2026-11-20T00:00:00Z", "lic_1 null");
    }

    @Test
    @Tag("4.1.3")
    void previewsInvoiceOfCustomer() throws Exception {
        assertThat(admin("GET", "/customers/acme/invoice?period=2026-11-20", "").body())
                .isEqualTo(
                        "{\"customer\":\"acme\",\"from\":\"2026-11-20T12:00:00Z\",\"to\":\"2026-11-20T12:00:01Z\","
                                + "\"currency\":\"USD\",\"lines\":[{\"kind\":\"overage\",\"description\":\"shared\",\"quantity\":10,"
                                + "\"unitPrice\":0.50,\"amount\":5.00}],\"total\":5.00,\"notes\":[],\"closedAt\":\"2026-11-20T12:00:00Z\"}");
        assertThat(usage.asked).containsExactly("acme 2026-11-20T00:00:00Z");
        assertThat(admin("GET", "/customers/acme/limits", "").body()).isEqualTo("{\"limits\":[]}");
        when(licenses.list(any())).thenReturn(new Page<>(List.of(managed(FakeLicensing.LICENSE)), null));
        assertThat(admin("GET", "/customers/acme/usage", "").statusCode()).isEqualTo(200);
        assertThat(usage.filters)
                .singleElement()
                .satisfies(filter -> assertThat(filter.selection().customer()).isEqualTo("acme"));
    }

    @Test
    @Tag("4.5.10")
    void showsCallersOnlyTheirInvoice() throws Exception {
        assertThat(caller("/me/invoice?period=2026-11-20").body())
                .startsWith("{\"license\":\"lic_1\"")
                .contains("\"customerInvoice\":{\"customer\":\"acme\"");
        assertThat(usage.asked).containsExactly("lic_1 2026-11-20T00:00:00Z", "acme 2026-11-20T00:00:00Z");
        assertThat(caller("/me/invoice?license=lic_2").statusCode()).isEqualTo(400);
    }

    @Test
    @Tag("4.5.10")
    void namesPlanEndpointWherePlanIsPatched() throws Exception {
        assertThat(admin("PATCH", "/licenses/lic_1", "{\"plan\":\"pro@1\"}").body())
                .contains("\"field\":\"plan\"", "POST /licenses/lic_1/plan");
    }

    @Test
    void reconciles() throws Exception {
        assertThat(admin("GET", "/reconciliation", "").body())
                .isEqualTo("{\"clean\":true,\"at\":\"2026-11-20T12:00:00Z\",\"differences\":[],\"sources\":[{"
                        + "\"node\":\"node\",\"epoch\":3,\"journaled\":9,\"unreadable\":0,\"shipped\":9}],"
                        + "\"exporters\":[{\"name\":\"stripe\",\"waiting\":1,\"dead\":2}],\"notes\":[\"a note\"]}");
        usage.differences =
                List.of(new Difference(Between.LEDGER_AND_EXPORT, "stripe", "lic_1", "tokens", 1_500, 0, 1, 0));
        HttpResponse<String> different = admin("GET", "/reconciliation", "");
        assertThat(different.statusCode()).isEqualTo(200);
        assertThat(different.body())
                .startsWith("{\"clean\":false,")
                .contains("[{\"between\":\"ledger-and-export\",\"where\":\"stripe\",\"license\":\"lic_1\","
                        + "\"meter\":\"tokens\",\"expected\":1.5,\"found\":0,\"expectedCalls\":1,\"foundCalls\":0}]");
    }

    @Test
    void showsAndReplaysDeadEvents() throws Exception {
        when(webhooks.dead(100))
                .thenReturn(List.of(new Webhooks.DeadMessage("m1", "crm", "license.revoked", FakeUsage.NOW, 9, null)));

        assertThat(admin("GET", "/exports/dead", "").body())
                .isEqualTo("{\"events\":[{\"id\":\"evt_1\",\"exporter\":\"stripe\",\"license\":\"lic_1\","
                        + "\"customer\":\"acme\",\"meter\":\"tokens\",\"from\":\"2026-11-20T12:00:00Z\","
                        + "\"to\":\"2026-11-20T12:00:00Z\",\"revision\":2,\"units\":1.25,"
                        + "\"createdAt\":\"2026-11-20T12:00:00Z\",\"attempts\":9,\"error\":\"no\"}]}");
        assertThat(admin("POST", "/exports/dead/replay", "{\"ids\":[\"evt_1\"]}")
                        .body())
                .isEqualTo("{\"replayed\":3}");
        assertThat(admin("POST", "/exports/dead/replay", "").statusCode()).isEqualTo(200);
        assertThat(usage.asked).containsExactly("null 100", List.of("evt_1"), List.of());
        assertThat(admin("GET", "/webhooks/dead", "").body())
                .isEqualTo("{\"messages\":[{\"id\":\"m1\",\"endpoint\":\"crm\",\"topic\":\"license.revoked\","
                        + "\"createdAt\":\"2026-11-20T12:00:00Z\",\"attempts\":9}]}");
        assertThat(admin("POST", "/webhooks/dead/m1/replay", "").statusCode()).isEqualTo(204);
        verify(webhooks).replay(eq("m1"), any());
    }

    @Test
    void showsOverageInUnitsOfTheMeter() throws Exception {
        var monthly = new QuotaLimit(
                "monthly",
                "tokens",
                1_000,
                ContractPeriod.parse("P1M"),
                List.of(),
                new QuotaLimit.Overage(2_000, null),
                new QuotaLimit.Rollover(500),
                QuotaLimit.Scope.LICENSE);
        when(licenses.limits("lic_1"))
                .thenReturn(List.of(
                        new LimitStatus(monthly, 900, 2_100, FakeUsage.NOW),
                        new LimitStatus(monthly, 1_600, 1_800, null, 400),
                        new LimitStatus(monthly, 3_600, 0, null, 500),
                        new LimitStatus(PREPAID, 250, 10_250, null)));

        String quota = "{\"name\":\"monthly\",\"kind\":\"quota\",\"meter\":\"tokens\",\"amount\":1,";
        assertThat(admin("GET", "/licenses/lic_1/limits", "").body())
                .isEqualTo("{\"limits\":[" + quota
                        + "\"used\":0.9,\"remaining\":2.1,\"carried\":0,\"overage\":0,\"resetsAt\":\"2026-11-20T12:00:00Z\"},"
                        + quota + "\"used\":1.6,\"remaining\":1.8,\"carried\":0.4,\"overage\":0.2},"
                        + quota + "\"used\":3.6,\"remaining\":0,\"carried\":0.5,\"overage\":2.1},"
                        + "{\"name\":\"prepaid\",\"kind\":\"credits\",\"meter\":\"tokens\",\"amount\":10.5,"
                        + "\"used\":0.25,\"remaining\":10.25}]}");
    }

    @Test
    void showsQuotaForecastAndCost() throws Exception {
        var monthly = new QuotaLimit(
                "monthly",
                "calls",
                20,
                ContractPeriod.parse("P1M"),
                List.of(),
                new QuotaLimit.Overage(100, money("0.25")));
        var daily = new QuotaLimit("daily", "calls", 9, ContractPeriod.parse("P1D"), List.of(), null);
        when(licenses.limits("lic_1"))
                .thenReturn(List.of(
                        new LimitStatus(monthly, 21, 99, FakeUsage.NOW),
                        new LimitStatus(daily, 3, 6, null),
                        new LimitStatus(PREPAID, 250, 10_250, null)));
        usage.outlooks = List.of(
                new LimitOutlook(new LimitStatus(monthly, 22, 98, FakeUsage.NOW), 2, money("0.50"), 36L, money("4.00")),
                new LimitOutlook(new LimitStatus(daily, 3, 6, null), 0, null, 9L, null));

        assertThat(admin("GET", "/licenses/lic_1/limits", "").body())
                .isEqualTo("{\"limits\":["
                        + "{\"name\":\"monthly\",\"kind\":\"quota\",\"meter\":\"calls\",\"amount\":20,\"used\":22,"
                        + "\"remaining\":98,\"overage\":2,\"resetsAt\":\"2026-11-20T12:00:00Z\",\"projected\":36,"
                        + "\"overageCost\":0.50,\"projectedCost\":4.00,\"currency\":\"USD\"},"
                        + "{\"name\":\"daily\",\"kind\":\"quota\",\"meter\":\"calls\",\"amount\":9,\"used\":3,"
                        + "\"remaining\":6,\"projected\":9},"
                        + "{\"name\":\"prepaid\",\"kind\":\"credits\",\"meter\":\"tokens\",\"amount\":10.5,"
                        + "\"used\":0.25,\"remaining\":10.25}]}");
    }

    private static Money money(String amount) {
        return new Money(new BigDecimal(amount), Currency.getInstance("USD"));
    }
}
