package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests usage, credits, corrections, invoices and deliveries over HTTP. */
final class UsageRoutesTest extends UsageRoutesFixture {
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

    @Test
    void refusesUnknownLicense() throws Exception {
        assertThat(admin("GET", "/licenses/lic_2/usage", "").statusCode()).isEqualTo(404);
        assertThat(usage.filters).isEmpty();
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
}
