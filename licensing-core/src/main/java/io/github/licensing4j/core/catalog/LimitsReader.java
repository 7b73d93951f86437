package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Limit;
import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.Node.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the limits of one plan, or of one contract, over the inherited ones. */
final class LimitsReader {
    private final LimitReader reader;
    private final Diagnostics diagnostics;
    private final Map<String, Mapping> before;
    private final Map<String, String> countersBefore;
    private final Map<String, Mapping> written;
    private final Map<String, Limit> limits = new LinkedHashMap<>();
    private final Map<String, String> counters;
    private final Set<String> restated = new HashSet<>();

    /** @param parent the plan whose limits are inherited, null if there is none */
    LimitsReader(LimitReader reader, Diagnostics diagnostics, @Nullable PlanDefinition parent) {
        this.reader = reader;
        this.diagnostics = diagnostics;
        this.before = parent == null ? Map.of() : parent.written();
        this.countersBefore = parent == null ? Map.of() : parent.names().counters();
        this.written = new LinkedHashMap<>(before);
        this.counters = new HashMap<>(countersBefore);
        if (parent != null) {
            parent.plan().limits().forEach(limit -> limits.put(limit.name(), limit));
        }
    }

    void read(Mapping own) {
        own.members().forEach(this::read);
        refuseSharedCounters(own);
    }

    private void read(String name, Member member) {
        Mapping inherited = before.get(name);
        if (LimitMerge.isNone(member.value())) {
            remove(name, inherited, member.at());
        } else if (!CatalogScalars.isName(name)) {
            diagnostics.add(member.at(), "a limit is named '" + name + "', expected " + CatalogScalars.NAME_FORM);
        } else if (member.value() instanceof Mapping own) {
            Mapping base = renamed(name, inherited, own);
            restated.add(name);
            put(name, base == null ? own : LimitMerge.over(base, own));
        } else {
            diagnostics.add(
                    member.value().at(),
                    "limit '" + name + "' is " + member.value().shown()
                            + ", expected a map, or none to remove an inherited limit");
        }
    }

    private void remove(String name, @Nullable Mapping inherited, SourcePosition at) {
        if (inherited == null) {
            diagnostics.unknown(at, "inherited limit", name, before.keySet());
        }
        drop(name);
    }

    /** Removes an inherited limit, unless this plan defines a limit of that name itself. */
    private void drop(String name) {
        if (!restated.contains(name)) {
            written.remove(name);
            limits.remove(name);
            counters.remove(name);
        }
    }

    /**
     * Returns the definition to merge into: the inherited one of its name, or the one that it replaces by {@code was}.
     */
    private @Nullable Mapping renamed(String name, @Nullable Mapping inherited, Mapping own) {
        Fields fields = new Fields(own, "limit '" + name + "'", own.members().keySet(), diagnostics);
        String was = fields.optionalText("was", "the limit's old name");
        if (was == null) {
            return inherited;
        }
        if (was.equals(name)) {
            diagnostics.warn(fields.at("was"), "'was' of limit '" + name + "' is its own name and has no effect");
            return inherited;
        }
        drop(was);
        counters.put(name, countersBefore.getOrDefault(was, was));
        return inherited == null ? before.get(was) : inherited;
    }

    private void put(String name, Mapping merged) {
        written.put(name, merged);
        limits.remove(name);
        Limit limit = reader.read(name, merged);
        if (limit != null) {
            limits.put(name, limit);
        }
    }

    private void refuseSharedCounters(Mapping own) {
        Map<String, String> owners = new HashMap<>();
        written.keySet().forEach(name -> {
            String counter = counters.getOrDefault(name, name);
            String other = owners.putIfAbsent(counter, name);
            if (other != null) {
                Member member = own.members().get(name);
                diagnostics.add(
                        member == null ? own.at() : member.at(),
                        "limits '" + other + "' and '" + name + "' would both count as '" + counter + "'");
            }
        });
    }

    /** Returns the limits in the order of the inherited ones, then as written. */
    List<Limit> limits() {
        List<Limit> inOrder = new ArrayList<>();
        for (String name : written.keySet()) {
            Limit limit = limits.get(name);
            if (limit != null) {
                inOrder.add(limit);
            }
        }
        return inOrder;
    }

    Map<String, Mapping> written() {
        return written;
    }

    /** Returns the former names of the limits. */
    LimitNames names() {
        Map<String, String> former = new HashMap<>();
        written.forEach((name, limit) -> {
            String was = LimitMerge.was(limit);
            if (was != null && !was.equals(name)) {
                former.put(name, was);
            }
        });
        return LimitNames.written(former, counters);
    }
}
