package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.admin.WhatIfReport.Problem;
import io.github.licensing4j.admin.WhatIfReport.ProblemKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects the problems of a draft, each once with the number of its licenses. Bounded. For one thread. */
public final class WhatIfProblems {
    private static final int MOST = 200;

    private final Map<Key, Found> found = new TreeMap<>();
    private long leftOut;

    private record Key(ProblemKind kind, String subject) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : subject.compareTo(other.subject);
        }
    }

    private record Found(long licenses, String detail) {}

    /** Adds a problem that does not depend on licenses. */
    public void add(ProblemKind kind, String subject, String detail) {
        add(new Key(kind, subject), 0, detail);
    }

    /** Returns what collects the problems of one license. */
    OfLicense license() {
        return new OfLicense();
    }

    private void add(Key key, int licenses, String detail) {
        Found before = found.get(key);
        if (before == null && found.size() >= MOST) {
            leftOut++;
            return;
        }
        found.put(
                key,
                before == null ? new Found(licenses, detail) : new Found(before.licenses + licenses, before.detail));
    }

    /** Returns the problems in the order of kinds, then of subjects. */
    public List<Problem> list() {
        List<Problem> all = new ArrayList<>();
        found.forEach((key, one) -> all.add(new Problem(key.kind, key.subject, one.licenses, one.detail)));
        return all;
    }

    /** Returns how many are left out, a license with the same problem as another one counted again. */
    public long leftOut() {
        return leftOut;
    }

    /** Counts one license once for each problem. */
    final class OfLicense {
        private final Set<Key> counted = new HashSet<>();

        void add(ProblemKind kind, String subject, String detail) {
            Key key = new Key(kind, subject);
            if (counted.add(key)) {
                WhatIfProblems.this.add(key, 1, detail);
            }
        }
    }
}
