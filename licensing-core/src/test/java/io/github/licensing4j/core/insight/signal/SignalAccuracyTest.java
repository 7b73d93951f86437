package io.github.licensing4j.core.insight.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.SignalKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Scans sixty days of a generated service over its last week: licenses of normal habits have almost no signals, and every
 * planted case is found.
 */
class SignalAccuracyTest {
    private static final int DAYS = 7;
    private static final double MOST = 0.01;

    private record Found(String about, SignalKind kind, Instant day) {}

    @Test
    void findsPlantedCasesAlone() {
        check(208, 20_261_201, 3);
    }

    @Test
    @Tag("proof")
    void findsPlantedCasesAloneAmongManyLicenses() {
        for (long seed = 1; seed <= 3; seed++) {
            check(1_040, seed, 1);
        }
    }

    private static void check(int licenses, long seed, int hours) {
        GeneratedService service = new GeneratedService();
        Population population = new Population(service, seed);
        Map<String, SignalKind> planted = new PlantedCases(service, population).add();
        List<NormalHabit> habits = List.of(NormalHabit.values());
        for (int license = 0; license < licenses; license++) {
            NormalHabit habit = habits.get(license % habits.size());
            population.add(habit.name() + " " + license, habit);
        }

        check(scans(service, hours), planted, licenses);
    }

    private static void check(Set<Found> found, Map<String, SignalKind> planted, int licenses) {
        Set<Found> alarms =
                found.stream().filter(one -> planted.get(one.about) != one.kind).collect(Collectors.toSet());
        Map<SignalKind, Long> byKind =
                alarms.stream().collect(Collectors.groupingBy(Found::kind, TreeMap::new, Collectors.counting()));
        long misuse = alarms.stream().filter(one -> one.kind.isMisuse()).count();
        double ofKindDays = (double) misuse / ((double) licenses * DAYS * misuseKinds());
        double ofLicenses =
                (double) alarms.stream().map(Found::about).distinct().count() / licenses;
        Set<String> missed = new HashSet<>(planted.keySet());
        found.forEach(one -> missed.removeIf(about -> about.equals(one.about) && planted.get(about) == one.kind));
        System.out.printf(
                "%d licenses: %d of %d cases found; false alarms: %.3f %% of licenses, kinds of misuse and days,"
                        + " %.2f %% of licenses in a week, days by kind %s%n",
                licenses, planted.size() - missed.size(), planted.size(), 100 * ofKindDays, 100 * ofLicenses, byKind);
        assertThat(missed).isEmpty();
        assertThat(ofKindDays).as("%s", alarms).isLessThan(MOST);
        assertThat(ofLicenses).as("%s", alarms).isLessThan(MOST);
    }

    private static long misuseKinds() {
        return Stream.of(SignalKind.values()).filter(SignalKind::isMisuse).count();
    }

    /** Scans each hour of the last three days, and one of some hours of the four days before. */
    private static Set<Found> scans(GeneratedService service, int hours) {
        Set<Found> found = new HashSet<>();
        for (int hour = 24 * DAYS; hour > 0; hour -= hour > 24 * 3 ? hours : 1) {
            Instant now = GeneratedService.END.minus(Duration.ofHours(hour)).plusSeconds(1_800);
            for (Finding finding : service.findings(now)) {
                String license = finding.subject().license();
                found.add(new Found(
                        license.isEmpty() ? finding.subject().target() : license,
                        finding.kind(),
                        now.truncatedTo(ChronoUnit.DAYS)));
            }
        }
        return found;
    }
}
