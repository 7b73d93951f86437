package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.Page;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.admin.InsightFilter;
import io.github.licensing4j.admin.Insights;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseAdmin;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how queries for figures are read, and how figures are written. */
class InsightRoutesTest {
    private static final Instant FROM = ResponseSamples.T1;

    private final Insights insights = mock(Insights.class);

    private String get(String path, String... pairs) throws Exception {
        Map<String, String[]> parameters = new LinkedHashMap<>();
        for (String pair : pairs) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], new String[] {parts[1]});
        }
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getParameterMap()).thenReturn(parameters);
        LicenseAdmin admin = mock(LicenseAdmin.class);
        when(admin.insights()).thenReturn(insights);
        var found = (RouteTable.Match.Found<Routes.Handler>) Routes.ADMIN.find("GET", path);
        return found.handler()
                .answer(new Exchange(request, found.variables(), admin, "admin", ResponseSamples.CATALOG))
                .body();
    }

    @Test
    void readsEveryParameterOfUsage() throws Exception {
        InsightFilter filter = new InsightFilter(
                "https://other.example",
                Map.of(InsightDimension.CUSTOMER, "acme", InsightDimension.STATUS, "2"),
                FROM,
                ResponseSamples.T2,
                Set.of(InsightDimension.PLAN, InsightDimension.METER),
                InsightStep.DAY,
                UsageKind.OBSERVED,
                InsightOrder.LARGEST,
                "c1",
                7);
        InsightGroup<UsageFigures> group = new InsightGroup<>(
                FROM, Map.of(InsightDimension.PLAN, "pro@1", InsightDimension.METER, "gb"), new UsageFigures(1_500, 3));
        when(insights.usage(filter)).thenReturn(new Page<>(List.of(group), "next1"));
        assertThat(get(
                        "/insights/usage",
                        "issuer=https://other.example",
                        "customer=acme",
                        "status=2",
                        "from=2026-01-31",
                        "to=" + ResponseSamples.T2,
                        "by=plan,meter",
                        "step=day",
                        "kind=observed",
                        "sort=largest",
                        "cursor=c1",
                        "limit=7"))
                .isEqualTo("{\"rows\":[{\"from\":\"2026-01-31T00:00:00Z\",\"plan\":\"pro@1\",\"meter\":\"gb\","
                        + "\"units\":1.5,\"calls\":3}],\"next\":\"next1\"}");
    }

    private static InsightFilter defaults(InsightDimension... by) {
        return InsightFilter.groupedBy(by).page(null, 100);
    }

    @Test
    void writesCustomersRevenueAndRefusals() throws Exception {
        when(insights.customers(defaults()))
                .thenReturn(new Page<>(List.of(new InsightGroup<>(null, Map.of(), new CustomerFigures(2, 3))), null));
        assertThat(get("/insights/customers")).isEqualTo("{\"rows\":[{\"customers\":2,\"licenses\":3}]}");
        when(insights.revenue(defaults(InsightDimension.PLAN)))
                .thenReturn(new Page<>(
                        List.of(new InsightGroup<>(
                                null,
                                Map.of(InsightDimension.PLAN, "pro@1", InsightDimension.CURRENCY, "USD"),
                                new RevenueFigures(new BigDecimal("49.50"), 1))),
                        null));
        when(insights.unreadableInvoices()).thenReturn(2L);
        assertThat(get("/insights/revenue", "by=plan"))
                .isEqualTo("{\"rows\":[{\"plan\":\"pro@1\",\"currency\":\"USD\",\"amount\":49.50,\"invoices\":1}],"
                        + "\"incomplete\":2}");
        when(insights.refusals(defaults(InsightDimension.CODE)))
                .thenReturn(new Page<>(
                        List.of(new InsightGroup<>(
                                null, Map.of(InsightDimension.CODE, "quota-exhausted"), new RefusalFigures(5, 1))),
                        null));
        assertThat(get("/insights/refusals", "by=code"))
                .isEqualTo("{\"rows\":[{\"code\":\"quota-exhausted\",\"refused\":5,\"observed\":1}]}");
    }

    @Test
    void writesPercentiles() throws Exception {
        List<Long> counts = new ArrayList<>(Collections.nCopies(LatencyHistogram.BUCKETS, 0L));
        counts.set(LatencyHistogram.bucket(3), 98L);
        counts.set(LatencyHistogram.bucket(100), 2L);
        when(insights.latency(defaults(InsightDimension.ENDPOINT)))
                .thenReturn(new Page<>(
                        List.of(new InsightGroup<>(
                                null, Map.of(InsightDimension.ENDPOINT, "GET /a"), new LatencyHistogram(counts, 494))),
                        null));
        assertThat(get("/insights/latency", "by=endpoint"))
                .isEqualTo("{\"rows\":[{\"endpoint\":\"GET /a\",\"calls\":100,\"mean\":4.9,\"p50\":4,\"p95\":4,"
                        + "\"p99\":112}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"by=code", "by=plan,,", "step=week", "sort=units", "kind=all", "from=yesterday", "limit=0"})
    void rejectsWrongValues(String pair) {
        assertThatThrownBy(() -> get("/insights/usage", pair))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class,
                        thrown -> assertThat(thrown.field()).isEqualTo(pair.substring(0, pair.indexOf('='))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"code=quota-exhausted", "unknown=1", "currency=USD"})
    void rejectsParametersWithoutEffect(String pair) {
        assertThatThrownBy(() -> get("/insights/usage", pair)).isInstanceOf(FailureException.class);
    }
}
