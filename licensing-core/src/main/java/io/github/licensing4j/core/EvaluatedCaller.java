package io.github.licensing4j.core;

import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.license.LicenseAccess.Denied;
import io.github.licensing4j.core.license.LicenseEvaluation;

/** The caller of a verified credential, with the evaluation of its license. */
sealed interface EvaluatedCaller permits LicensedCaller, EvaluatedCaller.DeniedCaller {

    /** Returns whether the evaluation still holds: neither the store, nor the catalog, nor time has changed it. */
    boolean holds(long generation, Catalog live, long nowMillis);

    /** A caller whose license is not in force. */
    record DeniedCaller(LicenseEvaluation evaluation, Denied denied) implements EvaluatedCaller {

        @Override
        public boolean holds(long generation, Catalog live, long nowMillis) {
            return evaluation.holds(generation, live, nowMillis);
        }
    }
}
