package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.github.licensing4j.Money;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.admin.PlanMoves.Candidate;
import io.github.licensing4j.admin.PlanMoves.Move;
import io.github.licensing4j.admin.PlanMoves.Result;
import io.github.licensing4j.admin.PlanMoves.Skipped;
import io.github.licensing4j.admin.ShadowReport;
import io.github.licensing4j.admin.ShadowReport.Effect;
import io.github.licensing4j.admin.ShadowReport.Effects;
import io.github.licensing4j.admin.ShadowReport.MeterEffect;
import io.github.licensing4j.admin.WhatIfReport;
import io.github.licensing4j.admin.WhatIfReport.Calls;
import io.github.licensing4j.admin.WhatIfReport.CustomerEffect;
import io.github.licensing4j.admin.WhatIfReport.Period;
import io.github.licensing4j.admin.WhatIfReport.Precision;
import io.github.licensing4j.admin.WhatIfReport.Problem;
import io.github.licensing4j.admin.WhatIfReport.ProblemKind;
import io.github.licensing4j.admin.WhatIfReport.Refusals;
import io.github.licensing4j.admin.WhatIfReport.Revenue;
import io.github.licensing4j.admin.WhatIfRequest;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The routes of what-if, of the shadow catalog and of moves of many licenses. */
class SafeRolloutRoutesTest extends UsageRoutesFixture {
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");

    private HttpResponse<String> yaml(String method, String path) throws Exception {
        return yaml(method, path, TOKEN);
    }

    private HttpResponse<String> yaml(String method, String path, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/v1" + path))
                .method(method, BodyPublishers.ofString("catalog: a\n"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/yaml")
                .build();
        return server.client().send(request, BodyHandlers.ofString());
    }

    private static WhatIfReport report() {
        Revenue usd = new Revenue("USD", new BigDecimal("11.50"), new BigDecimal("10.50"));
        return new WhatIfReport(
                new Period(JUNE, JULY, "h1", "h2"),
                7,
                new Calls(7, 5),
                List.of(new Revenue("EUR", BigDecimal.ZERO, BigDecimal.ONE), usd),
                1,
                new Page<>(
                        List.of(new CustomerEffect(
                                "acme",
                                7,
                                new Calls(0, 2),
                                List.of(usd),
                                List.of(new Refusals(
                                        "lic_1",
                                        RefusalCode.QUOTA_EXHAUSTED,
                                        "monthly",
                                        new Calls(0, 2),
                                        JUNE,
                                        Precision.ESTIMATE)),
                                0)),
                        "1"),
                0,
                List.of(new Problem(ProblemKind.PLAN_MISSING, "a@1", 1, "Gone.")),
                List.of("A note."));
    }

    @Test
    void whatIfAnswersBothSides() throws Exception {
        when(catalogs.whatIf(new WhatIfRequest("catalog: a\n", JUNE, JULY, null, 100)))
                .thenReturn(report());

        HttpResponse<String> answer = yaml("POST", "/catalog/what-if?from=2026-06-01&to=2026-07-01T00:00:00Z");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"from\":\"2026-06-01T00:00:00Z\",\"to\":\"2026-07-01T00:00:00Z\",\"liveHash\":\"h1\","
                        + "\"draftHash\":\"h2\",\"calls\":7,\"granted\":{\"live\":7,\"draft\":5},"
                        + "\"revenue\":{\"currency\":\"USD\",\"live\":11.50,\"draft\":10.50,\"byCurrency\":[")
                .contains(
                        "\"differences\":1",
                        "\"customer\":\"acme\",\"calls\":7,\"refused\":{\"live\":0,\"draft\":2}",
                        "\"code\":\"quota-exhausted\",\"limit\":\"monthly\"",
                        "\"precision\":\"estimate\"",
                        "\"next\":\"1\"",
                        "{\"kind\":\"plan-missing\",\"subject\":\"a@1\",\"licenses\":1,\"detail\":\"Gone.\"}");
    }

    @Test
    void whatIfNeedsTimes() throws Exception {
        assertThat(yaml("POST", "/catalog/what-if?from=2026-06-01").statusCode())
                .isEqualTo(422);
        verifyNoInteractions(catalogs);
    }

    private static ShadowReport shadow() {
        return new ShadowReport(
                new ShadowReport.Candidate("h2", JUNE, false),
                new ShadowReport.Calls(9, 3, 1, 0),
                Map.of(RefusalCode.QUOTA_EXHAUSTED, 2L),
                Map.of(),
                Map.of(),
                List.of(new MeterEffect("calls", 1, BigDecimal.ONE, BigDecimal.TEN, List.of())),
                new Effects(List.of(new Effect("acme", 2, 0, 0, 1)), 0),
                new Effects(List.of(), 0),
                null,
                List.of());
    }

    @Test
    void showsShadow() throws Exception {
        when(catalogs.shadow()).thenReturn(shadow());

        assertThat(admin("GET", "/catalog/shadow", "").body())
                .isEqualTo("{\"hash\":\"h2\",\"since\":\"2026-06-01T00:00:00Z\",\"file\":false,\"compared\":9,"
                        + "\"differences\":3,\"chargedDifferently\":1,\"notCompared\":0,"
                        + "\"refusals\":{\"wouldRefuse\":{\"quota-exhausted\":2},\"wouldGrant\":{},\"refusedOtherwise\":{}},"
                        + "\"meters\":[{\"meter\":\"calls\",\"calls\":1,\"live\":1,\"draft\":10,\"money\":[]}],"
                        + "\"customers\":{\"largest\":[{\"name\":\"acme\",\"wouldRefuse\":2,\"wouldGrant\":0,"
                        + "\"refusedOtherwise\":0,\"chargedDifferently\":1}],\"leftOut\":0},"
                        + "\"endpoints\":{\"largest\":[],\"leftOut\":0},\"notes\":[]}");
    }

    @Test
    void setsAndClearsShadowWithReason() throws Exception {
        when(catalogs.setShadow(any(), any())).thenReturn(shadow());

        assertThat(yaml("PUT", "/catalog/shadow?reason=prices").statusCode()).isEqualTo(200);
        assertThat(admin("DELETE", "/catalog/shadow", "{\"reason\":\"done\"}").statusCode())
                .isEqualTo(204);

        verify(catalogs).setShadow("catalog: a\n", AdminContext.by("admin", "prices"));
        verify(catalogs).clearShadow(AdminContext.by("admin", "done"));
    }

    @Test
    void shadowNeedsToken() throws Exception {
        assertThat(yaml("PUT", "/catalog/shadow", "wrong").statusCode()).isEqualTo(401);
        verifyNoInteractions(catalogs);
    }

    @Test
    void movesPlansAndBack() throws Exception {
        Move move = new Move(
                PlanId.parse("pro@1"),
                new PlanChangeRequest(PlanId.parse("pro@2"), When.NOW, UsageTreatment.PRORATE),
                Set.of("acme"),
                10,
                5);
        Result result = new Result("mov_1", 1, List.of(new Skipped("lic_2", "It ended.")), 0, true);
        when(moves.preview(eq(move), any(), anyInt()))
                .thenReturn(new Page<>(
                        List.of(new Candidate(
                                "lic_1", "acme", JULY, Money.parse("10.00 USD"), Money.parse("12.00 USD"), null)),
                        null));
        when(moves.run(move, AdminContext.by("admin", "new"))).thenReturn(result);
        when(moves.undo("mov_1", AdminContext.by("admin", "old"))).thenReturn(result);
        String body = "{\"from\":\"pro@1\",\"plan\":\"pro@2\",\"when\":\"now\",\"usage\":\"prorate\","
                + "\"customers\":[\"acme\"],\"percent\":10,\"max\":5,\"reason\":\"new\"}";
        String expected = "{\"moveId\":\"mov_1\",\"changed\":1,\"skipped\":[{\"license\":\"lic_2\","
                + "\"problem\":\"It ended.\"}],\"leftOut\":0,\"complete\":true}";

        assertThat(admin("POST", "/plan-moves/preview", body).body())
                .isEqualTo(
                        "{\"licenses\":[{\"license\":\"lic_1\",\"customer\":\"acme\",\"at\":\"2026-07-01T00:00:00Z\","
                                + "\"priceBefore\":{\"amount\":10.00,\"currency\":\"USD\"},"
                                + "\"priceAfter\":{\"amount\":12.00,\"currency\":\"USD\"}}]}");
        assertThat(admin("POST", "/plan-moves", body).body()).isEqualTo(expected);
        assertThat(admin("POST", "/plan-moves/mov_1/undo", "{\"reason\":\"old\"}")
                        .body())
                .isEqualTo(expected);
    }
}
