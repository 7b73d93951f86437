package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static io.github.licensing4j.core.BilledNode.CALL;
import static io.github.licensing4j.core.BilledNode.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.core.BilledNode.Kept;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Corrections change everything that a call changes: quotas of users and keys, budgets of customers, credits. */
@Tag("4.1.4")
class ScopedCorrectionTest {
    private static final String CATALOG = """
            catalog: weather-api
            meters:
              tokens: { unit: token }
            plans:
              team@1:
                limits:
                  total:  { kind: quota, meter: calls, amount: 1000, per: P1M }
                  shared: { kind: quota, meter: calls, amount: 500, per: P1M, of: customer }
                  seat:   { kind: quota, meter: calls, amount: 2, per: P1M, of: user,
                            overage: { cap: 50, unit-price: 0.50 USD } }
                  each:   { kind: quota, meter: calls, amount: 5, per: P1M, of: key,
                            overage: { cap: 50, unit-price: 0.10 USD } }
                  wallet: { kind: credits, meter: tokens, initial: 100 }
              plain@1:
                limits:
                  total: { kind: quota, meter: calls, amount: 3, per: P1M, overage: { cap: 50, unit-price: 1.00 USD } }
            """;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");

    private BilledNode node(String name, Store store) {
        return new BilledNode(dir, name, CATALOG, clock, store);
    }

    private static CorrectionRequest calls(
            long units, @Nullable Instant at, @Nullable String key, @Nullable String user) {
        return new CorrectionRequest("calls", BigDecimal.valueOf(units), at, key, user, List.of());
    }

    private static CorrectionRequest tokens(long units, String... grants) {
        return new CorrectionRequest("tokens", BigDecimal.valueOf(units), null, null, null, List.of(grants));
    }

    @ParameterizedTest
    @EnumSource
    void reachesUserAndKeyOnInvoice(Kept kept) {
        Supplier<Store> stores = kept.stores(dir);
        String license;
        String keyId;
        try (BilledNode node = node("one", stores.get())) {
            license = node.license("acme", "team@1");
            var key = node.key(license);
            keyId = key.view().id();
            node.calls(6, key.key(), "ann");
            // Ann: 4 beyond 2 at 0.50; the key: 1 beyond 5 at 0.10.
            assertThat(node.usage().invoice(license, null).total()).isEqualByComparingTo("2.10");
            node.usage().correct(license, calls(4, null, keyId, "ann"), BY);
            assertThat(node.usage().invoice(license, null).total()).isEqualByComparingTo("4.50");
            node.usage().correct(license, calls(-9, null, keyId, "ann"), BY);
            assertThat(node.usage().invoice(license, null).total()).isEqualByComparingTo("0");
            node.usage().correct(license, calls(7, null, keyId, "bob"), BY);
            // Bob: 5 beyond 2; the key: 3 beyond 5.
            assertAgreed(node, license);
        }
        try (BilledNode again = node("one", stores.get())) {
            assertAgreed(again, license);
        }
    }

    /** 6 calls and corrections by 4, -9 and 7. */
    private static void assertAgreed(BilledNode node, String license) {
        Invoice invoice = node.usage().invoice(license, null);
        assertThat(invoice.total()).isEqualByComparingTo("2.80");
        assertThat(node.status(license, "total").used()).isEqualTo(8);
        assertThat(node.status(license, "shared").used()).isEqualTo(8);
        assertThat(units(node, "calls")).isEqualTo(8);
        assertThat(node.usage().reconcile().differences()).isEmpty();
    }

    private static long units(BilledNode node, String meter) {
        return node
                .usage()
                .usage(UsageAdminFixture.charged(null, new UsageSelection(null, null, null, meter)))
                .items()
                .stream()
                .mapToLong(UsageTotal::units)
                .sum();
    }

    @ParameterizedTest
    @EnumSource
    void holdsAtOnceForUserAndKey(Kept kept) {
        try (BilledNode node = node("one", kept.stores(dir).get())) {
            String license = node.license("acme", "team@1");
            var key = node.key(license);
            node.usage().correct(license, calls(52, null, "", "ann"), BY);
            assertThat(node.call(key.key(), "ann", CALL)).isEqualTo("quota-exhausted");
            assertThat(node.call(key.key(), "bob", CALL)).isEqualTo("granted");
            node.usage().correct(license, calls(-1, null, "", "ann"), BY);
            assertThat(node.call(key.key(), "ann", CALL)).isEqualTo("granted");
            node.usage().correct(license, calls(53, null, key.view().id(), "bob"), BY);
            assertThat(node.call(key.key(), "carl", CALL))
                    .as("the key is used up")
                    .isEqualTo("quota-exhausted");
        }
    }

    @ParameterizedTest
    @EnumSource
    void reachesGrantAndItsBalance(Kept kept) {
        Supplier<Store> stores = kept.stores(dir);
        String license;
        String secret;
        try (BilledNode node = node("one", stores.get())) {
            license = node.license("acme", "team@1");
            secret = node.key(license).key();
            String grant = grant(node, license).id();
            assertThat(node.call(secret, null, TOKENS)).isEqualTo("granted");
            node.usage().correct(license, tokens(40, grant), BY);
            assertThat(node.status(license, "wallet").remaining()).isEqualTo(100 - 3 - 40);
            assertThat(grant(node, license).consumed().amount()).isEqualTo("43");
            assertThatThrownBy(() -> node.usage().correct(license, tokens(-44, grant), BY))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("43");
            node.usage().correct(license, tokens(57, grant), BY);
            assertThat(node.call(secret, null, TOKENS)).isEqualTo("credits-exhausted");
        }
        try (BilledNode again = node("one", stores.get())) {
            assertThat(again.call(secret, null, TOKENS)).isEqualTo("credits-exhausted");
            again.usage().correct(license, tokens(-50, grant(again, license).id()), BY);
            assertThat(again.call(secret, null, TOKENS)).isEqualTo("granted");
            assertThat(again.status(license, "wallet").remaining()).isEqualTo(47);
            assertThat(units(again, "tokens")).isEqualTo(53);
            assertThat(again.usage().reconcile().differences()).isEmpty();
        }
    }

    private static CreditGrantView grant(BilledNode node, String license) {
        return node.usage().credits(license).get(0);
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE", mode = Mode.EXCLUDE)
    void reachesOtherNodes(Kept kept) {
        Supplier<Store> stores = kept.stores(dir);
        try (BilledNode one = node("one", stores.get());
                BilledNode two = node("two", stores.get())) {
            String license = one.license("acme", "team@1");
            String other = one.license("acme", "team@1");
            String secret = one.key(license).key();
            two.tend();
            two.calls(1, secret, "ann");
            assertThat(two.call(secret, null, TOKENS)).isEqualTo("granted");
            String grant = grant(one, license).id();
            one.usage().correct(license, calls(51, null, "", "ann"), BY);
            one.usage().correct(license, tokens(96, grant), BY);
            two.tend();
            two.tend();
            assertThat(two.call(secret, "ann", CALL)).isEqualTo("quota-exhausted");
            assertThat(two.call(secret, null, TOKENS)).as("1 of 100 is left").isEqualTo("credits-exhausted");
            assertThat(two.status(other, "shared").used())
                    .as("once for the customer")
                    .isEqualTo(53);
            one.usage().correct(license, calls(-51, null, "", "ann"), BY);
            two.tend();
            assertThat(two.call(secret, "ann", CALL)).isEqualTo("granted");
            assertThat(two.status(license, "total").used()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE", mode = Mode.EXCLUDE)
    void countsOnceOnNodeThatReadsCounterLater(Kept kept) {
        Supplier<Store> stores = kept.stores(dir);
        try (BilledNode one = node("one", stores.get());
                BilledNode two = node("two", stores.get())) {
            String license = one.license("acme", "plain@1");
            String secret = one.key(license).key();
            one.usage().correct(license, new CorrectionRequest("calls", BigDecimal.TEN, null), BY);
            // Node two reads the counter before it follows the correction.
            two.calls(1, secret, null);
            assertThat(two.status(license, "total").used()).isEqualTo(11);
            two.tend();
            assertThat(two.status(license, "total").used()).isEqualTo(11);
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsInPeriodBefore(Kept kept) {
        Supplier<Store> stores = kept.stores(dir);
        try (BilledNode node = node("one", stores.get())) {
            String license = node.license("acme", "team@1");
            var key = node.key(license);
            node.calls(1, key.key(), "ann");
            clock.set("2026-04-20T00:00:00Z");
            Instant before = Instant.parse("2026-03-20T00:00:00Z");
            node.usage().correct(license, calls(3, before, key.view().id(), "ann"), BY);
            assertThat(node.status(license, "total").used()).isZero();
            node.calls(2, key.key(), "ann");
            assertThat(node.usage().reconcile().differences()).isEmpty();
            // Ann: 4 of 2 in March, which is closed.
            assertThat(node.usage().invoice(license, before).total()).isEqualByComparingTo("0");
            assertThat(node.usage().invoice(license, null).total()).isEqualByComparingTo("1.00");
        }
    }

    @Test
    void reportsMissingAndUnknownTargets() {
        try (BilledNode node = node("one", Kept.IN_MEMORY.stores(dir).get())) {
            String license = node.license("acme", "team@1");
            String plain = node.license("acme", "plain@1");
            String key = node.key(license).view().id();
            String foreign = node.key(plain).view().id();
            refused(node, license, calls(1, null, key, null), "user");
            refused(node, license, calls(1, null, null, "ann"), "key");
            refused(node, license, tokens(1), "grant");
            refused(node, plain, calls(1, null, key, null), "key");
            refused(node, plain, calls(1, null, null, "ann"), "user");
            refused(
                    node,
                    license,
                    tokens(1, grant(node, license).id(), grant(node, license).id()),
                    "grant");
            assertThatThrownBy(() -> node.usage().correct(license, calls(1, null, foreign, "ann"), BY))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> node.usage().correct(license, tokens(1, "crd_none"), BY))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> node.usage().correct(license, calls(-1, null, key, "nobody"), BY))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("'nobody'");
            assertThat(node.usage().corrections(license, null, 10).items()).isEmpty();
            assertThat(node.status(license, "shared").used()).isZero();
        }
    }

    private static void refused(BilledNode node, String license, CorrectionRequest request, String field) {
        assertThatThrownBy(() -> node.usage().correct(license, request, BY))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}
