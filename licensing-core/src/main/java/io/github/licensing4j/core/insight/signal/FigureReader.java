package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.Page;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.InsightStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Reads figures of one issuer, page by page. */
final class FigureReader {
    /** A store adds up all groups for each page. */
    private static final int PAGE = 10_000;

    private static final int GROWTH = 4;

    private final InsightStore store;
    private final String issuer;

    FigureReader(InsightStore store, String issuer) {
        this.store = store;
        this.issuer = issuer;
    }

    /**
     * The groups of a query.
     *
     * @param range its range and parts
     * @param where the values to select
     * @param by the keys to group by
     */
    record Groups(InsightRange range, Map<InsightDimension, String> where, Set<InsightDimension> by) {
        static Groups by(InsightRange range, InsightDimension... by) {
            return new Groups(range, Map.of(), Set.of(by));
        }

        Groups where(Map<InsightDimension, String> values) {
            return new Groups(range, values, by);
        }
    }

    static InsightRange range(Instant from, Instant to, InsightStep step) {
        return new InsightRange(from, to, step, List.of());
    }

    void usage(Groups groups, Consumer<InsightGroup<UsageFigures>> each) {
        read(groups, store::usage, each);
    }

    void refusals(Groups groups, Consumer<InsightGroup<RefusalFigures>> each) {
        read(groups, store::refusals, each);
    }

    /**
     * Reads usage of each of some days before today.
     *
     * @param each is called with each group and how many days before today it is
     */
    void usageOfDays(DayRange days, Set<InsightDimension> by, ObjIntConsumer<InsightGroup<UsageFigures>> each) {
        readDays(days, (groups, consumer) -> read(groups, store::usage, consumer), by, each);
    }

    /** Reads refusals of each of some days before today. */
    void refusalsOfDays(DayRange days, Set<InsightDimension> by, ObjIntConsumer<InsightGroup<RefusalFigures>> each) {
        readDays(days, (groups, consumer) -> read(groups, store::refusals, consumer), by, each);
    }

    /**
     * UTC days before today.
     *
     * @param today the start of today
     * @param first how many days before today the first one is, 0 for today
     * @param last the last one, further in the past
     * @param where the values to select
     */
    record DayRange(Instant today, int first, int last, Map<InsightDimension, String> where) {
        DayRange(Instant today, int first, int last) {
            this(today, first, last, Map.of());
        }
    }

    /** Reads as many days at once as one page is likely to hold, because a store adds up all groups for each page. */
    private static <F> void readDays(
            DayRange days,
            BiConsumer<Groups, Consumer<InsightGroup<F>>> read,
            Set<InsightDimension> by,
            ObjIntConsumer<InsightGroup<F>> each) {
        int atOnce = 1;
        int next = days.first;
        while (next <= days.last) {
            int end = Math.min(days.last, next + atOnce - 1);
            Instant from = days.today.minus(end, ChronoUnit.DAYS);
            Instant to = days.today.minus(next - 1L, ChronoUnit.DAYS);
            AtomicInteger found = new AtomicInteger();
            read.accept(new Groups(range(from, to, InsightStep.DAY), days.where, by), group -> {
                found.incrementAndGet();
                each.accept(group, (int) ChronoUnit.DAYS.between(start(group), days.today));
            });
            int ofDay = Math.max(1, found.get() / (end - next + 1));
            // The first day may be a day of rest.
            atOnce = Math.min(GROWTH * atOnce, Math.max(1, PAGE / 2 / ofDay));
            next = end + 1;
        }
    }

    /** Returns the start of the part of the range that a group is of. */
    static Instant start(InsightGroup<?> group) {
        return Objects.requireNonNull(group.from(), "the range is divided");
    }

    private <F> void read(
            Groups groups, Function<InsightQuery, Page<InsightGroup<F>>> store, Consumer<InsightGroup<F>> each) {
        String cursor = null;
        do {
            Page<InsightGroup<F>> page = store.apply(query(groups, cursor));
            page.items().forEach(each);
            cursor = page.next();
        } while (cursor != null);
    }

    private InsightQuery query(Groups groups, @Nullable String cursor) {
        return new InsightQuery(
                issuer, groups.where, groups.range, groups.by, UsageKind.CHARGED, InsightOrder.KEYS, cursor, PAGE);
    }

    /** Returns a key of a group, empty if it has none. */
    static String key(InsightGroup<?> group, InsightDimension dimension) {
        return group.keys().getOrDefault(dimension, "");
    }

    /** Returns the calls that a limit or a feature has refused, or would have refused in observe mode. */
    static long calls(InsightGroup<RefusalFigures> group) {
        return group.figures().refused() + group.figures().observed();
    }
}
