package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.OutagePolicy.Replays;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Engines that share a store accept each DPoP proof once together. */
class SharedProofTest extends ProofNodes {
    private static final int THREADS = 16;

    private ProofNode embedded() throws IOException {
        return closedLater(new ProofNode(dir, JdbcStore.embedded(dir.resolve("data")), builder -> builder));
    }

    @Test
    @DisplayName("RFC 9449 §11.1: two engines on one PostgreSQL accept a proof once, and a restarted one not again")
    void acceptsProofOnceInTotal() throws Exception {
        PGSimpleDataSource database = Postgres.newSchema();
        ProofNode one = node("one", database, Replays.CLOSED);
        ProofNode two = node("two", database, Replays.CLOSED);
        String token = one.token();
        String proof = one.proof(token);
        assertThat(one.call(token, proof)).isEqualTo("identified");
        assertThat(two.call(token, proof)).isEqualTo("proof-invalid");
        assertThat(one.call(token, proof)).isEqualTo("proof-invalid");
        String other = two.proof(token);
        assertThat(two.call(token, other)).isEqualTo("identified");
        assertThat(one.call(token, other)).isEqualTo("proof-invalid");
        acceptsOneOfManyThreads(token, one, two);
        one.close();
        ProofNode restarted = node("one", database, Replays.CLOSED);
        assertThat(restarted.call(token, proof)).isEqualTo("proof-invalid");
        assertThat(restarted.call(token, other)).isEqualTo("proof-invalid");
        assertThat(restarted.call(token, restarted.proof(token))).isEqualTo("identified");
    }

    private static void acceptsOneOfManyThreads(String token, ProofNode... nodes) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 5; round++) {
                String proof = nodes[0].proof(token);
                List<Callable<String>> calls = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    ProofNode node = nodes[i % nodes.length];
                    calls.add(() -> node.call(token, proof));
                }
                List<String> results = new ArrayList<>();
                for (Future<String> call : threads.invokeAll(calls)) {
                    results.add(call.get());
                }
                assertThat(results).filteredOn("identified"::equals).hasSize(1);
                assertThat(results).filteredOn("proof-invalid"::equals).hasSize(THREADS - 1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void restartWithSqliteAcceptsNoProofAgain() throws Exception {
        ProofNode node = embedded();
        String token = node.token();
        String proof = node.proof(token);
        assertThat(node.call(token, proof)).isEqualTo("identified");
        node.close();
        ProofNode restarted = embedded();
        assertThat(restarted.call(token, proof)).isEqualTo("proof-invalid");
        assertThat(restarted.call(token, restarted.proof(token))).isEqualTo("identified");
    }

    @Test
    void storeOfHostIsPreferred() throws Exception {
        List<ReplayMark> marks = new ArrayList<>();
        ProofNode node = closedLater(new ProofNode(
                dir,
                JdbcStore.embedded(dir.resolve("data")),
                builder -> builder.replays(mark -> {
                    marks.add(mark);
                    return ReplayResult.REPLAYED;
                })));
        String token = node.token();
        assertThat(node.call(token, node.proof(token))).isEqualTo("proof-invalid");
        assertThat(marks).hasSize(1);
        ReplayMark mark = marks.get(0);
        assertThat(mark.key()).isEqualTo("jkt:" + ProofNode.CLIENT.thumbprint());
        assertThat(mark.id()).as("a digest").matches("[0-9a-f]{64}");
        assertThat(Duration.between(mark.from(), mark.until()))
                .as("the window, and 5 s on both sides")
                .hasSeconds(70);
    }
}
