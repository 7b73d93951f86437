package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.LeasingNode.claim;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.QuotaLease;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random changes of a quota that 3 sources lease, each compared with a model. */
final class LeaseHistory {
    private static final int NODES = 3;

    private final Random random = new Random(20261129);
    private final ModelLeases model = new ModelLeases(NODES, 1_000);
    private final List<LeasingNode> nodes = new ArrayList<>();
    private final List<Store> stores;
    private final LeasesUnderTest test;
    private int corrections;

    LeaseHistory(LeasesUnderTest test) {
        this.test = test;
        this.stores = List.of(test.store(), test.otherNode());
        for (int i = 0; i < NODES; i++) {
            nodes.add(new LeasingNode(stores.get(i % 2), "node" + i));
        }
    }

    void change() {
        int index = random.nextInt(NODES);
        switch (random.nextInt(10)) {
            case 0 -> correct();
            case 1 -> model.ceiling(500 + random.nextInt(1_000) + model.used());
            case 2 -> startAnew(index);
            case 3 -> release(index);
            case 4, 5, 6 -> use(index);
            default -> lease(index);
        }
    }

    /** Compares the store with the model, and checks the invariant. */
    void compare() {
        assertThat(test.used()).isEqualTo(model.used());
        assertThat(test.leased()).isEqualTo(model.leased());
        assertThat(test.used() + test.leased()).isLessThanOrEqualTo(model.most());
    }

    private void lease(int index) {
        long units = 1L + random.nextInt(30);
        long most = units + random.nextInt(60);
        QuotaLease expected = model.lease(index, units, most);
        assertThat(nodes.get(index).lease(claim(model.ceiling(), units), most)).isEqualTo(expected);
        if (expected.granted() > 0 && expected.held() > 0) {
            assertThat(expected.used() + expected.others() + expected.held()).isLessThanOrEqualTo(model.ceiling());
        }
        if (random.nextInt(4) == 0) {
            assertThat(nodes.get(index).repeatLease()).isEqualTo(expected);
        }
    }

    private void use(int index) {
        long beyond = random.nextInt(5) == 0 ? random.nextInt(20) : 0;
        long units = random.nextLong(model.budget(index) + 1) + beyond;
        model.use(index, units);
        nodes.get(index).use(units);
    }

    private void release(int index) {
        if (model.budget(index) > 0) {
            long units = 1 + random.nextLong(model.budget(index));
            model.release(index, units);
            nodes.get(index).release(units);
            nodes.get(index).repeatRelease();
            assertThat(nodes.get(index).repeatLease()).isEqualTo(model.current(index, 0));
        }
    }

    private void correct() {
        long units = random.nextInt(100) - 60L;
        model.correct(units);
        test.correct("cor_" + ++corrections, units);
    }

    private void startAnew(int index) {
        UsageSource ended = nodes.get(index).source;
        UsageSource next = new UsageSource(ended.node(), ended.epoch() + 1);
        assertThat(test.store().leases().releaseBefore(next)).isEqualTo(model.end(index));
        nodes.set(index, new LeasingNode(stores.get(index % 2), next));
    }

    /** Uses all units that are left. */
    void exhaust() {
        long ceiling = model.used() + model.leased() + 100;
        for (LeasingNode node : nodes) {
            QuotaLease lease;
            do {
                lease = node.lease(claim(ceiling, 1), 40);
                if (lease.held() > 0) {
                    node.use(lease.held());
                }
            } while (lease.granted() > 0);
        }
        assertThat(test.used()).isEqualTo(ceiling);
        assertThat(test.leased()).isZero();
    }
}
