package io.github.licensing4j.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that a user always has the same account object, and that the cache is bounded. */
class UsageAccountCacheTest {
    private final UsageAccountCache accounts = new UsageAccountCache();

    @Test
    void activeUserKeepsItsObject() {
        UsageAccount alice = accounts.of(account("alice"));
        for (int i = 0; i < 100_000; i++) {
            UsageAccount other = account("user" + i);
            assertThat(accounts.of(other)).isSameAs(other);
            if (i % 5_000 == 0) {
                assertThat(accounts.of(account("alice"))).isSameAs(alice);
            }
        }
        assertThat(accounts.size()).isBetween(10_000, 20_000);
    }

    @Test
    void otherKeyOrPlanIsOtherAccount() {
        UsageAccount alice = accounts.of(account("alice"));
        UsageAccount withKey = new UsageAccount(alice.license(), "acme", alice.plan(), "key_1", "alice");
        UsageAccount onPlan = new UsageAccount(alice.license(), "acme", new PlanId("pro", 2), null, "alice");
        assertThat(accounts.of(withKey)).isSameAs(withKey);
        assertThat(accounts.of(onPlan)).isSameAs(onPlan);
    }

    @Test
    void concurrentThreadsGetSameObject() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<List<UsageAccount>> lookUps = () -> Stream.iterate(0, i -> i + 1)
                    .limit(2_000)
                    .map(i -> accounts.of(account("user" + i)))
                    .toList();
            Set<UsageAccount> found = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Future<List<UsageAccount>> one : threads.invokeAll(Collections.nCopies(8, lookUps))) {
                found.addAll(one.get());
            }
            assertThat(found).hasSize(2_000);
        } finally {
            threads.shutdownNow();
        }
    }

    private static UsageAccount account(String user) {
        return new UsageAccount(new LicenseId("https://issuer", "lic_1"), "acme", new PlanId("pro", 1), null, user);
    }
}
