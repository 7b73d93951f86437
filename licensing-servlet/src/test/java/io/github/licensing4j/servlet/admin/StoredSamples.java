package io.github.licensing4j.servlet.admin;

import static io.github.licensing4j.servlet.admin.ResponseSamples.MAX;
import static io.github.licensing4j.servlet.admin.ResponseSamples.PRO;
import static io.github.licensing4j.servlet.admin.ResponseSamples.T1;
import static io.github.licensing4j.servlet.admin.ResponseSamples.T2;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ApiKeyView;
import io.github.licensing4j.admin.CorrectionView;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.DeadExportView;
import io.github.licensing4j.admin.LicenseView;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Views of what is stored, with all and with the fewest members. */
final class StoredSamples {
    static final LicenseId ID = new LicenseId("https://issuer.example", "lic_1");

    private StoredSamples() {}

    static LicenseView license() {
        return license(ZoneOffset.UTC, null, new LicenseView.Revision(1, T1, T1), new Changes(null, null, null, null));
    }

    static LicenseView fullLicense() {
        return license(
                ZoneId.of("Europe/Vienna"),
                T2,
                new LicenseView.Revision(7, T1, T2),
                new Changes(
                        new LicenseView.Trial(T2, MAX),
                        new LicenseView.PlanChange(PRO, MAX, T2, UsageTreatment.PRORATE),
                        new LicenseView.Debt(T1, T2),
                        "{\"features\":[\"+a\"],\"limits\":{\"q\":{\"amount\":1.50,\"max\":1E+3}}}"));
    }

    private record Changes(
            LicenseView.@Nullable Trial trial,
            LicenseView.@Nullable PlanChange plan,
            LicenseView.@Nullable Debt debt,
            @Nullable String overrides) {}

    private static LicenseView license(
            ZoneId zone, @Nullable Instant expires, LicenseView.Revision revision, Changes changes) {
        boolean full = expires != null;
        return new LicenseView(
                new License(ID, "acme", MAX, LicenseState.PAST_DUE, T1, zone, expires),
                revision,
                new LicenseView.Term(full ? T1 : null, expires),
                changes.trial(),
                changes.plan(),
                changes.debt(),
                full ? new LicenseView.Blocks(T1, T2, T1) : new LicenseView.Blocks(null, null, null),
                changes.overrides(),
                full ? Map.of("stripe", "sub_1") : Map.of(),
                full
                        ? new LicenseView.CallRules(
                                CallSignatures.REQUIRED,
                                new CallerBindings(List.of("10.0.0.0/8"), Set.of("d1"), Set.of("u1"), Set.of("o1")))
                        : LicenseView.CallRules.NONE);
    }

    static ApiKeyView key() {
        return new ApiKeyView(
                "key_1",
                "lic_1",
                "lk_…",
                "",
                Set.of(),
                CallerBindings.none(),
                new ApiKeyView.Times(T1, null, null, null),
                null,
                null,
                null);
    }

    static ApiKeyView fullKey() {
        Set<String> names = Set.of("b", "a");
        return new ApiKeyView(
                "key_1",
                "lic_1",
                "lk_…",
                "robot",
                names,
                new CallerBindings(List.of("10.0.0.0/8"), names, names, names),
                new ApiKeyView.Times(T1, T2, T2, T2),
                "key_2",
                new ApiKeyView.Maker("key_0", "tok_0"),
                new ApiKeyView.Restraint(SignalAnswer.Action.SUSPEND, T2, "sig_1"));
    }

    static CorrectionView correction(List<String> grants) {
        boolean full = !grants.isEmpty();
        return new CorrectionView(
                "cor_1",
                "lic_1",
                "acme",
                PRO,
                full ? "gb" : "gone",
                full ? Quantity.of("-1.5", "GB") : Quantity.smallest(-1500),
                T1,
                new CorrectionView.Target(full ? "key_1" : null, full ? "ann" : null, grants),
                new CorrectionView.Entered(T2, "admin", full ? "refund" : null));
    }

    static CreditGrantView credit() {
        return new CreditGrantView(
                "cr_1",
                "lic_1",
                "credits",
                null,
                Quantity.smallest(1500),
                Quantity.smallest(0),
                2,
                new CreditGrantView.Times(T1, T1, null, null));
    }

    static CreditGrantView fullCredit() {
        return new CreditGrantView(
                "cr_1",
                "lic_1",
                "credits",
                "gb",
                Quantity.of("1.5", "GB"),
                Quantity.of("0.25", "GB"),
                2,
                new CreditGrantView.Times(T1, T1, T2, T2));
    }

    static DeadExportView export(String meter, @Nullable String error) {
        return new DeadExportView(
                "ev_1",
                "stripe",
                "lic_1",
                "acme",
                meter,
                new DeadExportView.Hour(T1, T2),
                1,
                meter.equals("gb") ? Quantity.of("1.5", "GB") : Quantity.smallest(1500),
                new DeadExportView.Delivery(T1, 3, error));
    }
}
