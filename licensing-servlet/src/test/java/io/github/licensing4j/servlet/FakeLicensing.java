package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.DispatchAllowed;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Health;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseNotRequired;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Match;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Plan;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.CallerSeats;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseManagement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** An engine with configured results that records its calls. */
final class FakeLicensing implements Licensing, LicensingInfo, LicenseManagement {
    static final License LICENSE = new License(
            new LicenseId("https://issuer.example", "lic_1"),
            "acme",
            PlanId.parse("free@1"),
            LicenseState.ACTIVE,
            Instant.EPOCH,
            ZoneOffset.UTC,
            null);

    final Queue<Call> identified = new ConcurrentLinkedQueue<>();
    final Queue<String> looked = new ConcurrentLinkedQueue<>();
    final Queue<Requirement> decided = new ConcurrentLinkedQueue<>();
    final BlockingQueue<Outcome> settled = new LinkedBlockingQueue<>();
    final Map<Integer, AtomicInteger> settlements = new ConcurrentHashMap<>();
    final Map<String, Long> charged = new ConcurrentHashMap<>();
    final AtomicInteger grants = new AtomicInteger();
    final Queue<Refusal> kept = new ConcurrentLinkedQueue<>();

    volatile Function<Call, Identification> identify = call -> new Caller(Set.of(), Set.of());
    volatile BiFunction<String, Declaration, Optional<Requirement>> requirement =
            (path, declared) -> required(declared);
    volatile Function<Requirement, Optional<Refusal>> refusal = requirement -> Optional.empty();
    volatile List<LimitStatus> limits = List.of();
    volatile List<String> notices = List.of();
    volatile Set<Measure> measures = Set.of();
    volatile List<Meter> meters = List.of();
    volatile List<Plan> plans = List.of();
    volatile Optional<LicenseAdmin> admin = Optional.empty();

    LicensingFilterBuilder filterBuilder() {
        return new LicensingFilterBuilder(this, this);
    }

    /** A caller with a license. */
    record Caller(Set<String> features, Set<String> scopes) implements Identified {
        @Override
        public Optional<License> license() {
            return Optional.of(LICENSE);
        }
    }

    /** A caller with its own license. */
    record Other(License known) implements Identified {
        @Override
        public Optional<License> license() {
            return Optional.of(known);
        }
    }

    /** A caller without a license in observe mode. */
    record Observed() implements Identified {
        @Override
        public Optional<License> license() {
            return Optional.empty();
        }
    }

    /** Refuses a call as the real engine does before any license is known, as far as these tests need it. */
    static Identification strictly(Call call) {
        if (call.path() instanceof RequestPath.Ambiguous ambiguous) {
            return recordRefusal(RefusalCode.REQUEST_INVALID, ambiguous.reason());
        }
        return switch (call.credentials().size()) {
            case 0 -> recordRefusal(RefusalCode.CREDENTIAL_MISSING, "No credential.");
            case 1 -> new Caller(Set.of(), Set.of());
            default -> recordRefusal(RefusalCode.CREDENTIAL_AMBIGUOUS, "More than one credential.");
        };
    }

    static Refused recordRefusal(RefusalCode code, String detail) {
        return new Refused(Refusal.of("dec_1", code, detail));
    }

    @Override
    public void recordRefusal(Identified caller, Refusal refusal) {
        kept.add(refusal);
    }

    private static Optional<Requirement> required(Declaration declared) {
        if (declared instanceof Declaration.Required required) {
            return Optional.of(required.requirement());
        }
        return declared instanceof Declaration.None ? Optional.of(Requirement.license()) : Optional.empty();
    }

    @Override
    public Identification identify(Call call) {
        identified.add(call);
        return identify.apply(call);
    }

    @Override
    public boolean requiresLicense(CalledEndpoint endpoint) {
        return requirement(endpoint).isPresent();
    }

    @Override
    public Optional<Requirement> requirement(CalledEndpoint endpoint) {
        return requirement.apply(endpoint.path().path(), endpoint.declared());
    }

    private static Decision check(Identified caller, Requirement requirement) {
        if (caller.license().isEmpty()) {
            return DispatchAllowed.instance();
        }
        for (Requirement.Features group : requirement.features()) {
            boolean holds = group.match() == Match.ALL
                    ? caller.features().containsAll(group.names())
                    : group.names().stream().anyMatch(caller.features()::contains);
            if (!holds) {
                return recordRefusal(caller, RefusalCode.FEATURE_NOT_LICENSED, Set.of());
            }
        }
        return caller.scopes().containsAll(requirement.scopes())
                ? DispatchAllowed.instance()
                : recordRefusal(caller, RefusalCode.SCOPE_MISSING, requirement.scopes());
    }

    private static Refused recordRefusal(Identified caller, RefusalCode code, Set<String> scopes) {
        return new Refused(new Refusal(
                "dec_1", code, "no", caller.license().orElse(null), null, List.of(), null, null, scopes, null));
    }

    @Override
    public Decision decide(Identified caller, CalledEndpoint endpoint, Dispatch dispatch) {
        looked.add(endpoint.method() + " " + endpoint.path().path());
        Optional<Requirement> requirement = requirement(endpoint);
        if (requirement.isEmpty()) {
            return LicenseNotRequired.instance();
        }
        return switch (dispatch) {
            case INTERNAL -> check(caller, requirement.get());
            case REQUEST, PART -> decide(caller, requirement.get());
        };
    }

    private Decision decide(Identified caller, Requirement requirement) {
        decided.add(requirement);
        Optional<Refusal> refused = refusal.apply(requirement);
        if (refused.isPresent()) {
            return new Refused(refused.get());
        }
        var count = new AtomicInteger();
        settlements.put(grants.getAndIncrement(), count);
        return new Granted(caller, limits, notices, measures, new Reservation() {
            @Override
            public void charge(String meter, long units) {
                charged.merge(meter, units, Long::sum);
            }

            @Override
            public void charge(String meter, Quantity quantity) {
                charge(meter, quantity.amount().longValueExact());
            }

            @Override
            public void settle(Outcome outcome) {
                count.incrementAndGet();
                settled.add(outcome);
            }
        });
    }

    /** The next settlement; fails the test when none comes. */
    Outcome awaitSettlement() throws InterruptedException {
        Outcome outcome = settled.poll(20, TimeUnit.SECONDS);
        if (outcome == null) {
            throw new AssertionError("nothing was settled");
        }
        return outcome;
    }

    /** How many grants were not settled exactly once. */
    long unsettled() {
        return settlements.values().stream().filter(count -> count.get() != 1).count();
    }

    @Override
    public List<LimitStatus> limits(Identified caller) {
        return limits;
    }

    @Override
    public Optional<LicenseAdmin> admin() {
        return admin;
    }

    @Override
    public Optional<Refusal> takeOwnRequest(Identified caller) {
        return Optional.empty();
    }

    @Override
    public Optional<CallerSeats> seats(Identified caller) {
        return Optional.empty();
    }

    @Override
    public Optional<CallerApiKeys> keys(Identified caller) {
        return Optional.empty();
    }

    @Override
    public Set<Measure> measures() {
        return measures;
    }

    @Override
    public CatalogSummary catalog() {
        List<Meter> all = Stream.concat(
                        meters.stream(), measures.stream().map(measure -> new Meter(measure.text(), "", 0, measure)))
                .toList();
        // The built-in meter last, so that a test can give it another scale.
        List<Meter> calls = List.of(new Meter("calls", "call", 0, null));
        return new CatalogSummary("fake", "00", Instant.EPOCH, Set.of(), all, plans).withFormer(calls);
    }

    @Override
    public Health health() {
        return new Health(List.of());
    }
}
