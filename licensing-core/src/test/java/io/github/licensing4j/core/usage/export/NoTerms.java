package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import java.util.List;
import java.util.Optional;

/** Finds no license in force. */
public class NoTerms implements UsageMessages.TermsInForce {
    @Override
    public Optional<Active> of(LicenseId license) {
        return Optional.empty();
    }

    @Override
    public List<Active> ofCustomer(String issuer, String customer) {
        return List.of();
    }
}
