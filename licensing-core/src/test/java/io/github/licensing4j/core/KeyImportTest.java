package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.KeyImport;
import io.github.licensing4j.admin.KeyImport.ImportedKey;
import io.github.licensing4j.admin.KeyImport.Mode;
import io.github.licensing4j.admin.KeyImport.Outcome;
import io.github.licensing4j.admin.KeyImport.Result;
import io.github.licensing4j.core.admin.TokenSettings;
import io.github.licensing4j.core.credential.ApiKeyForms;
import io.github.licensing4j.core.credential.ApiKeyForms.Unprefixed;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that another system has issued are imported by their hash, and then are keys like others. */
class KeyImportTest {
    private static final String KEY = "acme_live_0123456789abcdef";

    private AdminFixture fixture;
    private String license;

    @BeforeEach
    void start(@TempDir Path dir) {
        ApiKeyForms forms = ApiKeyForms.withImported(Set.of("acme_"), Unprefixed.REFUSED);
        fixture = new AdminFixture(
                dir,
                new InMemoryStore(),
                options -> options.tokens(TokenSettings.defaults().withKeyForms(forms)));
        license = fixture.bought("free@1");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static ImportedKey hashOf(String key, String license) {
        return new ImportedKey(Sha256.hex(key), "", license, KeyRequest.plain());
    }

    private List<Result> run(Mode mode, ImportedKey... keys) {
        return fixture.admin
                .keys()
                .importKeys(new KeyImport(List.of(keys), mode), BY)
                .results();
    }

    @Test
    void importedKeyIsAccepted() {
        assertThat(fixture.call(KEY)).isEqualTo("credential-invalid");

        assertThat(run(Mode.STORE, hashOf(KEY, license)))
                .extracting(Result::outcome)
                .containsExactly(Outcome.IMPORTED);

        assertThat(fixture.call(KEY)).isEqualTo("granted");
        assertThat(fixture.call(KEY + "0")).isEqualTo("credential-invalid");
        assertThat(fixture.admin.audit().read(license, null, 10).items().get(1).action())
                .isEqualTo("key.imported");
    }

    @Test
    void keyOfOtherFormIsNotLookedUp() {
        String other = "other_live_0123456789abcdef";
        run(Mode.STORE, hashOf(other, license));
        assertThat(fixture.call(other)).isEqualTo("credential-invalid");
    }

    @Test
    void importedKeyIsRevokedAndRotated() {
        String id = Objects.requireNonNull(
                run(Mode.STORE, hashOf(KEY, license)).get(0).keyId());
        String replacement = fixture.admin.keys().rotate(id, Duration.ZERO, BY).key();
        assertThat(fixture.call(replacement)).isEqualTo("granted");
        assertThat(fixture.call(KEY)).isEqualTo("credential-expired");

        fixture.admin.keys().revoke(id, BY);

        assertThat(fixture.call(KEY)).isEqualTo("credential-revoked");
        assertThat(run(Mode.STORE, hashOf(KEY, license)))
                .extracting(Result::outcome)
                .containsExactly(Outcome.UNCHANGED);
        assertThat(fixture.call(KEY)).isEqualTo("credential-revoked");
    }

    @Test
    void dryRunStoresNothing() {
        assertThat(run(Mode.DRY_RUN, hashOf(KEY, license)))
                .extracting(Result::outcome)
                .containsExactly(Outcome.IMPORTED);
        assertThat(fixture.call(KEY)).isEqualTo("credential-invalid");
        assertThat(fixture.admin.keys().list(license)).isEmpty();
    }

    @Test
    void refusesEachInvalidKeyAlone() {
        String ended = fixture.bought("free@1");
        fixture.admin.licenses().revoke(ended, BY);
        run(Mode.STORE, hashOf("acme_taken_0123456789", fixture.bought("pro@1")));
        KeyRequest expired = new KeyRequest("", Set.of(), CallerBindings.none(), Instant.parse("2026-01-31T10:00:00Z"));

        List<Result> results = run(
                Mode.STORE,
                new ImportedKey("ABC", "", license, KeyRequest.plain()),
                hashOf("acme_one_0123456789", "lic_none"),
                hashOf("acme_one_0123456789", "lic_none"),
                hashOf("acme_two_0123456789", ended),
                hashOf("acme_taken_0123456789", license),
                new ImportedKey(Sha256.hex(KEY), "", license, expired),
                new ImportedKey(Sha256.hex("acme_short_012345"), "acme_short_012345", license, KeyRequest.plain()),
                hashOf("acme_good_0123456789", license));

        assertThat(results)
                .extracting(Result::outcome, Result::cause)
                .containsExactly(
                        tuple(Outcome.REFUSED, "hash: expected a SHA-256 in 64 lower-case hexadecimal digits"),
                        tuple(Outcome.REFUSED, "there is no license of that id"),
                        tuple(Outcome.REFUSED, "it is key 2 of the import too"),
                        tuple(Outcome.REFUSED, "license '" + ended + "' is revoked and gets no credentials"),
                        tuple(Outcome.REFUSED, "the key is stored already, for another license"),
                        tuple(Outcome.REFUSED, "expires: the key has expired"),
                        tuple(Outcome.REFUSED, "masked: expected a part of the key, not the key"),
                        tuple(Outcome.IMPORTED, null));
        assertThat(fixture.call("acme_good_0123456789")).isEqualTo("granted");
    }

    @Test
    void limitsNumberOfKeys() {
        List<ImportedKey> many = Collections.nCopies(KeyImport.MOST_KEYS + 1, hashOf(KEY, license));
        for (List<ImportedKey> keys : List.of(many, List.<ImportedKey>of())) {
            assertThatThrownBy(() -> fixture.admin.keys().importKeys(new KeyImport(keys, Mode.STORE), BY))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessage("keys: expected 1 to 500 keys");
        }
    }
}
