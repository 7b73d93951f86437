package io.github.licensing4j;

import java.util.List;
import java.util.Optional;
import java.util.Set;

enum EmptyLicenseContext implements LicenseContext {
    INSTANCE;

    @Override
    public Optional<License> license() {
        return Optional.empty();
    }

    @Override
    public Set<String> features() {
        return Set.of();
    }

    @Override
    public Set<String> scopes() {
        return Set.of();
    }

    @Override
    public List<LimitStatus> limits() {
        return List.of();
    }

    @Override
    public void charge(String meter, long units) {
        if (units < 0) {
            throw new IllegalArgumentException("units are 0 or more, got " + units + " on '" + meter + "'");
        }
    }

    @Override
    public void charge(String meter, Quantity quantity) {
        if (quantity.amount().signum() < 0) {
            throw new IllegalArgumentException("a quantity is 0 or more, got " + quantity + " on '" + meter + "'");
        }
    }
}
