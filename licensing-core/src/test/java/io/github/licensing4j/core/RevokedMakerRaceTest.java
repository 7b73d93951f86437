package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.Identified;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CredentialRefusedException;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Declined;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node revokes a key while the other makes new credentials with it. None of these works afterwards. */
@Tag("4.2.1")
class RevokedMakerRaceTest {
    private static final Peer PEER = new Peer("203.0.113.9", Route.DIRECT);
    private static final int THREADS = 2;

    @TempDir
    Path dir;

    private int made;

    @Test
    void revokesConcurrentlyMadeCredentials() throws Exception {
        race(1);
    }

    @Test
    @Tag("proof")
    void revokesConcurrentlyMadeCredentialsInManyRounds() throws Exception {
        race(200);
    }

    private void race(int rounds) throws Exception {
        DataSource source = Postgres.newPooledSchema();
        ExecutorService threads = Executors.newFixedThreadPool(1 + THREADS);
        try (AdminFixture one = node("one", source);
                AdminFixture two = node("two", source)) {
            for (int round = 0; round < rounds; round++) {
                for (Act act : Act.values()) {
                    // A customer of its own: exchanges are limited by customer.
                    round(new Round(one, two, act, "customer-" + round + "-" + act), threads);
                }
            }
            // If nothing was created in time, there was no race.
            assertThat(made).isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    private AdminFixture node(String name, DataSource source) throws IOException {
        Path own = Files.createDirectories(dir.resolve(name));
        KeyRing unused =
                KeyRing.open(dir.resolve("signing-keys.json"), new MovableClock("2026-01-01T00:00:00Z").instant());
        Files.copy(dir.resolve("signing-keys.json"), own.resolve("signing-keys.json"));
        JdbcStore store = JdbcStore.on(source, PostgresSettings.defaults());
        return new AdminFixture(
                own,
                store,
                options -> options.node(name)
                        .tokens(AdminFixture.refreshing())
                        .auditKey(AuditKey.at(dir.resolve("audit.key"))));
    }

    private enum Act {
        CREATE_WITH_KEY,
        CREATE_WITH_TOKEN,
        CREATE_WITH_REVOKED_TOKEN,
        EXCHANGE,
        EXCHANGE_OF_REVOKED_CUSTOMER,
        REFRESH,
        REFRESH_OF_REUSED_FAMILY,
        ROTATE_DESCENDANT,
        MINT
    }

    /** A key with its own license and customer, and the credentials that descend from it. */
    private static final class Round {
        final AdminFixture one;
        final AdminFixture two;
        final Act act;
        final String customer;
        final String license;
        final NewKey key;
        final Exchanged exchanged;
        final CallerApiKeys keys;
        final String descendant;
        private String current;

        Round(AdminFixture one, AdminFixture two, Act act, String customer) {
            this.one = one;
            this.two = two;
            this.act = act;
            this.customer = customer;
            this.license = one.admin
                    .licenses()
                    .create(NewLicense.of(customer, PlanId.parse("gold@1")), BY)
                    .id();
            this.key = one.admin.keys().create(license, KeyRequest.plain(), BY);
            two.tend();
            this.exchanged = (Exchanged) two.admin.tokens().exchange(key.key(), Set.of(), PEER);
            String credential = act == Act.CREATE_WITH_TOKEN || act == Act.CREATE_WITH_REVOKED_TOKEN
                    ? exchanged.token().token()
                    : key.key();
            this.keys = two.engine
                    .built
                    .management()
                    .keys((Identified) two.identify(credential))
                    .orElseThrow();
            this.descendant = keys.create(KeyRequest.plain(), BY).view().id();
            this.current = String.valueOf(exchanged.refreshToken());
            if (act == Act.REFRESH_OF_REUSED_FAMILY) {
                List<String> unused = refreshNext();
            }
        }

        /** Refreshes in turn, each time with the refresh token of the time before. */
        private synchronized List<String> refreshNext() {
            Exchange next = two.admin.tokens().refresh(current, Set.of(), PEER);
            if (next instanceof Exchanged made) {
                current = String.valueOf(made.refreshToken());
            }
            return credentials(next);
        }

        void revoke() {
            switch (act) {
                case MINT -> one.admin.licenses().revoke(license, BY);
                case CREATE_WITH_REVOKED_TOKEN ->
                    one.admin.tokens().revoke(exchanged.token().tokenId(), BY);
                case EXCHANGE_OF_REVOKED_CUSTOMER -> one.admin.revocations().revokeCustomer(customer, BY);
                case REFRESH_OF_REUSED_FAMILY ->
                    one.admin.tokens().refresh(String.valueOf(exchanged.refreshToken()), Set.of(), PEER);
                default -> one.admin.keys().revoke(key.view().id(), BY);
            }
        }

        List<String> make() {
            return switch (act) {
                case CREATE_WITH_KEY, CREATE_WITH_TOKEN, CREATE_WITH_REVOKED_TOKEN ->
                    List.of(keys.create(KeyRequest.plain(), BY).key());
                case EXCHANGE, EXCHANGE_OF_REVOKED_CUSTOMER ->
                    credentials(two.admin.tokens().exchange(key.key(), Set.of(), PEER));
                case REFRESH ->
                    credentials(two.admin.tokens().refresh(String.valueOf(exchanged.refreshToken()), Set.of(), PEER));
                case REFRESH_OF_REUSED_FAMILY -> refreshNext();
                case ROTATE_DESCENDANT ->
                    List.of(two.admin
                            .keys()
                            .rotate(descendant, Duration.ofHours(1), BY)
                            .key());
                case MINT ->
                    List.of(two.admin
                            .tokens()
                            .mint(license, TokenRequest.of(Duration.ofHours(1)), BY)
                            .token());
            };
        }

        private static List<String> credentials(Exchange exchange) {
            return exchange instanceof Exchanged made
                    ? List.of(made.token().token(), "refresh " + made.refreshToken())
                    : List.of();
        }

        /** Whether a credential works on a node. */
        static boolean works(AdminFixture node, String credential) {
            return credential.startsWith("refresh ")
                    ? !(node.admin.tokens().refresh(credential.substring(8), Set.of(), PEER) instanceof Declined)
                    : node.call(credential).equals("granted");
        }
    }

    private void round(Round round, ExecutorService threads) throws Exception {
        CyclicBarrier start = new CyclicBarrier(1 + THREADS);
        Future<?> revoked = threads.submit(() -> {
            start.await();
            round.revoke();
            return null;
        });
        List<Future<List<String>>> makers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            makers.add(threads.submit(maker(round, start)));
        }
        List<String> credentials = new ArrayList<>();
        for (Future<List<String>> maker : makers) {
            credentials.addAll(maker.get());
        }
        revoked.get();
        made += credentials.size();
        round.one.tend();
        round.two.tend();
        for (String credential : credentials) {
            assertThat(Round.works(round.one, credential))
                    .as("%s on the same node", round.act)
                    .isFalse();
            assertThat(Round.works(round.two, credential))
                    .as("%s on the other node", round.act)
                    .isFalse();
        }
    }

    private static Callable<List<String>> maker(Round round, CyclicBarrier start) {
        return () -> {
            List<String> credentials = new ArrayList<>();
            start.await();
            try {
                for (int i = 0; i < 20; i++) {
                    credentials.addAll(round.make());
                }
            } catch (CredentialRefusedException | ConflictException refused) {
                // The revocation came first.
                assertThat(refused).hasMessageNotContaining("lk_");
            }
            return credentials;
        };
    }
}
