package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ACTIVE;
import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.entry;
import static io.github.licensing4j.tck.SampleRecords.key;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleRecords.message;
import static io.github.licensing4j.tck.SampleRecords.query;
import static io.github.licensing4j.tck.SampleRecords.refreshToken;
import static io.github.licensing4j.tck.SampleRecords.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.IdempotencyRecord;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoreEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of a store with arbitrary text in ids and values. */
public interface StoredTextContract extends StoreUnderTest {
    @ParameterizedTest
    @MethodSource("io.github.licensing4j.tck.HostileTexts#ofIds")
    default void findsRecordsWithAnyText(String text) {
        LicenseRecord license = license(text, text)
                .edit(NOW)
                .overrides(text)
                .external(Map.of(text, text))
                .unstored();
        AuditEntry entry = new AuditEntry(text, 1, NOW, text, text, text, text, text, Map.of(text, text), text);
        store().commit(StoreChange.builder()
                .license(license, ACTIVE)
                .key(key(text, text, text))
                .token(token(text, text, text, 1))
                .refreshToken(refreshToken(text, text))
                .revocation(new Revocation.OfFamily(ISSUER, text, NOW))
                .uniqueKey(text)
                .audit(List.of(entry))
                .message(message(text, NOW))
                .idempotencyRecord(new IdempotencyRecord(text, text, text, NOW, NOW.plusSeconds(1)))
                .build());
        assertThat(store().licenses().find(new LicenseId(ISSUER, text))).contains(license);
        assertThat(store().licenses().list(query(text, null, null)).items()).containsExactly(license);
        assertThat(store().credentials().keyByHash(text)).contains(key(text, text, text));
        assertThat(store().credentials().token(ISSUER, text)).contains(token(text, text, text, 1));
        assertThat(store().credentials().refreshToken(text)).contains(refreshToken(text, text));
        assertThat(store().revocations().isFamilyRevoked(ISSUER, text)).isTrue();
        assertThat(store().audit().read(text, null, 5).items()).containsExactly(entry);
        assertThat(store().audit().chains()).containsExactly(text);
        assertThat(store().outbox().due(NOW, 1).get(0).id()).isEqualTo(text);
        assertThat(store().requests().find(text, NOW)).isPresent();
        assertThat(store().feed().since(0, 10)).extracting(StoreEvent::id).containsOnly(text);
        assertConflict(StoreChange.builder().uniqueKey(text).build(), Kind.UNIQUE_KEY, text);
    }

    @ParameterizedTest
    @MethodSource("io.github.licensing4j.tck.HostileTexts#ofIds")
    default void findsLicenseWithAnyName(String text) {
        LicenseRecord license = license(text)
                .edit(NOW)
                .external(Map.of(text, text, "crm", text))
                .unstored();
        store().commit(change(license));
        for (String system : List.of(text, "crm")) {
            assertThat(store().licenses().named(ISSUER, new ExternalName(system, text), 5))
                    .containsExactly(license.id());
            assertThat(store().licenses().named(ISSUER, new ExternalName(system, text + "x"), 5))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.licensing4j.tck.HostileTexts#ofIds")
    default void doesNotFindAbsentText(String text) {
        store().commit(change(license("half a pair ?"), license("nul"), license("nulinside"), license("?")));
        for (String absent : List.of(text, text.repeat(500))) {
            assertThat(store().licenses().find(new LicenseId(ISSUER, absent))).isEmpty();
            assertThat(store().licenses().find(new LicenseId(absent, "nul"))).isEmpty();
            assertThat(store().licenses().named(ISSUER, new ExternalName(absent, absent), 5))
                    .isEmpty();
            assertThat(store().licenses().named(absent, new ExternalName("crm", "acme"), 5))
                    .isEmpty();
            assertThat(store().licenses().list(query(absent, null, null)).items())
                    .isEmpty();
            assertThat(store().licenses()
                            .list(query(absent, LicenseState.ACTIVE, absent))
                            .items())
                    .isEmpty();
            assertThat(store().credentials().keyByHash(absent)).isEmpty();
            assertThat(store().credentials().key(ISSUER, absent)).isEmpty();
            assertThat(store().credentials().keysOf(new LicenseId(ISSUER, absent)))
                    .isEmpty();
            assertThat(store().credentials().lastUsed(List.of(absent))).isEmpty();
            assertThat(store().credentials().token(ISSUER, absent)).isEmpty();
            assertThat(store().credentials().tokensFrom(absent, NOW)).isEmpty();
            assertThat(store().credentials().refreshToken(absent)).isEmpty();
            assertThat(store().revocations().isFamilyRevoked(ISSUER, absent)).isFalse();
            assertThat(store().requests().find(absent, NOW)).isEmpty();
            assertThat(store().audit().read(absent, null, 5).items()).isEmpty();
            assertThat(store().audit().chain(absent, 1, 5)).isEmpty();
            assertThat(store().outbox().replay(absent, NOW)).isFalse();
        }
    }
}
