package io.github.licensing4j.core;

import io.github.licensing4j.core.license.LicenseEvaluation;
import io.github.licensing4j.core.license.LicenseStatus.Denied;

/** The caller of a verified credential, with the evaluation of its license. */
sealed interface EvaluatedCaller permits LicensedCaller, EvaluatedCaller.DeniedCaller {

    /** Returns the evaluation, with the instant until which it is valid. */
    LicenseEvaluation evaluation();

    /** A caller whose license is not in force. */
    record DeniedCaller(LicenseEvaluation evaluation, Denied denied) implements EvaluatedCaller {}
}
