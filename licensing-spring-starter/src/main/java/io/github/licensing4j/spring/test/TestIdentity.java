package io.github.licensing4j.spring.test;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The license and customer of one test, which no other test has, so that tests share no counter.
 *
 * @param license id of the license
 * @param customer id of the customer
 */
record TestIdentity(String license, String customer) {
    // A test framework has no other way to reach a request that it does not build.
    private static final ThreadLocal<@Nullable TestIdentity> CURRENT = new ThreadLocal<>();
    // For threads that a test starts.
    private static volatile TestIdentity latest = random();

    /** Returns the identity of the test that runs on this thread; on other threads that of the last test that began. */
    static TestIdentity current() {
        TestIdentity known = CURRENT.get();
        return known == null ? latest : known;
    }

    /** Sets a new identity for this thread. */
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
