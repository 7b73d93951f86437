package io.github.licensing4j;

import java.util.List;
import java.util.Optional;
import java.util.Set;

record GrantedLicenseContext(Granted granted) implements LicenseContext {
    static final LicenseContext EMPTY = new GrantedLicenseContext(
            new Granted(new Unlicensed(), List.of(), List.of(), Set.of(), Reservation.empty()));

    private record Unlicensed() implements Identified {
        @Override
        public Optional<License> license() {
            return Optional.empty();
        }
    }

    @Override
    public Optional<License> license() {
        return granted.caller().license();
    }

    @Override
    public Set<String> features() {
        return granted.caller().features();
    }

    @Override
    public Set<String> scopes() {
        return granted.caller().scopes();
    }

    @Override
    public Set<String> roles() {
        return granted.caller().roles();
    }

    @Override
    public List<LimitStatus> limits() {
        return granted.limits();
    }

    @Override
    public void charge(String meter, long units) {
        granted.reservation().charge(meter, units);
    }

    @Override
    public void charge(String meter, Quantity quantity) {
        granted.reservation().charge(meter, quantity);
    }
}
