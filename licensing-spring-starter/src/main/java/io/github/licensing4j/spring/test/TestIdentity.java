package io.github.licensing4j.spring.test;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The license and customer of one test, which no other test has, so that no counter passes from one test to the next.
 *
 * @param license id of the license
 * @param customer id of the customer
 */
record TestIdentity(String license, String customer) {
    // A test framework has no other way to reach a request it does not build.
    private static final ThreadLocal<@Nullable TestIdentity> CURRENT = new ThreadLocal<>();
    // For threads that a test starts.
    private static volatile TestIdentity latest = random();

    /** The identity of the test that runs on this thread; the one that began last on a thread without a test. */
    static TestIdentity current() {
        TestIdentity known = CURRENT.get();
        return known == null ? latest : known;
    }

    /** Gives this thread a new identity. */
    static void begin() {
        TestIdentity next = random();
        latest = next;
        CURRENT.set(next);
    }

    /** Removes the identity of this thread. */
    static void end() {
        CURRENT.remove();
    }

    private static TestIdentity random() {
        String suffix = UUID.randomUUID().toString().substring(0, 13);
        return new TestIdentity("lic_test_" + suffix, "test-customer-" + suffix);
    }
}
