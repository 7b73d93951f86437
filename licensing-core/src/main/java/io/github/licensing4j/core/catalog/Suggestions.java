package io.github.licensing4j.core.catalog;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the known name that was probably meant. */
final class Suggestions {
    /** Longer names are not compared. */
    static final int MAX_LENGTH = 100;

    /** A name that takes more edits is another name. */
    private static final int MAX_EDITS = 4;

    private Suggestions() {}

    /**
     * Returns the known name with the fewest edits to this one, the first in name order of several; null if all differ
     * too much.
     */
    static @Nullable String to(String name, Collection<String> known) {
        if (name.length() > MAX_LENGTH) {
            return null;
        }
        String best = null;
        String folded = name.toLowerCase(Locale.ROOT);
        int fewest = Math.min(MAX_EDITS, Math.max(2, name.length() / 3)) + 1;
        for (String candidate : new TreeSet<>(known)) {
            if (Math.abs(candidate.length() - name.length()) >= fewest) {
                continue;
            }
            int edits = edits(folded, candidate.toLowerCase(Locale.ROOT), fewest);
            if (edits < fewest && edits < Math.max(name.length(), candidate.length())) {
                fewest = edits;
                best = candidate;
            }
        }
        return best;
    }

    /**
     * Counts the insertions, deletions, replacements and swaps of neighbours that turn one text into the other; some
     * number that is not less than the limit if there are as many or more.
     *
     * @param limit more than the difference of the lengths
     */
    private static int edits(String whole, String other, int limit) {
        int same = 0;
        while (same < Math.min(whole.length(), other.length()) && whole.charAt(same) == other.charAt(same)) {
            same++;
        }
        return new Distance(whole.substring(same), other.substring(same), limit).edits();
    }

    /** The table of edits between the beginnings of two texts, of which only the last three rows are kept. */
    private static final class Distance {
        private final String from;
        private final String to;
        private final int limit;
        private int[] row;
        private int[] last;
        private int[] beforeLast;

        Distance(String from, String to, int limit) {
            this.from = from;
            this.to = to;
            this.limit = limit;
            this.row = new int[to.length() + 1];
            this.last = new int[to.length() + 1];
            this.beforeLast = new int[to.length() + 1];
        }

        int edits() {
            for (int j = 0; j <= to.length(); j++) {
                last[j] = j;
            }
            int fewestOfLast = 0;
            for (int i = 1; i <= from.length(); i++) {
                int fewest = fill(i);
                // A swap looks two rows back, everything else one.
                if (Math.min(fewest, fewestOfLast) >= limit) {
                    return limit;
                }
                fewestOfLast = fewest;
                int[] free = beforeLast;
                beforeLast = last;
                last = row;
                row = free;
            }
            return last[to.length()];
        }

        /**
         * Fills the row of one character of the first text as far as it can contain numbers below the limit.
         *
         * @return the smallest number in it
         */
        private int fill(int i) {
            int first = Math.max(1, i - limit);
            int end = Math.min(to.length(), i + limit);
            row[first - 1] = first == 1 ? i : limit;
            int fewest = row[first - 1];
            for (int j = first; j <= end; j++) {
                int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (swapped(i, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                fewest = Math.min(fewest, row[j]);
            }
            if (end < to.length()) {
                row[end + 1] = limit;
            }
            return fewest;
        }

        private boolean swapped(int i, int j) {
            return i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        }
    }
}
