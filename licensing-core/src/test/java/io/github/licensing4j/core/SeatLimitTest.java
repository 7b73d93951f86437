package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.CallerSeats;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CredentialRefusedException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.Seats.SeatRequest;
import io.github.licensing4j.admin.Seats.SeatView;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine enforces seats, and administrators assign and release them. */
class SeatLimitTest {
    private static final String CATALOG = """
            catalog: weather-api
            plans:
              team@1:
                limits:
                  seats: { kind: seats, of: user, max: 2, lease: PT1H }
              named@1:
                limits:
                  seats: { kind: seats, of: user, max: 1, assign: admin, cool-down: P7D }
              big@1:
                limits:
                  seats: { kind: seats, of: user, max: 50, lease: PT1H }
              devices@1:
                limits:
                  devices: { kind: seats, of: device, max: 1, assign: first-use }
            """;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private @Nullable EngineFixture opened;

    @BeforeEach
    void open() {
        opened = new EngineFixture(dir, CATALOG, clock, builder -> builder);
    }

    @AfterEach
    void close() {
        engine().close();
    }

    private EngineFixture engine() {
        return Objects.requireNonNull(opened);
    }

    private LicenseAdmin admin() {
        return engine().built.management().admin().orElseThrow();
    }

    private String license(String plan) {
        return admin().licenses()
                .create(NewLicense.of("acme", PlanId.parse(plan)), BY)
                .id();
    }

    private Identified identified(String token, @Nullable String user, @Nullable String device) {
        return (Identified) engine().licensing
                .identify(new Call(
                        "GET",
                        new RequestPath.Canonical("/v1/forecast"),
                        List.of(new Credential(Source.BEARER, token)),
                        new Call.Peer("203.0.113.9", Call.Route.DIRECT, user, device, null),
                        CallEvidence.none()));
    }

    private Decision decide(String license, String plan, @Nullable String user, @Nullable String device) {
        Identified caller = identified(engine().token(plan, license), user, device);
        return EngineFixture.decide(engine().licensing, caller, Requirement.license());
    }

    private boolean passes(String license, String user) {
        return decide(license, "team@1", user, null) instanceof Granted;
    }

    private Refusal refused(String license, String user) {
        return ((Refused) decide(license, "team@1", user, null)).refusal();
    }

    private SeatRequest seat(String holder) {
        return new SeatRequest(null, holder);
    }

    @Test
    void refusesThirdUserOfTwoSeats() {
        String license = license("team@1");
        assertThat(passes(license, "ann")).isTrue();
        assertThat(passes(license, "bob")).isTrue();
        assertThat(passes(license, "ann")).isTrue();
        Refusal refusal = refused(license, "eve");
        assertThat(refusal.code()).isEqualTo(RefusalCode.SEAT_LIMIT_REACHED);
        assertThat(refusal.retryAt()).isNull();
        assertThat(refusal.detail()).contains("seats").doesNotContain("ann").doesNotContain("bob");
        assertThat(Objects.requireNonNull(refusal.limit()).used()).isEqualTo(2);
        assertThat(Objects.requireNonNull(refusal.limit()).ownSeat()).isNull();
        assertThat(Objects.requireNonNull(refusal.upgrade()).plans()).containsExactly(PlanId.parse("big@1"));
        clock.advance(Duration.ofHours(1));
        assertThat(passes(license, "eve")).as("after the leases").isTrue();
    }

    @Test
    void refusesCallWithoutUser() {
        assertThat(decide(license("team@1"), "team@1", null, null)).isInstanceOf(Refused.class);
    }

    @Test
    void countsDevices() {
        String license = license("devices@1");
        assertThat(decide(license, "devices@1", "ann", "laptop")).isInstanceOf(Granted.class);
        assertThat(decide(license, "devices@1", "bob", "laptop")).isInstanceOf(Granted.class);
        assertThat(decide(license, "devices@1", "ann", "phone")).isInstanceOf(Refused.class);
        clock.advance(Duration.ofDays(30));
        assertThat(decide(license, "devices@1", "ann", "phone"))
                .as("it has no end")
                .isInstanceOf(Refused.class);
    }

    @Test
    void countsSeatsOfTokenWithoutStoredLicense() {
        assertThat(passes("lic_unknown", "ann")).isTrue();
        assertThat(passes("lic_unknown", "bob")).isTrue();
        assertThat(passes("lic_unknown", "eve")).isFalse();
    }

    @Test
    void showsMaximumTakenAndOwnSeat() {
        String license = license("team@1");
        passes(license, "ann");
        passes(license, "bob");
        Identified ann = identified(engine().token("team@1", license), "ann", null);
        LimitStatus status = engine().built.info().limits(ann).get(0);
        assertThat(status.used()).isEqualTo(2);
        assertThat(status.remaining()).isZero();
        assertThat(Objects.requireNonNull(status.ownSeat()).holder()).isEqualTo("ann");
        assertThat(Objects.requireNonNull(status.ownSeat()).expiresAt())
                .isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        LimitStatus shown = admin().licenses().limits(license).get(0);
        assertThat(shown.used()).isEqualTo(2);
        assertThat(shown.ownSeat()).isNull();
    }

    @Test
    void administratorAssignsAndReleases() {
        String license = license("named@1");
        assertThat(passes(license, "ann")).isFalse();
        SeatView assigned = admin().seats().assign(license, seat("ann"), BY);
        assertThat(assigned.freeAt()).isNull();
        assertThat(admin().seats().assign(license, seat("ann"), BY)).as("again").isEqualTo(assigned);
        assertThat(passes(license, "ann")).isTrue();
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> admin().seats().assign(license, seat("bob"), BY));
        assertThat(admin().seats().list(license, null, 10).items()).containsExactly(assigned);

        SeatView released = admin().seats().release(license, seat("ann"), BY);
        assertThat(released.freeAt()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));
        assertThat(passes(license, "ann")).as("at once").isFalse();
        assertThatExceptionOfType(ConflictException.class)
                .as("in its cool-down")
                .isThrownBy(() -> admin().seats().assign(license, seat("bob"), BY));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> admin().seats().release(license, seat("ann"), BY));
        clock.advance(Duration.ofDays(7));
        admin().seats().assign(license, seat("bob"), BY);
        assertThat(passes(license, "bob")).isTrue();
        assertThat(admin().audit().read(license, null, 100).items())
                .extracting(AuditEntryView::action)
                .containsExactlyInAnyOrder("license.created", "seat.assigned", "seat.released", "seat.assigned");
    }

    @Test
    void refusesUnknownLimitAndEmptyHolder() {
        String license = license("team@1");
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> admin().seats().assign(license, new SeatRequest("desks", "ann"), BY));
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> admin().seats().assign(license, seat(" "), BY));
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> admin().seats().list(license, "nonsense", 10));
    }

    private CallerSeats own(String credential, String user) {
        return engine().built
                .management()
                .seats(identified(credential, user, null))
                .orElseThrow();
    }

    @Test
    void callerRenewsAndReleasesItsSeatWithoutCall() {
        String license = license("team@1");
        String ann = engine().token("team@1", license);
        assertThat(own(ann, "ann").renew()).isEmpty();
        assertThat(admin().seats().list(license, null, 10).items())
                .extracting(SeatView::holder)
                .containsExactly("ann");
        clock.advance(Duration.ofMinutes(50));
        assertThat(own(ann, "ann").renew()).isEmpty();
        assertThat(passes(license, "bob")).isTrue();
        Refusal refusal = own(ann, "eve").renew().orElseThrow();
        assertThat(refusal.code()).isEqualTo(RefusalCode.SEAT_LIMIT_REACHED);
        assertThat(refusal.upgrade()).isNull();
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> own(ann, "eve").release(null, BY));
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> own(ann, "ann").release("desks", BY));
        SeatView released = own(ann, "ann").release("seats", BY);
        assertThat(released.holder()).isEqualTo("ann");
        assertThat(passes(license, "eve")).isTrue();
        assertThat(admin().audit().read(license, null, 100).items())
                .filteredOn(entry -> entry.action().equals("seat.released"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.actor()).startsWith("caller/"));
    }

    @Test
    void callerDoesNotReleaseAssignedSeat() {
        String license = license("named@1");
        String token = engine().token("named@1", license);
        assertThat(own(token, "ann").renew().orElseThrow().code()).isEqualTo(RefusalCode.SEAT_LIMIT_REACHED);
        admin().seats().assign(license, seat("ann"), BY);
        assertThat(own(token, "ann").renew()).isEmpty();
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> own(token, "ann").release(null, BY));
        assertThat(passes(license, "ann")).isTrue();
    }

    @Test
    void revokedCredentialReleasesNothing() {
        String license = license("team@1");
        NewKey key = admin().keys().create(license, KeyRequest.plain(), BY);
        CallerSeats seats = own(key.key(), "ann");
        assertThat(seats.renew()).isEmpty();
        admin().keys().revoke(key.view().id(), BY);
        assertThatExceptionOfType(CredentialRefusedException.class).isThrownBy(() -> seats.release(null, BY));
        assertThat(admin().seats().list(license, null, 10).items()).hasSize(1);
    }

    @Test
    void callerOfForeignLicenseRenewsAndDoesNotRelease() {
        String token = engine().token("team@1", "lic_unknown");
        assertThat(own(token, "ann").renew()).isEmpty();
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> own(token, "ann").release(null, BY));
    }
}
