package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Licensing;

/** Adds to a call the organisation of its caller, when the caller is identified. */
final class OrganisationLicensing implements Licensing {
    private final Licensing licensing;
    private final CallReader reader;

    OrganisationLicensing(Licensing licensing, CallReader reader) {
        this.licensing = licensing;
        this.reader = reader;
    }

    @Override
    public Identification identify(Call call) {
        return licensing.identify(reader.withOrganisation(call));
    }

    @Override
    public Decision decide(Identified caller, CalledEndpoint endpoint, Dispatch dispatch) {
        return licensing.decide(caller, endpoint, dispatch);
    }
}
