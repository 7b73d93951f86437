package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Money;
import io.github.licensing4j.Page;
import io.github.licensing4j.Plan;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.Licenses;
import io.github.licensing4j.admin.LimitOutlook;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.ReconciliationReport.Between;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.admin.UsageAdmin.GrantRequest;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.admin.Webhooks;
import io.github.licensing4j.servlet.admin.AdminAccess;
import io.github.licensing4j.servlet.admin.ManagementServletBuilder;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests usage, credits, corrections, invoices and deliveries over HTTP. */
final class UsageRoutesTest {
    private static final String TOKEN = "an-admin-token-of-at-least-32-characters";
    private static final CreditsLimit PREPAID = new CreditsLimit("prepaid", "tokens", 0, null);

    private final FakeLicensing licensing = new FakeLicensing();
    private final FakeUsage usage = new FakeUsage();
    private final Licenses licenses = mock(Licenses.class);
    private final Webhooks webhooks = mock(Webhooks.class);
    private Containers.Running server;

    @BeforeEach
    void start() {
        LicenseAdmin admin = mock(LicenseAdmin.class);
        when(admin.usage()).thenReturn(usage);
        when(admin.licenses()).thenReturn(licenses);
        when(admin.webhooks()).thenReturn(webhooks);
        when(licenses.get(any())).thenAnswer(asked -> {
            throw new NotFoundException("license", asked.getArgument(0));
        });
        stored(FakeLicensing.LICENSE);
        licensing.admin = Optional.of(admin);
        licensing.meters = List.of(new Meter("tokens", "token", 3, null));
        licensing.plans = List.of(new Plan(FakeLicensing.LICENSE.plan(), Set.of(), List.of(PREPAID), Plan.Sale.PUBLIC));
        var filter = licensing.filterBuilder().build();
        var servlet = new ManagementServletBuilder(licensing, licensing, filter)
                .access(AdminAccess.token(TOKEN))
                .problemsBaseUri(URI.create("https://api.example/problems/"))
                .build();
        server = Containers.JETTY.start(List.of(), Map.of("/v1/*", servlet));
    }

    private void stored(License license) {
        // The plain stub would throw while another is made of it.
        doReturn(managed(license)).when(licenses).get("lic_1");
    }

    private static LicenseView managed(License license) {
        return new LicenseView(
                license,
                new LicenseView.Revision(1, FakeUsage.NOW, FakeUsage.NOW),
                new LicenseView.Term(null, license.expiresAt()),
                null,
                null,
                null,
                new LicenseView.Blocks(null, null, null),
                null,
                Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsFilterFromQuery() throws Exception {
        HttpResponse<String> answer = admin(
                "GET",
                "/usage?issuer=https://other.example&license=lic_1&customer=acme&plan=pro%401&meter=tokens&by=hour,feature,meter"
                        + "&from=2026-11-01&to=2026-11-02T03:00:00Z&kind=observed&cursor=c&limit=7",
                "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(usage.filters)
                .containsExactly(new UsageFilter(
                        "https://other.example",
                        new UsageSelection("lic_1", "acme", "pro@1", "tokens"),
                        Instant.parse("2026-11-01T00:00:00Z"),
                        Instant.parse("2026-11-02T03:00:00Z"),
                        Set.of(UsageDimension.HOUR, UsageDimension.FEATURE),
                        UsageKind.OBSERVED,
                        "c",
                        7));
    }

    @Test
    void usesDefaultsWithoutQuery() throws Exception {
        admin("GET", "/usage", "");

        assertThat(usage.filters)
                .containsExactly(new UsageFilter(
                        null, UsageSelection.all(), null, null, Set.of(), UsageKind.CHARGED, null, 100));
    }

    @Test
    void showsRowsInExactUnits() throws Exception {
        usage.page = new Page<>(
                List.of(
                        new UsageTotal(
                                Map.of(UsageDimension.DAY, "2026-11-20T00:00:00Z", UsageDimension.FEATURE, "chat"),
                                "tokens",
                                9_007_199_254_740_993L,
                                12),
                        new UsageTotal(Map.of(), "tokens", -1, 0),
                        new UsageTotal(Map.of(), "calls", 1_000, 1_000)),
                "more");

        HttpResponse<String> answer = admin("GET", "/usage?by=day,feature", "");

        assertThat(answer.body())
                .isEqualTo("{\"rows\":[{\"from\":\"2026-11-20T00:00:00Z\",\"feature\":\"chat\",\"meter\":\"tokens\","
                        + "\"units\":9007199254740.993,\"calls\":12},"
                        + "{\"meter\":\"tokens\",\"units\":-0.001,\"calls\":0},"
                        + "{\"meter\":\"calls\",\"units\":1000,\"calls\":1000}],\"next\":\"more\"}");
        assertThat(answer.headers().allValues("Vary")).contains("Accept");
    }

    @Test
    void showsTheSameAsCsv() throws Exception {
        usage.page = new Page<>(
                List.of(
                        total("=HYPERLINK(\"http://x\")", 1_500),
                        total("-1", -1_500),
                        total("  @SUM(A1)", 0),
                        total("a,\"b\"\r\nc", 1),
                        total("", 2_000)),
                "a&b");

        HttpResponse<String> answer = admin(
                "GET", "/usage?by=feature&limit=5&cursor=before", "", "Accept", "application/json;q=0.5, text/csv");

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
                .isEqualToIgnoringCase("text/csv;charset=utf-8;header=present");
        assertThat(answer.body())
                .isEqualTo(String.join(
                        "\r\n",
                        "feature,meter,units,calls",
                        "\"'=HYPERLINK(\"\"http://x\"\")\",tokens,1.5,1",
                        "'-1,tokens,-1.5,1",
                        "\"'  @SUM(A1)\",tokens,0,1",
                        "\"a,\"\"b\"\"",
                        "c\",tokens,0.001,1",
                        ",tokens,2,1",
                        ""));
        assertThat(answer.headers().firstValue("Link")).contains("<?by=feature&limit=5&cursor=a%26b>; rel=\"next\"");
    }

    private static UsageTotal total(String feature, long units) {
        return new UsageTotal(Map.of(UsageDimension.FEATURE, feature), "tokens", units, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                   | application/json",
                "text/csv;q=0                          | application/json",
                "text/csv;q=0.4, application/json;q=.5 | text/csv",
                "text/csv;q=0.4, application/json      | application/json",
                "text/csv;q=many                       | application/json",
                "TEXT/CSV                              | text/csv",
            })
    void answersInPreferredMediaType(String accept, String type) throws Exception {
        HttpResponse<String> answer = admin("GET", "/licenses/lic_1/usage", "", "Accept", accept);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/usage?since=2026                                | 400 | since",
                "/licenses/lic_1/usage?license=lic_2              | 400 | license",
                "/usage?meter=a&meter=b                           | 400 | meter",
                "/usage?from=yesterday                            | 422 | from",
                "/usage?to=2026-13-01                             | 422 | to",
                "/usage?from=2026-11-02&to=2026-11-02             | 422 | to",
                "/usage?by=week                                   | 422 | by",
                "/usage?by=hour,day                               | 422 | by",
                "/usage?by=hour,                                  | 422 | by",
                "/usage?kind=all                                  | 422 | kind",
                "/usage?limit=0                                   | 422 | limit",
                "/usage?limit=1001                                | 422 | limit",
                "/licenses/lic_1/invoice?period=november          | 422 | period",
                "/licenses/lic_1/credits?limit=1                  | 400 | limit",
                "/reconciliation?fast=true                        | 400 | fast",
                "/webhooks/dead?cursor=c                          | 400 | cursor",
            })
    void namesInvalidParameter(String path, int status, String field) throws Exception {
        HttpResponse<String> answer = admin("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"errors\":[{").contains("\"field\":\"" + field + "\"");
        assertThat(usage.filters).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/licenses/lic_1/corrections | {\"units\":1}                                | meter",
                "/licenses/lic_1/corrections | {\"meter\":\"tokens\"}                       | units",
                "/licenses/lic_1/corrections | {\"meter\":\"tokens\",\"units\":0.0}         | units",
                "/licenses/lic_1/corrections | {\"meter\":\"tokens\",\"units\":\"1\"}       | units",
                "/licenses/lic_1/corrections | {\"meter\":\"tokens\",\"units\":1E+99999999} | units",
                "/licenses/lic_1/corrections | {\"meter\":\"tokens\",\"units\":1,\"at\":1}  | at",
                "/licenses/lic_1/corrections | {\"amount\":1}                               | amount",
                "/licenses/lic_1/credits     | {\"amount\":1}                               | limit",
                "/licenses/lic_1/credits     | {\"limit\":\"prepaid\",\"amount\":-1}        | amount",
                "/licenses/lic_1/credits     | {\"limit\":\"p\",\"amount\":1,\"priority\":256} | priority",
                "/licenses/lic_1/credits     | {\"limit\":\"p\",\"amount\":1,\"priority\":0.5} | priority",
                "/exports/dead/replay        | {\"ids\":[]}                                 | ids",
                "/exports/dead/replay        | {\"ids\":[1]}                                | ids",
            })
    void namesInvalidMember(String path, String body, String field) throws Exception {
        HttpResponse<String> answer = admin("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
        assertThat(usage.asked).isEmpty();
    }

    @Test
    void refusesUnknownLicense() throws Exception {
        assertThat(admin("GET", "/licenses/lic_2/usage", "").statusCode()).isEqualTo(404);
        assertThat(usage.filters).isEmpty();
    }

    @Test
    void entersACorrectionOnce() throws Exception {
        HttpResponse<String> answer = admin(
                "POST",
                "/licenses/lic_1/corrections",
                "{\"meter\":\"tokens\",\"units\":-0.1234567890123456789,\"at\":\"2026-11-20T00:00:00Z\"}",
                "Idempotency-Key",
                "k1");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"cor_1\",\"license\":\"lic_1\",\"customer\":\"acme\",\"plan\":\"free@1\","
                        + "\"meter\":\"tokens\",\"units\":-1.5,\"at\":\"2026-11-20T12:00:00Z\","
                        + "\"createdAt\":\"2026-11-20T12:00:00Z\",\"actor\":\"admin\"}");
        assertThat(usage.asked)
                .containsExactly(new CorrectionRequest(
                        "tokens", new BigDecimal("-0.1234567890123456789"), Instant.parse("2026-11-20T00:00:00Z")));
        assertThat(usage.orders)
                .singleElement()
                .satisfies(by -> assertThat(by.request()).isNotNull());
    }

    @Test
    @Tag("4.1.4")
    void correctsUsageOfKeyUserAndGrant() throws Exception {
        HttpResponse<String> answer = admin(
                "POST",
                "/licenses/lic_1/corrections",
                "{\"meter\":\"tokens\",\"units\":-1.5,\"key\":\"key_1\",\"user\":\"\",\"grant\":\"crd_1\"}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("\"key\":\"key_1\",\"user\":\"\",\"grant\":\"crd_1\"");
        assertThat(usage.asked)
                .containsExactly(
                        new CorrectionRequest("tokens", new BigDecimal("-1.5"), null, "key_1", "", List.of("crd_1")));
        assertThat(admin(
                                "POST",
                                "/licenses/lic_1/corrections",
                                "{\"meter\":\"tokens\",\"units\":1,\"grant\":[\"crd_1\",\"crd_2\"]}")
                        .body())
                .contains("\"grant\":[\"crd_1\",\"crd_2\"]");
        assertThat(admin("POST", "/licenses/lic_1/corrections", "{\"meter\":\"tokens\",\"units\":1,\"key\":7}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void listsCorrectionsByThePage() throws Exception {
        assertThat(admin("GET", "/licenses/lic_1/corrections?cursor=c&limit=2", "")
                        .body())
                .startsWith("{\"corrections\":[{\"id\":\"cor_1\"")
                .endsWith("\"next\":\"more\"}");
        assertThat(usage.asked).containsExactly("lic_1 c 2");
    }

    @Test
    void grantsShowsAndVoidsCredits() throws Exception {
        HttpResponse<String> granted = admin(
                "POST",
                "/licenses/lic_1/credits",
                "{\"limit\":\"prepaid\",\"amount\":10.5,\"expiresAt\":\"2027-01-01T00:00:00Z\"}",
                "Idempotency-Key",
                "k1");
        HttpResponse<String> listed = admin("GET", "/licenses/lic_1/credits", "");
        HttpResponse<String> voided = admin("DELETE", "/credits/crd_1", "{\"reason\":\"refund\"}");

        String grant = "{\"id\":\"crd_1\",\"license\":\"lic_1\",\"limit\":\"prepaid\",\"meter\":\"tokens\","
                + "\"amount\":10.5,\"consumed\":0.25,\"priority\":7,\"createdAt\":\"2026-11-20T12:00:00Z\","
                + "\"effectiveAt\":\"2026-11-20T12:00:00Z\"";
        assertThat(granted.statusCode()).isEqualTo(201);
        assertThat(granted.body()).isEqualTo(grant + "}");
        assertThat(listed.body()).isEqualTo("{\"credits\":[" + grant + "}]}");
        assertThat(voided.body()).isEqualTo(grant + ",\"voidedAt\":\"2026-11-20T12:00:00Z\"}");
        assertThat(usage.asked)
                .containsExactly(
                        new GrantRequest(
                                "prepaid", new BigDecimal("10.5"), 0, null, Instant.parse("2027-01-01T00:00:00Z")),
                        "crd_1");
        assertThat(usage.orders.get(0).request()).isNotNull();
        assertThat(usage.orders.get(1).reason()).isEqualTo("refund");
    }

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
                QuotaLimit.Holder.LICENSE);
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

    @Test
    void showsCallersOnlyTheirUsage() throws Exception {
        usage.page = new Page<>(List.of(total("chat", 1_500)), null);

        assertThat(caller("/me/usage?by=feature&from=2026-11-01").body())
                .isEqualTo("{\"rows\":[{\"feature\":\"chat\",\"meter\":\"tokens\",\"units\":1.5,\"calls\":1}]}");
        assertThat(usage.filters).singleElement().satisfies(filter -> {
            assertThat(filter.issuer()).isEqualTo("https://issuer.example");
            assertThat(filter.selection().license()).isEqualTo("lic_1");
            assertThat(filter.selection().customer()).isNull();
        });
        assertThat(caller("/me/usage?license=lic_2").statusCode()).isEqualTo(400);
        assertThat(usage.filters).hasSize(1);
    }

    /** A second trusted issuer may use the same id for its own license, which is not stored here. */
    @Test
    void showsUsageOfCallerWithoutRecord() throws Exception {
        LicenseId theirs = new LicenseId("https://other.example", "lic_9");
        License own = FakeLicensing.LICENSE;
        License other = new License(theirs, own.customer(), own.plan(), own.state(), own.anchor(), own.zone(), null);
        licensing.identify = call -> new FakeLicensing.Other(other);
        usage.page = new Page<>(List.of(total("chat", 1_500)), null);

        assertThat(caller("/me/usage?by=feature").body()).contains("\"units\":1.5");
        assertThat(usage.filters).singleElement().satisfies(filter -> {
            assertThat(filter.issuer()).isEqualTo("https://other.example");
            assertThat(filter.selection().license()).isEqualTo("lic_9");
        });
        // Its token has the start of its periods.
        assertThat(usage.asked).containsExactly(theirs);
    }

    @Test
    void answers404WithoutStore() throws Exception {
        licensing.admin = Optional.empty();

        assertThat(caller("/me/usage").statusCode()).isEqualTo(404);
    }

    @Test
    void needsAnAdministrator() throws Exception {
        for (String path :
                List.of("/usage", "/licenses/lic_1/usage", "/reconciliation", "/exports/dead", "/webhooks/dead")) {
            assertThat(caller(path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(usage.filters).isEmpty();
    }

    private HttpResponse<String> caller(String path) throws Exception {
        return server.get("/v1" + path, "X-API-Key", "lk_test_1");
    }

    private HttpResponse<String> admin(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/v1" + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json");
        return server.client()
                .send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }
}
