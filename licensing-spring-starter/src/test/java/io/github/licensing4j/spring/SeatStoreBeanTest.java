package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.Seats.SeatRequest;
import io.github.licensing4j.admin.Seats.SeatView;
import io.github.licensing4j.core.store.memory.InMemorySeats;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Tests that a {@link SeatStore} bean has the seats of calls and of administrators, in place of the license store. */
class SeatStoreBeanTest {
    private static final AdminContext BY = AdminContext.by("ann", "because");
    private static final String CATALOG = """
            catalog: host
            features:
              report.read: {}
            plans:
              team@1:
                features: [report.read]
                limits:
                  desks: { kind: seats, of: device, max: 1, assign: first-use }
            """;

    @TempDir
    Path dir;

    @EnableAutoConfiguration
    @Import(ReadController.class)
    static class App {
        @Bean
        SeatStore seatsOfHost() {
            return new InMemorySeats();
        }
    }

    private static int call(Host host, String key, String device) throws Exception {
        return host.send(host.request("/read").header("X-API-Key", key).header("License-Device", device))
                .statusCode();
    }

    private static List<String> inStoreOfHost(Host host, SeatView of) {
        return host
                .bean(SeatStore.class)
                .seats(
                        host.bean(LicenseAdmin.class)
                                .licenses()
                                .get(of.license())
                                .license()
                                .id(),
                        null,
                        10,
                        Instant.now())
                .items()
                .stream()
                .map(Seat::holder)
                .toList();
    }

    @Test
    void storeOfHostHasTheSeats() throws Exception {
        Path catalog = Files.writeString(dir.resolve("licensing.yaml"), CATALOG);
        try (Host host =
                Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.catalog.location=" + catalog.toUri())) {
            LicenseAdmin admin = host.bean(LicenseAdmin.class);
            String license = admin.licenses()
                    .create(NewLicense.of("acme", PlanId.parse("team@1")), BY)
                    .id();
            String key = admin.keys().create(license, KeyRequest.plain(), BY).key();
            assertThat(call(host, key, "laptop")).isEqualTo(200);
            assertThat(call(host, key, "phone")).isEqualTo(403);
            SeatView held = admin.seats().list(license, null, 10).items().get(0);
            assertThat(held.holder()).isEqualTo("laptop");
            assertThat(inStoreOfHost(host, held)).containsExactly("laptop");
            assertThatThrownBy(() -> admin.seats().assign(license, new SeatRequest(null, "phone"), BY))
                    .isInstanceOf(ConflictException.class);

            admin.seats().release(license, new SeatRequest(null, "laptop"), BY);
            assertThat(inStoreOfHost(host, held)).isEmpty();
            assertThatThrownBy(() -> admin.seats().release(license, new SeatRequest(null, "laptop"), BY))
                    .isInstanceOf(NotFoundException.class);
            admin.seats().assign(license, new SeatRequest(null, "phone"), BY);
            assertThat(inStoreOfHost(host, held)).containsExactly("phone");
            assertThat(call(host, key, "laptop"))
                    .as("its cached seat is dropped")
                    .isEqualTo(403);
            assertThat(call(host, key, "phone")).isEqualTo(200);
            assertThat(admin.audit().read(license, null, 100).items())
                    .extracting(AuditEntryView::action)
                    .filteredOn(action -> action.startsWith("seat."))
                    .containsExactlyInAnyOrder("seat.released", "seat.assigned");
        }
    }
}
