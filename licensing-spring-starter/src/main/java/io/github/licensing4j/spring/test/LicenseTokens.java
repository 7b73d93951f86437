package io.github.licensing4j.spring.test;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mints tokens that the application under test accepts: {@code tokens.forPlan("pro@1")}. A bean in tests. */
public final class LicenseTokens {
    private static final Duration TTL = Duration.ofDays(3650);

    private final LicenseTokenIssuer issuer;

    LicenseTokens(LicenseTokenIssuer issuer) {
        this.issuer = issuer;
    }

    /** Issues a token of a plan, for the license of the running test, which no other test has. */
    public String forPlan(String plan) {
        return forLicense(TestIdentity.current().license(), plan);
    }

    /** Issues a token of a plan, for a license whose counters last as long as the application context. */
    public String forLicense(String license, String plan) {
        return issuer.issue(
                LicenseTokenRequest.of(TestIdentity.current().customer(), license, PlanId.parse(plan), TTL));
    }

    String of(WithLicense license) {
        TestIdentity test = TestIdentity.current();
        return issuer.issue(new LicenseTokenRequest(
                license.customer().isEmpty() ? test.customer() : license.customer(),
                license.license().isEmpty() ? test.license() : license.license(),
                PlanId.parse(license.plan()),
                TTL,
                Set.of(license.scopes()),
                List.of(license.features()),
                Map.of(),
                null,
                null,
                null));
    }
}
