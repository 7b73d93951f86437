package io.github.licensing4j.core;

import io.github.licensing4j.Identified;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.CallerSeats;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.admin.CallerSeatRelease;
import io.github.licensing4j.core.credential.VerifiedCredential;
import java.util.Optional;

/** Provides the administration of the licenses that an engine stores. */
final class EngineManagement implements LicenseManagement {
    private final Optional<Administration> administration;
    private final CallerEvaluator evaluator;
    private final CredentialAuthenticator authenticator;
    private final OwnRequests requests;

    /** @param administration empty where licenses are not stored */
    EngineManagement(
            Optional<Administration> administration,
            CallerEvaluator evaluator,
            CredentialAuthenticator authenticator,
            OwnRequests requests) {
        this.administration = administration;
        this.requests = requests;
        this.evaluator = evaluator;
        this.authenticator = authenticator;
    }

    @Override
    public Optional<LicenseAdmin> admin() {
        return administration.map(LicenseAdmin.class::cast);
    }

    @Override
    public Optional<Refusal> takeOwnRequest(Identified identified) {
        return identified instanceof UnlicensedCaller ? Optional.empty() : requests.count(evaluator.own(identified));
    }

    @Override
    public Optional<CallerApiKeys> keys(Identified identified) {
        if (identified instanceof UnlicensedCaller) {
            return Optional.empty();
        }
        VerifiedCredential caller = evaluator.own(identified).verified();
        if (!caller.isIssued()) {
            return Optional.empty();
        }
        return administration.map(managed -> managed.keysOf(caller, authenticator::isTrusted));
    }

    @Override
    public Optional<CallerSeats> seats(Identified identified) {
        if (identified instanceof UnlicensedCaller) {
            return Optional.empty();
        }
        LicensedCaller caller = evaluator.own(identified);
        Optional<CallerSeatRelease> release = administration
                .filter(managed -> caller.verified().isIssued())
                .map(managed ->
                        managed.seatsOf(caller.verified(), caller.limitSubject().holders(), authenticator::isTrusted));
        return Optional.of(new RequestedSeats(caller, requests, release));
    }
}
