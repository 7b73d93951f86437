package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Limit;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.Plan.Sale;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.core.catalog.PlanOffer.Grace;
import io.github.licensing4j.core.catalog.PlanOffer.Trial;
import io.github.licensing4j.core.condition.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lists the changes of a reload in one plan version. */
final class PlanDiff {
    private final PlanDefinition old;
    private final PlanDefinition now;
    private final LimitText oldText;
    private final LimitText nowText;
    private final List<String> lines = new ArrayList<>();

    private PlanDiff(PlanDefinition old, PlanDefinition now, LimitText oldText, LimitText nowText) {
        this.old = old;
        this.now = now;
        this.oldText = oldText;
        this.nowText = nowText;
    }

    /** Returns one line for each change, empty if nothing changes. */
    static List<String> between(PlanDefinition old, PlanDefinition now, LimitText oldText, LimitText nowText) {
        PlanDiff diff = new PlanDiff(old, now, oldText, nowText);
        diff.value("price", price(old.price()), price(now.price()));
        diff.value("trial", trial(old.trial()), trial(now.trial()));
        diff.value("grace", grace(old.grace()), grace(now.grace()));
        diff.value("sale", sale(old), sale(now));
        diff.features();
        diff.limits();
        return diff.lines;
    }

    private void value(String name, String before, String after) {
        if (!before.equals(after)) {
            lines.add(name + " was " + before + ", is now " + after);
        }
    }

    private static String price(@Nullable Price price) {
        return price == null ? "none" : price.amount() + " per " + price.per();
    }

    private static String trial(@Nullable Trial trial) {
        return trial == null
                ? "none"
                : trial.length() + ", then " + trial.then() + (trial.only() == null ? "" : ", only: " + trial.only());
    }

    private static String grace(@Nullable Grace grace) {
        if (grace == null) {
            return "none";
        }
        return grace.length() + " with "
                + (grace.reducedTo() == null ? "full access" : "access as " + grace.reducedTo());
    }

    private static String sale(PlanDefinition plan) {
        Sale sale = plan.plan().sale();
        return sale.name().toLowerCase(Locale.ROOT);
    }

    private void features() {
        Set<String> gone = new TreeSet<>(old.plan().features());
        gone.removeAll(now.plan().features());
        Set<String> added = new TreeSet<>(now.plan().features());
        added.removeAll(old.plan().features());
        if (!gone.isEmpty()) {
            lines.add("no longer includes " + gone);
        }
        if (!added.isEmpty()) {
            lines.add("now includes " + added);
        }
    }

    private void limits() {
        Map<String, Limit> before = counters(old);
        Map<String, Limit> after = counters(now);
        before.forEach((counter, limit) -> limit(counter, limit, after.remove(counter)));
        conditions(before, counters(now));
        after.values().forEach(limit -> lines.add("limit '" + limit.name() + "' is new: " + nowText.of(limit)));
    }

    private void limit(String counter, Limit limit, @Nullable Limit kept) {
        if (kept == null) {
            lines.add("the counter of limit '" + limit.name() + "' ("
                    + limit.kind().text() + ") ends");
        } else if (!Identity.of(counter, limit).equals(Identity.of(counter, kept))) {
            lines.add("the counter of limit '" + limit.name() + "' ("
                    + limit.kind().text() + ") ends, a new one starts: meter, kind or per has changed"
                    + (kept.kind() == Kind.QUOTA && !now.conditions().containsKey(kept.name())
                            ? ", and it starts with the use of its period so far"
                            : "")
                    + "; it was "
                    + oldText.of(limit) + ", is now " + nowText.of(kept));
        } else if (!Objects.equals(kept, limit)) {
            lines.add("limit '" + limit.name() + "' was " + oldText.of(limit) + ", is now "
                    + (kept.name().equals(limit.name()) ? "" : "'" + kept.name() + "', ") + nowText.of(kept)
                    + "; its counter goes on");
        }
    }

    private void conditions(Map<String, Limit> before, Map<String, Limit> after) {
        before.forEach((counter, limit) -> {
            Limit kept = after.get(counter);
            if (kept != null) {
                value("the condition of limit '" + kept.name() + "'", condition(old, limit), condition(now, kept));
            }
        });
    }

    private static String condition(PlanDefinition plan, Limit limit) {
        Condition condition = plan.conditions().get(limit.name());
        return condition == null
                ? "none"
                : "'" + condition + "'"
                        + (condition.source().headers().isEmpty()
                                ? ""
                                : " with the header fields "
                                        + condition.source().headers());
    }

    private static Map<String, Limit> counters(PlanDefinition plan) {
        Map<String, Limit> counters = new TreeMap<>();
        for (Limit limit : plan.plan().limits()) {
            counters.put(plan.names().counter(limit.name()), limit);
        }
        return counters;
    }

    /** Identifies a counter across reloads, within a license. */
    private record Identity(String name, @Nullable String meter, Kind kind, List<Object> per) {

        static Identity of(String counter, Limit limit) {
            return switch (limit.kind()) {
                case RATE -> {
                    RateLimit rate = (RateLimit) limit;
                    List<Object> per =
                            rate.bands().stream().<Object>map(Band::per).toList();
                    yield new Identity(counter, rate.meter(), limit.kind(), per);
                }
                case QUOTA -> {
                    QuotaLimit quota = (QuotaLimit) limit;
                    yield new Identity(counter, quota.meter(), limit.kind(), List.of(quota.per(), quota.of()));
                }
                case CREDITS, CONCURRENCY -> new Identity(counter, limit.meter(), limit.kind(), List.of());
                case SEATS -> new Identity(counter, null, limit.kind(), List.of(((SeatsLimit) limit).of()));
            };
        }
    }
}
