package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Upgrade;
import io.github.licensing4j.admin.NewLicense;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The effect of a stored license on decisions, whatever its credential claims. */
class StoredContractTest {
    private final AdminFixture fixture;

    StoredContractTest(@TempDir Path dir) {
        fixture = new AdminFixture(dir);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String license(String plan, String overrides) {
        NewLicense bought = new NewLicense(
                "acme",
                PlanId.parse(plan),
                NewLicense.Purchase.BOUGHT,
                null,
                ZoneOffset.UTC,
                null,
                null,
                overrides,
                Map.of(),
                CallerBindings.none());
        return fixture.admin.licenses().create(bought, BY).id();
    }

    @Test
    @Tag("4.1.10")
    void offersNoPlanTheContractExcludes() {
        String id = license("free@1", "{\"features\": [\"-forecast.hourly\"]}");
        Identified caller = (Identified) fixture.identify(fixture.key(id));
        var decision = EngineFixture.decide(fixture.engine.licensing, caller, Requirement.features("forecast.hourly"));
        assertThat(((Refused) decision).refusal().code().text()).isEqualTo("feature-not-licensed");
        assertThat(((Refused) decision).refusal().upgrade()).isNull();
    }

    @Test
    @Tag("4.1.10")
    void offersPlansByFeaturesTheContractAdds() {
        String id =
                license("free@1", "{\"features\": [\"+forecast.hourly\"], \"limits\": {\"monthly\": {\"amount\": 0}}}");
        Identified caller = (Identified) fixture.identify(fixture.key(id));
        var decision = EngineFixture.decide(fixture.engine.licensing, caller, Requirement.features("forecast.hourly"));
        assertThat(((Refused) decision).refusal().code().text()).isEqualTo("quota-exhausted");
        assertThat(((Refused) decision).refusal().upgrade())
                .isNotNull()
                .extracting(Upgrade::plans, org.assertj.core.api.InstanceOfAssertFactories.list(PlanId.class))
                .containsExactly(PlanId.parse("pro@1"), PlanId.parse("gold@1"));
    }

    private List<String> notices(String key) {
        Granted granted =
                (Granted) EngineFixture.decide(fixture.engine.licensing, fixture.identify(key), Requirement.license());
        granted.reservation().settle(new Outcome(200, 0));
        return granted.notices();
    }

    @Test
    @Tag("4.1.9")
    void sendsGracePeriodNotice() {
        for (String plan : List.of("pro@1", "gold@1")) {
            String id = license(plan, "{}");
            String key = fixture.key(id);
            assertThat(notices(key)).isEmpty();
            fixture.admin.licenses().pastDue(id, BY);
            assertThat(notices(key)).containsExactly("grace-period");
            fixture.admin.licenses().paid(id, BY);
            assertThat(notices(key)).isEmpty();
        }
    }
}
