package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.OutagePolicy.Replays;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.store.jdbc.FaultyProxy;
import io.github.licensing4j.core.store.jdbc.Postgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Policies for used proofs, on a PostgreSQL that does not answer. */
class ProofOutageTest extends ProofNodes {
    /** The limits of getting a connection, 1 s, and of a statement, 1.5 s, and the slack of a machine under load. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final PGSimpleDataSource database = Postgres.newSchema();

    /** Leads connections of the nodes that are started from now on through a proxy. */
    private FaultyProxy proxy() throws IOException {
        FaultyProxy proxy = closedLater(
                new FaultyProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), database.getPortNumbers()[0])));
        database.setServerNames(new String[] {InetAddress.getLoopbackAddress().getHostAddress()});
        database.setPortNumbers(new int[] {proxy.port()});
        return proxy;
    }

    @Test
    void closedRefusesUntilTheDatabaseAnswers() throws Exception {
        FaultyProxy proxy = proxy();
        ProofNode node = node("one", database, Replays.CLOSED);
        String token = node.token();
        assertThat(node.call(token, node.proof(token))).isEqualTo("identified");
        assertThat(node.health().status()).isEqualTo(Status.UP);
        proxy.hang();
        long start = System.nanoTime();
        Refusal first = node.refused(token, node.proof(token));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        assertThat(first.code()).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        assertThat(first.retryAt()).isAfter(node.engine.info().clock().instant());
        assertThat(first.challenge()).isNull();
        String kept = node.proof(token);
        start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(node.call(token, kept)).isEqualTo("enforcement-unavailable");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("none tries it")
                .isLessThan(LONGEST);
        assertThat(node.outage().isConnected()).isFalse();
        assertThat(node.health().status()).isEqualTo(Status.DEGRADED);
        proxy.forward();
        await(() -> node.outage().isConnected());
        assertThat(node.health().status()).isEqualTo(Status.UP);
        assertThat(node.call(token, kept)).as("repeated by the client").isEqualTo("identified");
        assertThat(node.call(token, kept)).isEqualTo("proof-invalid");
    }

    @Test
    void openAcceptsEachProofOnceOnEachNode() throws Exception {
        FaultyProxy proxy = proxy();
        ProofNode one = node("one", database, Replays.OPEN);
        ProofNode two = node("two", database, Replays.OPEN);
        String token = one.token();
        String before = one.proof(token);
        assertThat(one.call(token, before)).isEqualTo("identified");
        assertThat(two.call(token, two.proof(token))).isEqualTo("identified");
        proxy.refuse();
        String proof = one.proof(token);
        for (ProofNode node : List.of(one, two)) {
            assertThat(node.call(token, proof)).isEqualTo("identified");
            assertThat(node.call(token, proof)).isEqualTo("proof-invalid");
            assertThat(node.outage().overshoot()).isEqualTo(1);
            assertThat(node.health().status()).isEqualTo(Status.DEGRADED);
        }
        assertThat(one.call(token, before)).isEqualTo("proof-invalid");
        proxy.forward();
        await(() -> one.outage().isConnected() && two.outage().isConnected());
        String after = one.proof(token);
        assertThat(one.call(token, after)).isEqualTo("identified");
        assertThat(two.call(token, after)).isEqualTo("proof-invalid");
    }
}
