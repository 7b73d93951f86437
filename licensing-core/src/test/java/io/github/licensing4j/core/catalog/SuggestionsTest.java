package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.RandomCases;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("4.4.1")
class SuggestionsTest {

    @Test
    void agreesWithFullComparison() {
        RandomCases.run(2_000, random -> {
            List<String> known =
                    Stream.generate(() -> name(random)).limit(8).distinct().toList();
            String name = name(random);

            assertThat(Suggestions.to(name, known)).as("%s of %s", name, known).isEqualTo(plain(name, known));
        });
    }

    @Test
    void offersNoNameThatTakesFiveEdits() {
        String known = "forecast.hourly.europe.north";

        assertThat(Suggestions.to("forecats.hourly.europ.norht", List.of(known)))
                .isEqualTo(known);
        assertThat(Suggestions.to("forecast.hourly.africa.south", List.of(known)))
                .isNull();
    }

    private static String name(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(14);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }

    private static @Nullable String plain(String name, Collection<String> known) {
        String best = null;
        int fewest = Math.min(4, Math.max(2, name.length() / 3)) + 1;
        for (String candidate : new TreeSet<>(known)) {
            int edits = distance(name, candidate);
            if (edits < fewest && edits < Math.max(name.length(), candidate.length())) {
                fewest = edits;
                best = candidate;
            }
        }
        return best;
    }

    /** The whole table of optimal string alignment. */
    private static int distance(String from, String to) {
        int[][] table = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : cheapest(table, from, to, i, j);
            }
        }
        return table[from.length()][to.length()];
    }

    private static int cheapest(int[][] table, String from, String to, int i, int j) {
        int replaced = table[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int edits = Math.min(replaced, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(edits, table[i - 2][j - 2] + 1) : edits;
    }
}
