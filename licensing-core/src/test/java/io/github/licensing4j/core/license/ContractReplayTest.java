package io.github.licensing4j.core.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.core.license.EffectiveLicense.EndedPlan;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Debt;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every combination of a record's instants, each absent, before, at or after now, against a reference that goes through a
 * license's life event by event instead of comparing instants.
 */
class ContractReplayTest {
    private static final Instant NOW = Instant.parse("2026-03-29T01:00:00Z");
    private static final Instant CREATED = NOW.minusSeconds(1_000);
    private static final List<@Nullable Instant> TIMES =
            Arrays.asList(null, NOW.minusMillis(1), NOW, NOW.plusMillis(1));
    private static final List<UsageTreatment> USAGES =
            List.of(UsageTreatment.CARRY, UsageTreatment.FRESH, UsageTreatment.PRORATE);
    private static final PlanId TRIED = PlanId.parse("pro@1");
    private static final PlanId THEN = PlanId.parse("free@1");
    private static final PlanId CHANGED = PlanId.parse("gold@1");
    private static final PlanId REDUCED = PlanId.parse("read@1");

    @Test
    void agreesWithStepwiseReplay() {
        int[] digits = new int[9];
        int combinations = 0;
        do {
            LicenseRecord license = license(digits);
            EffectiveLicense derived = EffectiveLicense.at(license, NOW);
            EffectiveLicense lived = new Life(license).untilNow();
            if (!derived.equals(lived)) {
                assertThat(derived).as("%s", license).isEqualTo(lived);
            }
            combinations++;
        } while (next(digits));
        assertThat(combinations).isEqualTo(262_144);
    }

    /** Counts on in base four. */
    private static boolean next(int[] digits) {
        for (int i = 0; i < digits.length; i++) {
            if (++digits[i] < 4) {
                return true;
            }
            digits[i] = 0;
        }
        return false;
    }

    private static LicenseRecord license(int[] digits) {
        Instant since = TIMES.get(digits[4]);
        Instant grace = TIMES.get(digits[5]);
        Instant trial = TIMES.get(digits[6]);
        Instant change = TIMES.get(digits[7]);
        UsageTreatment usage = USAGES.get((digits[0] + digits[6]) % 3);
        return LicenseRecord.of(new LicenseId("https://issuer", "lic_1"), "acme", TRIED, CREATED, ZoneOffset.UTC)
                .edit(CREATED)
                .revokedAt(TIMES.get(digits[0]))
                .cancelledAt(TIMES.get(digits[1]))
                .expiresAt(TIMES.get(digits[2]))
                .suspendedAt(TIMES.get(digits[3]))
                .debt(since == null || grace == null ? null : new Debt(since, grace, digits[3] == 1 ? null : REDUCED))
                .trial(trial == null ? null : new Trial(trial, THEN))
                .change(change == null ? null : new PlanChange(TRIED, CHANGED, change, usage))
                .startsAt(TIMES.get(digits[8]))
                .done();
    }

    /** A license to which events are applied, one after another. */
    private static final class Life {
        private final LicenseRecord license;
        private final TreeMap<Instant, Set<String>> ahead = new TreeMap<>();
        private final Set<String> happened = new HashSet<>();

        Life(LicenseRecord license) {
            this.license = license;
            happens("revoked", license.blocks().revokedAt());
            happens("cancelled", license.blocks().cancelledAt());
            happens("expired", license.dates().expiresAt());
            happens("held", license.blocks().suspendedAt());
            happens("started", license.dates().startsAt());
            happens("owing", license.debt() == null ? null : license.debt().since());
            happens("overdue", license.debt() == null ? null : license.debt().graceEndsAt());
            happens(
                    "tried",
                    license.pinned().trial() == null
                            ? null
                            : license.pinned().trial().endsAt());
            happens(
                    "moved",
                    license.pinned().change() == null
                            ? null
                            : license.pinned().change().at());
        }

        private void happens(String what, @Nullable Instant at) {
            if (at != null) {
                ahead.computeIfAbsent(at, first -> new HashSet<>()).add(what);
            }
        }

        EffectiveLicense untilNow() {
            while (!ahead.isEmpty() && ahead.firstKey().compareTo(NOW) <= 0) {
                happened.addAll(ahead.pollFirstEntry().getValue());
            }
            boolean isOver = happened.contains("revoked") || happened.contains("cancelled");
            PlanId plan = plan();
            boolean isReduced = happened.contains("owing")
                    && !happened.contains("overdue")
                    && Objects.requireNonNull(license.debt()).reducedTo() != null;
            LicenseState state = state();
            return new EffectiveLicense(
                    state,
                    plan,
                    isReduced ? REDUCED : plan,
                    anchor(),
                    ended(),
                    state == LicenseState.SUSPENDED && !happened.contains("held"),
                    isOver || ahead.isEmpty() ? Instant.MAX : ahead.firstKey());
        }

        private List<EndedPlan> ended() {
            List<EndedPlan> ended = new ArrayList<>();
            if (happened.contains("tried")) {
                ended.add(new EndedPlan(
                        license.pinned().plan(),
                        Objects.requireNonNull(license.pinned().trial()).endsAt(),
                        UsageTreatment.FRESH));
            }
            if (happened.contains("moved")) {
                PlanChange change = Objects.requireNonNull(license.pinned().change());
                ended.add(new EndedPlan(change.from(), change.at(), change.usage()));
            }
            ended.sort(Comparator.comparing(EndedPlan::until));
            return ended;
        }

        /** What was bought; then where the trial led; then where a change led. */
        private PlanId plan() {
            return happened.contains("moved") ? CHANGED : happened.contains("tried") ? THEN : TRIED;
        }

        private Instant anchor() {
            if (happened.contains("moved")
                    && Objects.requireNonNull(license.pinned().change()).usage() == UsageTreatment.FRESH) {
                return Objects.requireNonNull(license.pinned().change()).at();
            }
            return happened.contains("tried")
                    ? Objects.requireNonNull(license.pinned().trial()).endsAt()
                    : CREATED;
        }

        private LicenseState state() {
            Map<String, LicenseState> strongest = new LinkedHashMap<>();
            strongest.put("revoked", LicenseState.REVOKED);
            strongest.put("cancelled", LicenseState.CANCELLED);
            strongest.put("expired", LicenseState.EXPIRED);
            strongest.put("held", LicenseState.SUSPENDED);
            strongest.put("overdue", LicenseState.SUSPENDED);
            strongest.put("owing", LicenseState.PAST_DUE);
            for (Map.Entry<String, LicenseState> one : strongest.entrySet()) {
                if (happened.contains(one.getKey())) {
                    return one.getValue();
                }
            }
            return license.pinned().trial() != null && !happened.contains("tried")
                    ? LicenseState.TRIALING
                    : LicenseState.ACTIVE;
        }
    }
}
