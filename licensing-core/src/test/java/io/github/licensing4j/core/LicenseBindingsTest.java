package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static io.github.licensing4j.core.BoundCalls.at;
import static io.github.licensing4j.core.BoundCalls.devices;
import static io.github.licensing4j.core.BoundCalls.ips;
import static io.github.licensing4j.core.BoundCalls.organisations;
import static io.github.licensing4j.core.BoundCalls.peer;
import static io.github.licensing4j.core.BoundCalls.users;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.LicenseUpdate.Patch;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.PlanChangeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bindings of stored licenses, which each of their calls must satisfy besides those of its credential. */
class LicenseBindingsTest extends CredentialFixture {
    private static final String MISMATCH = "binding-mismatch";
    private static final Peer NEAR = at("198.51.100.7");
    private static final Peer FAR = at("203.0.113.9");
    private static final CallerBindings NEARBY = ips("198.51.100.0/24");

    private void bind(CallerBindings bindings) {
        update(LicenseUpdate.none().bound(bindings));
    }

    private void update(LicenseUpdate update) {
        Object unused = fixture.admin.licenses().update(license, update, OptionalLong.empty(), BY);
    }

    private String key(CallerBindings bindings) {
        return fixture.admin
                .keys()
                .create(license, new KeyRequest("", Set.of(), bindings, null), BY)
                .key();
    }

    private String token(CallerBindings bindings) {
        TokenRequest request = new TokenRequest(Duration.ofHours(1), Set.of(), bindings, null);
        return fixture.admin.tokens().mint(license, request, BY).token();
    }

    private String call(String credential, Peer peer) {
        return BoundCalls.call(fixture.engine.licensing, credential, peer);
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(NEARBY, NEAR, FAR),
                Arguments.of(ips("203.0.113.0/24", "198.51.100.7"), NEAR, at("198.51.100.8")),
                Arguments.of(ips("2001:db8::/32"), at("2001:db8::7"), at("2001:db9::7")),
                Arguments.of(ips("2001:db8::/32"), at("2001:db8::7"), NEAR),
                Arguments.of(users("ann", "eve"), peer("::1", "ann", null, null), peer("::1", "bob", null, null)),
                Arguments.of(users("ann"), peer("::1", "ann", "d1", "o1"), peer("::1", null, "ann", "ann")),
                Arguments.of(devices("d1"), peer("::1", null, "d1", null), peer("::1", null, "D1", null)),
                Arguments.of(devices("d1"), peer("::1", null, "d1", null), peer("::1", "d1", null, "d1")),
                Arguments.of(organisations("o1"), peer("::1", null, null, "o1"), peer("::1", null, null, "o2")),
                Arguments.of(organisations("o1"), peer("::1", null, null, "o1"), peer("::1", "o1", "o1", null)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void admitsItsCallersOnly(CallerBindings bindings, Peer admitted, Peer other) {
        bind(bindings);
        for (String credential : List.of(key(CallerBindings.none()), token(CallerBindings.none()))) {
            assertThat(call(credential, other)).isEqualTo(MISMATCH);
            assertThat(call(credential, admitted)).isEqualTo("granted");
            assertThat(call(credential, other)).as("once it is cached").isEqualTo(MISMATCH);
            assertThat(call(credential, admitted)).isEqualTo("granted");
        }
    }

    static Stream<Arguments> pairs() {
        CallerBindings none = CallerBindings.none();
        return Stream.of(
                Arguments.of(none, none, "granted granted granted"),
                Arguments.of(NEARBY, none, "binding-mismatch granted granted"),
                Arguments.of(none, NEARBY, "binding-mismatch granted granted"),
                Arguments.of(NEARBY, ips("198.51.0.0/16"), "binding-mismatch granted granted"),
                Arguments.of(NEARBY, users("ann"), "binding-mismatch binding-mismatch granted"),
                Arguments.of(users("ann"), NEARBY, "binding-mismatch binding-mismatch granted"),
                Arguments.of(NEARBY, ips("203.0.113.0/24"), "binding-mismatch binding-mismatch binding-mismatch"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void bindingsOfCredentialAndLicenseBothApply(CallerBindings own, CallerBindings ofLicense, String expected) {
        bind(ofLicense);
        List<Peer> peers = List.of(FAR, NEAR, peer("198.51.100.7", "ann", null, null));
        for (String credential : List.of(key(own), token(own))) {
            assertThat(peers.stream().map(peer -> call(credential, peer)).collect(Collectors.joining(" ")))
                    .isEqualTo(expected);
        }
    }

    @Test
    void updateReachesCachedCredential() {
        List<String> credentials = List.of(key(CallerBindings.none()), token(CallerBindings.none()));
        credentials.forEach(credential -> assertThat(call(credential, FAR)).isEqualTo("granted"));
        bind(NEARBY);
        credentials.forEach(credential -> assertThat(call(credential, FAR)).isEqualTo(MISMATCH));
        update(LicenseUpdate.none().named(Map.of("crm", "4711")));
        assertThat(fixture.license(license).bindings()).as("unchanged").isEqualTo(NEARBY);
        credentials.forEach(credential -> assertThat(call(credential, FAR)).isEqualTo(MISMATCH));
        update(new LicenseUpdate(
                new Patch.Kept<>(), new Patch.Kept<>(), new Patch.Kept<>(), new Patch.Kept<>(), new Patch.Cleared<>()));
        assertThat(fixture.license(license).bindings()).isEqualTo(CallerBindings.none());
        credentials.forEach(credential -> assertThat(call(credential, FAR)).isEqualTo("granted"));
    }

    @Test
    void callsThatBeginAfterUpdateAreRefused() throws Exception {
        String key = key(CallerBindings.none());
        AtomicBoolean isBound = new AtomicBoolean();
        CountDownLatch running = new CountDownLatch(2);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            List<Future<Set<String>>> late = IntStream.range(0, 2)
                    .mapToObj(i -> callers.submit(() -> lateResults(key, isBound, running)))
                    .toList();
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
            bind(NEARBY);
            isBound.set(true);
            for (Future<Set<String>> results : late) {
                assertThat(results.get(20, TimeUnit.SECONDS)).containsExactly(MISMATCH);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    /** Returns the results of 50 calls that began after the license was bound. */
    private Set<String> lateResults(String key, AtomicBoolean isBound, CountDownLatch running) {
        Set<String> late = new HashSet<>();
        for (int calls = 0; calls < 50; ) {
            boolean isLate = isBound.get();
            String result = call(key, FAR);
            running.countDown();
            if (isLate) {
                late.add(result);
                calls++;
            }
        }
        return late;
    }

    @Test
    void refusalConsumesAndShowsNothing() {
        bind(new CallerBindings(List.of("198.51.100.0/24"), Set.of("d-secret"), Set.of("ann"), Set.of("o-secret")));
        String key = key(CallerBindings.none());
        Refusal refusal = ((Refused) fixture.engine.licensing.identify(BoundCalls.call(key, FAR))).refusal();
        assertThat(refusal.detail()).isEqualTo("The credential or its license is not bound to this caller.");
        assertThat(refusal.toString()).doesNotContain("198.51.100", "secret", "ann");
        assertThat(refusal.license()).isNull();
        assertThat(fixture.admin.licenses().limits(license).get(0).used()).isZero();
        assertThat(call(key, peer("198.51.100.1", "ann", "d-secret", "o-secret")))
                .isEqualTo("granted");
        assertThat(fixture.admin.licenses().limits(license).get(0).used()).isEqualTo(1);
    }

    @Test
    void planChangeKeepsBindings() {
        NewLicense wanted = NewLicense.of("acme", PlanId.parse("pro@1")).bound(NEARBY);
        String id = fixture.admin.licenses().create(wanted.bought(), BY).id();
        fixture.admin
                .licenses()
                .changePlan(id, new PlanChangeRequest(PlanId.parse("gold@1"), When.NOW, UsageTreatment.CARRY), BY);
        assertThat(fixture.license(id).bindings()).isEqualTo(NEARBY);
        String key = fixture.key(id);
        assertThat(call(key, FAR)).isEqualTo(MISMATCH);
        assertThat(call(key, NEAR)).isEqualTo("granted");
    }

    @Test
    void revocationAndBindingsBothApply() {
        bind(NEARBY);
        String key = key(CallerBindings.none());
        fixture.admin.licenses().revoke(license, BY);
        assertThat(call(key, NEAR)).isEqualTo("license-ended");
        assertThat(call(key, FAR)).isEqualTo(MISMATCH);
        assertThatThrownBy(() -> bind(CallerBindings.none())).isInstanceOf(ConflictException.class);
        String revoked = "credential-revoked";
        license = fixture.bought("pro@1");
        bind(NEARBY);
        var created = fixture.admin.keys().create(license, KeyRequest.plain(), BY);
        fixture.admin.keys().revoke(created.view().id(), BY);
        assertThat(call(created.key(), NEAR)).isEqualTo(revoked);
        assertThat(call(created.key(), FAR)).isEqualTo(revoked);
    }

    @Test
    void rejectsInvalidBindings() {
        assertThatThrownBy(() -> bind(ips("198.51.100.0/33"))).hasMessageContaining("bind.ips");
        List<String> many = IntStream.range(0, 101).mapToObj(i -> "o" + i).toList();
        assertThatThrownBy(() -> bind(organisations(many.toArray(String[]::new))))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("bind.organisations");
        NewLicense blank = NewLicense.of("acme", PlanId.parse("pro@1")).bound(users(" "));
        assertThatThrownBy(() -> fixture.admin.licenses().create(blank, BY)).hasMessageContaining("bind.users");
        assertThat(fixture.license(license).revision()).isEqualTo(1);
    }

    @Test
    void auditCountsWhatIsBound() {
        bind(new CallerBindings(List.of("198.51.100.0/24"), Set.of(), Set.of("ann", "eve"), Set.of()));
        bind(CallerBindings.none());
        List<String> details = new ArrayList<>();
        fixture.admin
                .audit()
                .read(license, null, 10)
                .items()
                .forEach(entry -> details.add(entry.details().getOrDefault("bind", "-")));
        assertThat(details).containsExactly("-", "ips 1, users 2", "none");
    }
}
