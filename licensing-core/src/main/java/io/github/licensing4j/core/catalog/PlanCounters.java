package io.github.licensing4j.core.catalog;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.LimitCounter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the counters of the limits of one plan, from the catalog and from stored counters of earlier catalogs. */
final class PlanCounters {
    private final PlanDefinition plan;
    private final Map<String, LimitCounter> own = new LinkedHashMap<>();
    private final List<LimitCounter> others = new ArrayList<>();

    /** The reason why a limit counts on a counter, the most certain one first. */
    private enum Ground {
        RENAMED,
        STILL_RENAMED,
        IN_FORCE,
        EARLIER,
        NEW
    }

    private record Claim(String limit, String counter, Ground ground) {}

    /** @param known the stored counters of all plans */
    PlanCounters(PlanDefinition plan, List<LimitCounter> known) {
        this.plan = plan;
        for (LimitCounter one : known) {
            if (one.plan().equals(plan.id())) {
                own.put(one.limit(), one);
            } else {
                others.add(one);
            }
        }
    }

    /**
     * Returns the counter names of the limits.
     *
     * @param since when a counter starts that replaces another
     * @throws LicensingException if two limits would count as one
     */
    LimitNames names(Instant since) {
        Map<String, String> counters = counters();
        Map<String, LimitStart> starts = new HashMap<>();
        for (Limit limit : plan.plan().limits()) {
            LimitStart start = start(counters.getOrDefault(limit.name(), limit.name()), limit, since);
            if (start != null) {
                starts.put(limit.name(), start);
            }
        }
        return new LimitNames(plan.names().former(), counters, aliases(counters), starts);
    }

    private Map<String, String> counters() {
        List<Claim> claims = plan.plan().limits().stream()
                .map(Limit::name)
                .map(this::claim)
                .sorted(Comparator.comparing(Claim::ground))
                .toList();
        Map<String, Claim> taken = new LinkedHashMap<>();
        for (Claim claim : claims) {
            Claim before = taken.get(claim.counter);
            if (before != null && before.ground == Ground.RENAMED && claim.ground == Ground.STILL_RENAMED) {
                // The same 'was' as before, but on the limit that has that name now.
                claim = renamed(
                        claim.limit,
                        Objects.requireNonNull(plan.names().former().get(claim.limit)));
                before = taken.get(claim.counter);
            }
            if (before != null) {
                claim = apart(claim, before, taken.keySet());
            }
            taken.put(claim.counter, claim);
        }
        Map<String, String> counters = new HashMap<>();
        taken.forEach((counter, claim) -> counters.put(claim.limit, counter));
        return counters;
    }

    private Claim claim(String limit) {
        LimitCounter row = own.get(limit);
        String was = plan.names().former().get(limit);
        if (was != null) {
            return row != null && was.equals(row.was())
                    ? new Claim(limit, row.counter().limit(), Ground.STILL_RENAMED)
                    : renamed(limit, was);
        }
        if (row != null) {
            return new Claim(limit, row.counter().limit(), row.inForce() ? Ground.IN_FORCE : Ground.EARLIER);
        }
        String written = plan.names().counter(limit);
        return new Claim(limit, written.equals(limit) ? elsewhere(limit).orElse(limit) : written, Ground.NEW);
    }

    private Claim renamed(String limit, String was) {
        LimitCounter before = own.get(was);
        if (before != null) {
            return new Claim(limit, before.counter().limit(), Ground.RENAMED);
        }
        String first = plan.names().counter(limit);
        LimitCounter earlier = own.get(first);
        String counter = earlier != null
                ? earlier.counter().limit()
                : elsewhere(was).or(() -> elsewhere(first)).orElse(first);
        return new Claim(limit, counter, Ground.RENAMED);
    }

    /**
     * Returns the counter of limits of that name in other plans: other versions of this plan, or else all plans that
     * have it.
     */
    private Optional<String> elsewhere(String limit) {
        Optional<String> version = others.stream()
                .filter(one -> one.limit().equals(limit)
                        && one.plan().name().equals(plan.id().name()))
                .max(Comparator.comparing((LimitCounter one) -> one.plan().version()))
                .map(one -> one.counter().limit());
        if (version.isPresent()) {
            return version;
        }
        Set<String> counters = others.stream()
                .filter(one -> one.limit().equals(limit))
                .map(one -> one.counter().limit())
                .collect(Collectors.toSet());
        return counters.size() == 1 ? counters.stream().findFirst() : Optional.empty();
    }

    /**
     * Assigns a separate counter to a limit whose counter belongs to another one, unless the catalog defines both as
     * the same.
     */
    private Claim apart(Claim claim, Claim before, Set<String> taken) {
        if (before.ground == Ground.RENAMED && claim.ground.compareTo(Ground.IN_FORCE) <= 0) {
            throw new LicensingException("limits '" + before.limit + "' and '" + claim.limit + "' of plan '" + plan.id()
                    + "' would both count as '" + claim.counter + "'; expected 'was' to name a limit that is gone");
        }
        String name = claim.limit;
        for (int i = 2; taken.contains(name); i++) {
            name = claim.limit + "~" + i;
        }
        return new Claim(claim.limit, name, claim.ground);
    }

    private @Nullable LimitStart start(String counter, Limit limit, Instant since) {
        LimitCounter before = before(counter, limit.name());
        if (before == null) {
            return null;
        }
        CounterId now = id(counter, limit);
        if (before.counter().equals(now)) {
            Instant at = before.startedAt();
            return at == null ? null : new LimitStart(at, before.sameUse());
        }
        if (plan.conditions().containsKey(limit.name())) {
            // Earlier usage does not say for which calls the condition held.
            return null;
        }
        CounterId was = before.counter();
        boolean sameUse = was.kind() == Kind.QUOTA
                && now.kind() == Kind.QUOTA
                && Objects.equals(was.meter(), now.meter())
                && was.scope() == now.scope();
        return new LimitStart(since, sameUse);
    }

    /** Returns the limit that counted on a counter last. */
    private @Nullable LimitCounter before(String counter, String limit) {
        LimitCounter same = own.get(limit);
        return own.values().stream()
                .filter(one -> one.counter().limit().equals(counter))
                .max(Comparator.comparing(LimitCounter::inForce).thenComparing(one -> one.equals(same)))
                .orElse(null);
    }

    private Map<String, String> aliases(Map<String, String> counters) {
        Map<String, String> limits = new HashMap<>();
        counters.forEach((limit, counter) -> limits.put(counter, limit));
        Map<String, String> aliases = new HashMap<>(limits);
        aliases.putAll(plan.names().aliases());
        Map<String, String> names = new HashMap<>();
        own.forEach((name, row) -> {
            String limit = limits.get(row.counter().limit());
            if (limit != null) {
                names.put(name, limit);
                if (row.was() != null) {
                    // A name that the limit has in other plans: contracts of those plans use it.
                    aliases.putIfAbsent(row.was(), limit);
                }
            }
        });
        aliases.putAll(names);
        return aliases;
    }

    /** Returns the counters of an applied plan that must be stored. */
    List<LimitCounter> changed() {
        PlanId id = plan.id();
        Map<String, LimitCounter> now = new LinkedHashMap<>();
        for (Limit limit : plan.plan().limits()) {
            String name = limit.name();
            LimitStart start = plan.names().starts().get(name);
            CounterId counter = id(plan.names().counter(name), limit);
            String was = plan.names().former().get(name);
            now.put(
                    name,
                    new LimitCounter(
                            id,
                            name,
                            was,
                            counter,
                            start == null ? null : start.at(),
                            start != null && start.sameUse(),
                            true));
        }
        List<LimitCounter> changed = new ArrayList<>();
        now.values().stream().filter(one -> !one.equals(own.get(one.limit()))).forEach(changed::add);
        own.values().stream()
                .filter(one -> one.inForce() && !now.containsKey(one.limit()))
                .map(one -> new LimitCounter(
                        id, one.limit(), one.was(), one.counter(), one.startedAt(), one.sameUse(), false))
                .forEach(changed::add);
        return changed;
    }

    private static CounterId id(String counter, Limit limit) {
        return switch (limit.kind()) {
            case QUOTA -> CounterId.ofQuota((QuotaLimit) limit, counter);
            case RATE, CREDITS, CONCURRENCY, SEATS -> new CounterId(counter, limit.meter(), limit.kind(), "");
        };
    }
}
