package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.admin.CreditGrantView;
import java.io.IOException;

/** The limit that processes share, and what happens to it while they call. Each of them allows an amount of calls in all. */
enum SharingScenario {
    QUOTA,
    /** The first of several grants is given with the license, the last one while calls consume the others. */
    CREDITS {
        @Override
        String limit(long amount) {
            return "prepaid: { kind: credits, meter: calls, initial: " + amount / 4 + " }";
        }

        @Override
        void prepare(SharingWorld world) {
            grant(world, world.amount / 4);
        }

        @Override
        void happen(SharingWorld world) throws IOException {
            grant(world, world.amount - world.amount / 4 * 2);
            world.toAll("tend");
        }
    },
    /** Two licenses of one customer. */
    BUDGET {
        @Override
        String limit(long amount) {
            return "shared: { kind: quota, meter: calls, amount: " + amount + ", per: P1M, of: customer }";
        }

        @Override
        int licenses() {
            return 2;
        }
    },
    OVERAGE {
        @Override
        String limit(long amount) {
            return "monthly: { kind: quota, meter: calls, amount: " + amount / 2 + ", per: P1M, overage: { cap: "
                    + (amount - amount / 2) + ", unit-price: 0.01 USD } }";
        }
    },
    /** The period ends on one node after the other. The amount is that of the second period. */
    PERIOD_END {
        @Override
        void happen(SharingWorld world) throws IOException {
            world.now = SharingNode.PERIOD_END.toString();
            world.toAll("at " + world.now);
        }

        @Override
        int periods() {
            return 2;
        }
    },
    /** The plan allows three quarters at first. */
    RAISED {
        @Override
        long initial(long amount) {
            return amount / 4 * 3;
        }

        @Override
        void happen(SharingWorld world) throws IOException {
            world.toAll("edit " + world.catalog(world.amount));
        }
    },
    /** The plan allows a third more at first. */
    LOWERED {
        @Override
        boolean isPaced() {
            return true;
        }

        @Override
        long initial(long amount) {
            return amount / 3 * 4;
        }

        @Override
        void happen(SharingWorld world) throws IOException {
            world.toAll("edit " + world.catalog(world.amount));
        }
    },
    CORRECTED_UP {
        @Override
        boolean isPaced() {
            return true;
        }

        @Override
        void happen(SharingWorld world) throws IOException {
            correct(world, world.amount / 10);
        }

        @Override
        long corrected(long amount) {
            return amount / 10;
        }
    },
    CORRECTED_DOWN {
        @Override
        void happen(SharingWorld world) throws IOException {
            correct(world, -world.amount / 10);
        }

        @Override
        long corrected(long amount) {
            return -amount / 10;
        }
    };

    String limit(long amount) {
        return "monthly: { kind: quota, meter: calls, amount: " + amount + ", per: P1M }";
    }

    /** The amount of the plan before anything happens. */
    long initial(long amount) {
        return amount;
    }

    int licenses() {
        return 1;
    }

    /** The periods in which calls are counted. */
    int periods() {
        return 1;
    }

    /** The units of the amount that no call has used. */
    long corrected(long amount) {
        return 0;
    }

    /** Returns whether calls must not use up the amount before something happens, which has no effect then. */
    boolean isPaced() {
        return false;
    }

    void prepare(SharingWorld world) {}

    /** Called while the nodes call. */
    void happen(SharingWorld world) throws IOException {}

    private static void grant(SharingWorld world, long units) {
        CreditGrantView unused = world.admin
                .admin()
                .usage()
                .grant(world.licenses.get(0), UsageAdminFixture.grant(Long.toString(units), null), BY);
    }

    private static void correct(SharingWorld world, long units) throws IOException {
        world.admin.correct(world.licenses.get(0), Long.toString(units));
        world.toAll("tend");
    }
}
