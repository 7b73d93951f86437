package io.github.licensing4j;

import io.github.licensing4j.Requirement.Features;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

record GrantedLicenseContext(Granted granted, Function<Requirement, Decision> check) implements LicenseContext {
    static final Granted NOTHING = new Granted(new Unlicensed(), List.of(), List.of(), Set.of(), Reservation.empty());

    static final LicenseContext EMPTY = new GrantedLicenseContext(NOTHING, requirement -> {
        throw new IllegalStateException("a feature is required outside of a licensed call: expected a call that the"
                + " license check has granted, or its LicenseContext on this thread");
    });

    /** Compares a requirement with the features of a granted call; in observe mode a call without a license passes. */
    static Decision compared(Granted granted, Requirement requirement) {
        Optional<License> license = granted.caller().license();
        Set<String> features = granted.caller().features();
        boolean isIncluded = requirement.features().stream()
                .allMatch(group -> group.match() == Match.ALL
                        ? features.containsAll(group.names())
                        : group.names().stream().anyMatch(features::contains));
        return isIncluded || license.isEmpty() ? DispatchAllowed.instance() : new Refused(missing(license.get()));
    }

    private static Refusal missing(License license) {
        return new Refusal(
                "dec_" + UUID.randomUUID(),
                RefusalCode.FEATURE_NOT_LICENSED,
                "Plan " + license.plan() + " does not include a feature that is required.",
                license,
                null,
                List.of(),
                null,
                null,
                Set.of(),
                null);
    }

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
    public void require(Features group) {
        if (check.apply(new Requirement(List.of(group), Set.of(), List.of())) instanceof Refused refused) {
            throw new LicenseRefusedException(refused.refusal());
        }
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
