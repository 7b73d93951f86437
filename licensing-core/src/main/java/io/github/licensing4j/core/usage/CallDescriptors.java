package io.github.licensing4j.core.usage;

import io.github.licensing4j.Limit;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.limit.CallUsage;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.CallRecord;
import io.github.licensing4j.core.usage.journal.ConsumedCredit;
import io.github.licensing4j.core.usage.journal.CounterTemplate;
import io.github.licensing4j.spi.CounterId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Caches one descriptor for all calls of a kind and for all equal kinds, because the journal writes each object again.
 * Safe for use by many threads.
 */
final class CallDescriptors {
    /** Far above the number of endpoints times plans. A full cache is cleared: kinds change with the catalog. */
    private static final int MAX = 10_000;

    private final ConcurrentHashMap<Object, CallDescriptor> byKind = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<CallDescriptor, CallDescriptor> descriptors = new ConcurrentHashMap<>();

    /**
     * Returns the descriptor of a call. It contains the credits that the call may consume only once one call has
     * consumed some.
     */
    CallDescriptor of(CallUsage use) {
        CallDescriptor known = byKind.get(use.kind());
        if (known == null || !coversCredits(known, use)) {
            known = shared(make(use, known == null ? List.of() : known.credits()));
            bound(byKind);
            byKind.put(use.kind(), known);
        }
        return known;
    }

    private CallDescriptor shared(CallDescriptor made) {
        bound(descriptors);
        CallDescriptor same = descriptors.putIfAbsent(made, made);
        return same == null ? made : same;
    }

    private static void bound(ConcurrentHashMap<?, ?> map) {
        if (map.size() >= MAX) {
            map.clear();
        }
    }

    private static boolean coversCredits(CallDescriptor descriptor, CallUsage use) {
        for (int i = use.quotas(); i < use.counters(); i++) {
            if (indexOf(descriptor, use.counter(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(CallDescriptor descriptor, CounterId grant) {
        for (int i = 0; i < descriptor.credits().size(); i++) {
            if (descriptor.credits().get(i).limit().equals(grant.limit())) {
                return i;
            }
        }
        return -1;
    }

    private static CallDescriptor make(CallUsage use, List<CounterTemplate> before) {
        Requirement requirement = use.requirement();
        List<String> meters = new ArrayList<>();
        for (int i = 0; i < use.meters(); i++) {
            meters.add(use.meter(i));
        }
        List<CounterTemplate> counters = new ArrayList<>();
        for (int i = 0; i < use.quotas(); i++) {
            counters.add(template(use.counter(i)));
        }
        List<CounterTemplate> credits = new ArrayList<>(before);
        for (int i = use.quotas(); i < use.counters(); i++) {
            CounterId grant = use.counter(i);
            CounterTemplate template =
                    new CounterTemplate(grant.limit(), grant.meter(), Limit.Kind.CREDITS, "", grant.scope());
            if (!credits.contains(template)) {
                credits.add(template);
            }
        }
        return new CallDescriptor(requirement.endpoint(), features(requirement), meters, counters, credits);
    }

    private static CounterTemplate template(CounterId counter) {
        return new CounterTemplate(counter.limit(), counter.meter(), counter.kind(), counter.per(), counter.scope());
    }

    private static String features(Requirement requirement) {
        TreeSet<String> names = new TreeSet<>();
        requirement.features().forEach(group -> names.addAll(group.names()));
        return String.join(",", names);
    }

    /** Creates the call in the order of its descriptor. */
    static CallRecord call(CallDescriptor descriptor, CallUsage use, int status, UsageKind kind) {
        if (use.counters() == use.quotas()) {
            return new CallRecord(
                    use.decidedMillis(), status, kind, use.units(), use.windows(), use.counted(), List.of());
        }
        List<ConsumedCredit> consumed = new ArrayList<>();
        for (int i = use.quotas(); i < use.counters(); i++) {
            if (use.counted(i) > 0) {
                CounterId grant = use.counter(i);
                consumed.add(new ConsumedCredit(indexOf(descriptor, grant), grant.per(), use.counted(i)));
            }
        }
        long[] counted = Arrays.copyOf(use.counted(), use.quotas());
        return new CallRecord(use.decidedMillis(), status, kind, use.units(), use.windows(), counted, consumed);
    }
}
