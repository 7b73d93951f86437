package io.github.licensing4j.core.insight.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Days are counted back from today; every seventh is the same weekday. */
class SilenceTest {
    private static final long NEVER = 1_000;

    @Test
    void dailyUsageIsSilentAfterThreeDays() {
        assertThat(find(day -> day > 2)).isEmpty();
        assertThat(find(day -> day > 3)).contains(new Silence.Found(3, 1));
        assertThat(find(day -> day == 0 || day > 3)).as("calls today").isEmpty();
    }

    @Test
    void workingDaysAreSilentAfterTwoWeekends() {
        // Day 0 is a Saturday: days 1 to 5 are Friday to Monday.
        IntPredicate working = day -> day % 7 >= 1 && day % 7 <= 5;
        assertThat(find(day -> working.test(day) && day >= 5)).isEmpty();
        assertThat(find(day -> working.test(day) && day >= 8)).contains(new Silence.Found(7, 3));
        // Day 0 is a Friday: day 1 is a Thursday.
        IntPredicate fromMonday = day -> day % 7 <= 4;
        assertThat(find(day -> fromMonday.test(day) && day >= 7)).contains(new Silence.Found(6, 3));
    }

    @Test
    void weeklyUsageIsSilentAfterTwoWeeks() {
        assertThat(find(day -> day % 7 == 0 && day >= 14)).isEmpty();
        assertThat(find(day -> day % 7 == 1 && day >= 15)).contains(new Silence.Found(14, 7));
    }

    @Test
    void vacationBeforeMakesItPatient() {
        // From the second to the third day with calls are six days.
        assertThat(find(day -> day > 11 && (day < 14 || day > 18))).isEmpty();
        assertThat(find(day -> day > 12 && (day < 15 || day > 19))).contains(new Silence.Found(12, 6));
    }

    @Test
    void rareOrIrregularUsageIsNeverSilent() {
        assertThat(find(day -> day == 20)).isEmpty();
        assertThat(find(day -> day == 20 || day == 27 || day == 29 || day == 33))
                .isEmpty();
        assertThat(find(day -> false)).isEmpty();
    }

    @Test
    void needsThreeOfFourWeeks() {
        assertThat(find(day -> day > 5 && day <= 5 + 21)).isPresent();
        assertThat(find(day -> day > 5 && day <= 5 + 14)).isEmpty();
        assertThat(find(day -> day == 16 || day == 23 || day == 30)).isPresent();
        assertThat(find(day -> day == 16 || day == 30)).isEmpty();
    }

    @Test
    void endsAfterFourWeeks() {
        assertThat(find(day -> day >= 28)).isPresent();
        assertThat(find(day -> day >= 29)).isEmpty();
    }

    @Test
    void quietDaysOfTheServiceDoNotCount() {
        UsedDays quiet = days(day -> day <= 3);
        assertThat(Silence.find(new Silence.Use(days(day -> day > 5), quiet, NEVER)))
                .isEmpty();
        assertThat(Silence.find(new Silence.Use(days(day -> day > 6), quiet, NEVER)))
                .contains(new Silence.Found(3, 1));
    }

    @Test
    void quietDaysAreNoGapBefore() {
        UsedDays quiet = days(day -> day >= 10 && day <= 12);
        UsedDays used = days(day -> day > 3 && (day < 10 || day > 12));
        assertThat(Silence.find(new Silence.Use(used, quiet, NEVER))).contains(new Silence.Found(3, 1));
        assertThat(Silence.find(new Silence.Use(used, UsedDays.NONE, NEVER))).isEmpty();
    }

    @Test
    void beginsAgainWithChangeOfLicense() {
        UsedDays used = days(day -> day > 6);
        assertThat(Silence.find(new Silence.Use(used, UsedDays.NONE, 3))).isEmpty();
        assertThat(Silence.find(new Silence.Use(used, UsedDays.NONE, 4))).contains(new Silence.Found(3, 1));
    }

    @Test
    void serviceIsQuietBelowHalfOfUsualLicenses() {
        int[] active = new int[57];
        for (int day = 1; day <= 20; day++) {
            active[day] = day % 7 < 2 ? 2 : 10;
        }
        active[3] = 4;
        active[4] = 5;
        active[7] = 0;
        active[15] = 1;

        UsedDays quiet = UsageDays.quiet(active);

        assertThat(quiet).isEqualTo(UsedDays.NONE.with(3).with(7));
    }

    private static Optional<Silence.Found> find(IntPredicate used) {
        return Silence.find(new Silence.Use(days(used), UsedDays.NONE, NEVER));
    }

    private static UsedDays days(IntPredicate used) {
        UsedDays days = UsedDays.NONE;
        for (int day = 0; day <= UsedDays.DAYS; day++) {
            days = used.test(day) ? days.with(day) : days;
        }
        return days;
    }
}
