package io.github.licensing4j.spring;

import io.github.licensing4j.servlet.CallerOrganisation;
import io.github.licensing4j.servlet.HostTokens;
import io.github.licensing4j.servlet.LicensingFilterBuilder;
import org.springframework.beans.factory.ObjectProvider;

/** The beans by which a host says who its callers are. */
record HostCallers(ObjectProvider<HostTokens> tokens, ObjectProvider<CallerOrganisation> organisation) {
    void setOn(LicensingFilterBuilder settings) {
        tokens.ifAvailable(settings::hostTokens);
        organisation.ifAvailable(settings::organisation);
    }
}
