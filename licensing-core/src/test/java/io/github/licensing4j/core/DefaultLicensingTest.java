package io.github.licensing4j.core;

import static io.github.licensing4j.Requirement.features;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Charge;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.DispatchAllowed;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Health;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseNotRequired;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.Upgrade;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.tck.MovableClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultLicensingTest {
    private static final Outcome OK = new Outcome(200, 0);
    private static final Requirement DAILY = features("forecast.daily");
    private static final Requirement HOURLY = features("forecast.hourly");

    @TempDir
    Path dir;

    private EngineFixture engine;

    @BeforeEach
    void start() {
        engine = new EngineFixture(dir);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void grantsFeaturesOfPlan() {
        Granted granted = engine.granted(engine.token("free@1", "lic_1"), DAILY);
        LicenseContext context = LicenseContext.of(granted);
        assertThat(context.license().orElseThrow().plan()).isEqualTo(new PlanId("free", 1));
        assertThat(context.has("forecast.daily")).isTrue();
        assertThat(context.has("forecast.hourly")).isFalse();
        assertThat(context.remaining("monthly")).hasValue(99);
        assertThat(context.remaining("burst")).hasValue(19);
        assertThat(context.remaining("nothing")).isEmpty();
        granted.reservation().settle(OK);
    }

    @Test
    void refusesFeatureAndOffersPlan() {
        Refusal refusal = engine.refused(engine.token("free@1", "lic_1"), HOURLY);
        assertThat(refusal.code()).isEqualTo(RefusalCode.FEATURE_NOT_LICENSED);
        assertThat(refusal.detail()).isEqualTo("Plan free@1 does not include forecast.hourly.");
        assertThat(refusal.upgrade())
                .isEqualTo(new Upgrade(List.of(new PlanId("pro", 1)), URI.create("https://example.com/pricing")));
        assertThat(refusal.id()).startsWith("dec_");
    }

    @Test
    void offersOnlyPlansThatAdmitTheCall() {
        String token = engine.token("free@1", "lic_1");
        exhaust(token);
        Refusal daily = engine.refused(token, DAILY);
        assertThat(daily.code()).isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
        assertThat(daily.limit())
                .isNotNull()
                .satisfies(limit -> assertThat(limit.used()).isEqualTo(100));
        assertThat(daily.retryAt()).isEqualTo("2026-04-01T00:00:00Z");
        assertThat(daily.upgrade())
                .isEqualTo(new Upgrade(List.of(new PlanId("pro", 1)), URI.create("https://example.com/pricing")));
        Requirement huge = new Requirement(List.of(), Set.of(), List.of(Charge.of(Charge.CALLS, 950)));
        assertThat(engine.refused(token, huge).upgrade()).isNull();
    }

    @Test
    @Tag("rule-3.1")
    void aRefusedFeatureTakesNothing() {
        String token = engine.token("free@1", "lic_1");
        for (int i = 0; i < 50; i++) {
            engine.refused(token, HOURLY);
        }
        assertThat(remaining(engine.granted(token, DAILY), "burst")).isEqualTo(19);
    }

    @Test
    void ruleChargeReplacesDefaultCharge() {
        Granted granted = (Granted) engine.decideAt("/v1/export/csv", engine.token("pro@1", "lic_1"));
        assertThat(remaining(granted, "monthly")).isEqualTo(990);
        assertThat(remaining(granted, "burst")).isEqualTo(199);
        Refused refused = (Refused) engine.decideAt("/v1/export/csv", engine.token("free@1", "lic_2"));
        assertThat(refused.refusal().code()).isEqualTo(RefusalCode.FEATURE_NOT_LICENSED);
    }

    @Test
    void checksScopesAfterFeatures() {
        Requirement scoped = new Requirement(DAILY.features(), Set.of("read"), List.of());
        String bare = engine.token("free@1", "lic_1");
        assertThat(engine.refused(bare, scoped).code()).isEqualTo(RefusalCode.SCOPE_MISSING);
        assertThat(engine.refused(bare, scoped).scopes()).containsExactly("read");
        String token = engine.issuer.issue(new LicenseTokenRequest(
                "acme",
                "lic_1",
                PlanId.parse("free@1"),
                Duration.ofHours(1),
                Set.of("read"),
                List.of(),
                Map.of(),
                null,
                null,
                null));
        engine.granted(token, scoped);
    }

    @Test
    void credentialsOfLibraryHaveNoRoles() {
        Requirement analyst = Requirement.license().withRoles(Set.of("analyst"));
        assertThat(engine.refused(engine.token("free@1", "lic_1"), analyst).code())
                .isEqualTo(RefusalCode.ROLE_MISSING);
    }

    @Test
    void reportsInvalidRequestBeforeLicense() {
        assertThat(code(engine.licensing.identify(EngineFixture.call()))).isEqualTo(RefusalCode.CREDENTIAL_MISSING);
        Credential good = new Credential(Source.BEARER, engine.token("free@1", "lic_1"));
        assertThat(code(engine.licensing.identify(EngineFixture.call(good, good))))
                .isEqualTo(RefusalCode.CREDENTIAL_AMBIGUOUS);
        assertThat(code(engine.licensing.identify(new Call(
                        "GET",
                        new RequestPath.Ambiguous("no"),
                        List.of(good),
                        new Call.Peer("::1", Call.Route.DIRECT),
                        CallEvidence.none()))))
                .isEqualTo(RefusalCode.REQUEST_INVALID);
        assertThat(code(engine.identify("nonsense"))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(engine.identify(""))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(engine.identify("lk_live_0123456789"))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void checksExpiryOfCachedTokenAtEveryCall() {
        String token = engine.token("free@1", "lic_1");
        engine.identified(token);
        engine.clock.advance(Duration.ofDays(60).plusSeconds(30));
        assertThat(code(engine.identify(token))).isEqualTo(RefusalCode.CREDENTIAL_EXPIRED);
    }

    @Test
    void checksRevocationOfCachedTokenAtEveryCall() {
        String token = engine.token("free@1", "lic_1");
        engine.identified(token);
        String payload = new String(
                java.util.Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]),
                java.nio.charset.StandardCharsets.UTF_8);
        String tokenId = payload.replaceAll(".*\"jti\":\"([^\"]+)\".*", "$1");
        engine.store.commit(StoreChange.builder()
                .revokedToken(new RevokedToken(EngineFixture.ISSUER, tokenId, Instant.parse("2027-01-01T00:00:00Z")))
                .build());
        assertThat(code(engine.identify(token))).isEqualTo(RefusalCode.CREDENTIAL_REVOKED);
    }

    @Test
    void storedRecordOverridesTokenClaims() {
        String token = engine.token("pro@1", "lic_1");
        engine.granted(token, HOURLY);
        engine.put(record(1, "free@1", null));
        assertThat(engine.refused(token, HOURLY).code()).isEqualTo(RefusalCode.FEATURE_NOT_LICENSED);
        engine.put(record(2, "pro@1", engine.clock.instant()));
        assertThat(code(engine.identify(token))).isEqualTo(RefusalCode.LICENSE_SUSPENDED);
    }

    @Test
    void tokenWithoutPlanNeedsRecord() {
        String token = engine.issuer.issue(new LicenseTokenRequest(
                "acme", "lic_1", null, Duration.ofHours(1), Set.of(), List.of(), Map.of(), null, null, null));
        assertThat(code(engine.identify(token))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        engine.put(record(1, "pro@1", null));
        assertThat(engine.granted(token, HOURLY)
                        .caller()
                        .license()
                        .orElseThrow()
                        .state())
                .isEqualTo(LicenseState.ACTIVE);
    }

    @Test
    void refusesTokenWithUnknownNames() {
        assertThat(code(engine.identify(engine.token("gold@1", "lic_1")))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(engine.identify(overriding(List.of("+nothing"), Map.of()))))
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(engine.identify(overriding(List.of(), Map.of("nothing", Map.of("amount", 1))))))
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(engine.identify(overriding(List.of(), Map.of("monthly", Map.of("amount", -1))))))
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void aContractChangesFeaturesAndLimitsOfItsPlan() {
        String token = overriding(List.of("+export.csv", "-forecast.daily"), Map.of("monthly", Map.of("amount", 7)));
        Granted granted = engine.granted(token, features("export.csv"));
        assertThat(remaining(granted, "monthly")).isEqualTo(6);
        assertThat(engine.refused(token, DAILY).code()).isEqualTo(RefusalCode.FEATURE_NOT_LICENSED);
    }

    @Test
    @Tag("rule-3.13")
    void tokensShareCountersAcrossReload() throws Exception {
        engine.close();
        engine = new EngineFixture(dir, builder -> builder.reloadInterval(Duration.ofMillis(20)));
        String first = engine.token("free@1", "lic_1");
        exhaust(first);
        assertThat(engine.refused(engine.token("free@1", "lic_1"), DAILY).code())
                .isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
        reload(EngineFixture.CATALOG.replace("amount: 100,", "amount: 150,"));
        Granted granted = engine.granted(first, DAILY);
        assertThat(remaining(granted, "monthly")).isEqualTo(49);
    }

    @Test
    void reportsInvalidEditAndKeepsCatalog() {
        engine.close();
        engine = new EngineFixture(dir, builder -> builder.reloadInterval(Duration.ofMillis(20)));
        String before = engine.built.info().catalog().hash();
        engine.write(EngineFixture.CATALOG.replace("features: [forecast.daily]", "features: [forecast.dayly]"));
        await(() -> engine.built.info().health().status() == Health.Status.DEGRADED);
        assertThat(engine.built.info().health().components())
                .filteredOn(component -> component.name().equals("catalog"))
                .singleElement()
                .satisfies(component -> assertThat(component.detail())
                        .contains("forecast.dayly")
                        .contains("forecast.daily")
                        .contains("licensing.yaml:"));
        assertThat(engine.built.info().catalog().hash()).isEqualTo(before);
        engine.granted(engine.token("free@1", "lic_1"), DAILY);
    }

    @Test
    @Tag("rule-3.10")
    void checksForwardedCallWithoutCounting() {
        Identified caller = engine.identified(engine.token("free@1", "lic_1"));
        assertThat(forward(caller, DAILY)).isEqualTo(DispatchAllowed.instance());
        assertThat(forward(caller, HOURLY))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.FEATURE_NOT_LICENSED));
        assertThat(remaining(engine.granted(engine.token("free@1", "lic_1"), DAILY), "burst"))
                .isEqualTo(19);
    }

    private Decision forward(Identified caller, Requirement requirement) {
        return engine.licensing.decide(caller, CalledEndpoint.requiring(requirement), Dispatch.INTERNAL);
    }

    @Test
    void closedEngineDecidesNothing() {
        Identified caller = engine.identified(engine.token("free@1", "lic_1"));
        engine.close();
        assertThat(((Refused) EngineFixture.decide(engine.licensing, caller, DAILY))
                        .refusal()
                        .code())
                .isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
    }

    @Test
    void observesForwardsWithoutRefusing() {
        engine.close();
        engine = new EngineFixture(dir, builder -> builder.mode(EnforcementMode.OBSERVE));
        assertThat(forward(engine.identified(engine.token("free@1", "lic_1")), HOURLY))
                .isEqualTo(DispatchAllowed.instance());
        assertThat(forward(engine.identified("nonsense"), DAILY)).isEqualTo(DispatchAllowed.instance());
    }

    @Test
    void exemptEndpointsRequireNoLicenseWithoutRule() {
        Identified caller = engine.identified(engine.token("pro@1", "lic_1"));
        CalledEndpoint open = exempt("/v1/forecast");
        CalledEndpoint ruled = exempt("/v1/export/csv");
        assertThat(engine.built.info().requiresLicense(open)).isFalse();
        assertThat(engine.built.info().requiresLicense(ruled)).isTrue();
        for (Dispatch dispatch : Dispatch.values()) {
            assertThat(engine.licensing.decide(caller, open, dispatch)).isEqualTo(LicenseNotRequired.instance());
        }
        assertThat(engine.licensing.decide(caller, ruled, Dispatch.REQUEST)).isInstanceOf(Granted.class);
    }

    private static CalledEndpoint exempt(String path) {
        return new CalledEndpoint("GET", MatchedPath.of(path), new Declaration.Exempt("open"));
    }

    @Test
    void grantsNameWhatTheirCatalogMeasures() {
        assertThat(engine.granted(engine.token("free@1", "lic_1"), DAILY).measures())
                .isEmpty();
        engine.close();
        engine = new EngineFixture(
                dir,
                EngineFixture.CATALOG.replace(
                        "  tokens: { unit: token }",
                        "  egress: { unit: byte, measure: response-bytes }\n  wall: { unit: ms, measure: wall-time }"),
                new MovableClock("2026-03-10T12:00:00Z"),
                builder -> builder);
        Granted granted = engine.granted(engine.token("free@1", "lic_1"), DAILY);
        assertThat(granted.measures()).containsExactly(Measure.RESPONSE_BYTES);
        assertThat(engine.built.info().measures()).containsExactly(Measure.RESPONSE_BYTES);
    }

    @Test
    void refusesCallersItHasNotIdentified() {
        try (EngineFixture other = new EngineFixture(dir)) {
            Identified foreign = other.identified(other.token("free@1", "lic_1"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EngineFixture.decide(engine.licensing, foreign, DAILY));
        }
    }

    @Test
    void afterCloseItRefusesAsUnavailable() {
        String token = engine.token("free@1", "lic_1");
        engine.close();
        assertThat(code(engine.identify(token))).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
    }

    @Test
    void limitsFailedCredentialsButAdmitsValidOnes() {
        for (int i = 0; i < 300; i++) {
            assertThat(code(engine.identify("nonsense"))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        }
        assertThat(code(engine.identify("nonsense"))).isEqualTo(RefusalCode.RATE_LIMITED);
        engine.granted(engine.token("free@1", "lic_1"), DAILY);
        engine.clock.advance(Duration.ofMinutes(1));
        assertThat(code(engine.identify("nonsense"))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void refusesNewLicensesWith503WhenFull() {
        engine.close();
        engine = new EngineFixture(dir, builder -> builder.maxActiveLicenses(1));
        engine.granted(engine.token("free@1", "lic_1"), DAILY);
        assertThat(engine.refused(engine.token("free@1", "lic_2"), DAILY).code())
                .isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        assertThat(engine.built.info().health().status()).isEqualTo(Health.Status.DEGRADED);
    }

    @Test
    @Tag("rule-3.1")
    void observeModeAdmitsAndReportsRefusals() {
        List<String> received = new ArrayList<>();
        DecisionListener listener = new DecisionListener() {
            @Override
            public void refused(Refusal refusal, EnforcementMode mode) {
                received.add(mode + " " + refusal.code().text());
            }
        };
        engine.close();
        engine = new EngineFixture(
                dir, builder -> builder.mode(EnforcementMode.OBSERVE).listener(listener));
        Granted unlicensed = engine.granted(engine.token("gold@1", "lic_1"), HOURLY);
        assertThat(unlicensed.caller().license()).isEmpty();
        assertThat(unlicensed.notices()).containsExactly("would-refuse:credential-invalid");
        Granted observed = engine.granted(engine.token("free@1", "lic_1"), HOURLY);
        assertThat(observed.caller().license()).isPresent();
        assertThat(observed.notices()).containsExactly("would-refuse:feature-not-licensed");
        observed.reservation().settle(OK);
        assertThat(received).containsExactly("OBSERVE credential-invalid", "OBSERVE feature-not-licensed");
        assertThat(remaining(engine.granted(engine.token("free@1", "lic_1"), DAILY), "monthly"))
                .isEqualTo(99);
    }

    @Test
    void callsListenersAndSurvivesTheirExceptions() {
        List<String> received = new ArrayList<>();
        DecisionListener recording = new DecisionListener() {
            @Override
            public void granted(Granted granted) {
                received.add("granted");
            }

            @Override
            public void settled(Granted granted, Outcome outcome) {
                received.add("settled " + outcome.status());
                throw new IllegalStateException("a listener's own fault");
            }
        };
        engine.close();
        engine = new EngineFixture(dir, builder -> builder.listener(recording));
        Granted granted = engine.granted(engine.token("free@1", "lic_1"), DAILY);
        granted.reservation().settle(OK);
        granted.reservation().settle(OK);
        assertThat(received).containsExactly("granted", "settled 200");
    }

    @Test
    void registersEndpointsAndReportsUnknownNames() {
        Endpoint daily = new Endpoint("GET", "/v1/daily", "Weather#daily", new Declaration.Required(DAILY));
        assertThat(engine.built.endpoints().register(List.of(daily)).warnings())
                .anySatisfy(warning -> assertThat(warning).contains("/v1/export/**"));
        Endpoint typo = new Endpoint(
                "GET", "/v1/hourly", "Weather#hourly", new Declaration.Required(features("forecast.hurly")));
        assertThatThrownBy(() -> engine.built.endpoints().register(List.of(typo)))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("Weather#hourly")
                .hasMessageContaining("'forecast.hourly'");
    }

    private String overriding(List<String> features, Map<String, Object> limits) {
        return engine.issuer.issue(new LicenseTokenRequest(
                "acme",
                "lic_9",
                PlanId.parse("free@1"),
                Duration.ofHours(1),
                Set.of(),
                features,
                limits,
                null,
                null,
                null));
    }

    private void exhaust(String token) {
        for (int i = 0; i < 100; i++) {
            engine.granted(token, DAILY).reservation().settle(OK);
            engine.clock.advance(Duration.ofMillis(100));
        }
    }

    private void reload(String catalog) {
        String before = engine.built.info().catalog().hash();
        engine.write(catalog);
        await(() -> !engine.built.info().catalog().hash().equals(before));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        for (long spins = 0; !condition.getAsBoolean(); spins++) {
            if (spins > 2_000_000_000L) {
                throw new AssertionError("it never happened");
            }
            Thread.onSpinWait();
        }
    }

    private static RefusalCode code(Identification identification) {
        assertThat(identification).isInstanceOf(Refused.class);
        return ((Refused) identification).refusal().code();
    }

    private static long remaining(Granted granted, String limit) {
        return granted.limits().stream()
                .filter(status -> status.limit().name().equals(limit))
                .mapToLong(LimitStatus::remaining)
                .findFirst()
                .orElseThrow();
    }

    private static LicenseRecord record(long revision, String plan, @Nullable Instant suspendedAt) {
        Instant created = Instant.parse("2026-01-01T00:00:00Z");
        LicenseId id = new LicenseId(EngineFixture.ISSUER, "lic_1");
        LicenseRecord license = LicenseRecord.of(id, "acme", PlanId.parse(plan), created, ZoneOffset.UTC);
        return revision == 1
                ? license
                : license.edit(created).suspendedAt(suspendedAt).done();
    }
}
