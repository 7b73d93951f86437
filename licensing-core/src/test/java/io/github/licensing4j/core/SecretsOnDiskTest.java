package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No credential is in the database, its log, or anywhere beside it. */
class SecretsOnDiskTest {
    private static final Peer PEER = new Peer("203.0.113.9", Route.DIRECT);

    @TempDir
    Path dir;

    @Test
    void writesNoKeyOrTokenToDisk() throws IOException {
        Path data = dir.resolve("data");
        List<String> secrets;
        String license;
        try (AdminFixture fixture =
                new AdminFixture(dir, JdbcStore.embedded(data), options -> options.tokens(AdminFixture.refreshing()))) {
            license = fixture.bought("pro@1");
            String key = fixture.key(license);
            Exchanged first = (Exchanged) fixture.admin.tokens().exchange(key, Set.of(), PEER);
            String refresh = Objects.requireNonNull(first.refreshToken());
            Exchanged second = (Exchanged) fixture.admin.tokens().refresh(refresh, Set.of(), PEER);
            secrets = List.of(
                    key,
                    key.substring(8, 30),
                    refresh,
                    refresh.substring(12, 34),
                    Objects.requireNonNull(second.refreshToken()),
                    first.token().token(),
                    first.token().token().substring(first.token().token().lastIndexOf('.') + 1));
            assertThat(Files.size(data.resolve("licensing.db-wal"))).isPositive();
            assertNowhere(data, license, secrets);
        }
        assertNowhere(data, license, secrets);
    }

    private static void assertNowhere(Path data, String license, List<String> secrets) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        // The search finds written texts, so credentials that it does not find were not written.
        assertThat(all).contains(license);
        for (String secret : secrets) {
            assertThat(all.indexOf(secret))
                    .as("a secret of %d characters", secret.length())
                    .isNegative();
        }
    }
}
