package io.github.licensing4j.core;

import io.github.licensing4j.Identified;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.core.credential.VerifiedCredential;
import java.util.Optional;

/** Provides the administration of the licenses that an engine stores. */
final class EngineManagement implements LicenseManagement {
    private final Engine engine;

    EngineManagement(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Optional<LicenseAdmin> admin() {
        return engine.administration().map(LicenseAdmin.class::cast);
    }

    @Override
    public Optional<CallerApiKeys> keys(Identified identified) {
        if (identified instanceof UnlicensedCaller) {
            return Optional.empty();
        }
        VerifiedCredential caller = engine.evaluator().own(identified).verified();
        if (caller.isPlugged()) {
            return Optional.empty();
        }
        return engine.administration()
                .map(administration -> administration.keysOf(caller, engine.credentialAuthenticator()::isTrusted));
    }
}
