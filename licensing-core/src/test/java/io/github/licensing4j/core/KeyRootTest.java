package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A quota of each key counts in the first key of those that replaced or made each other. */
@Tag("4.2.5")
class KeyRootTest {
    private static final String CATALOG =
            NodeFixture.freePlan("each: { kind: quota, meter: calls, amount: 10, per: P1M, of: key }");

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");

    private NodeFixture open(Kept kept) {
        return NodeFixture.of(kept, dir, clock).start(CATALOG);
    }

    private static NewKey key(NodeFixture node, String license) {
        return node.admin().keys().create(license, KeyRequest.plain(), BY);
    }

    private static NewKey rotated(NodeFixture node, NewKey key) {
        return node.admin().keys().rotate(key.view().id(), Duration.ofDays(1), BY);
    }

    /** A key that a caller makes for itself. */
    private static NewKey made(NodeFixture node, String credential) {
        return node.engine()
                .built
                .management()
                .keys(node.engine().identified(credential))
                .orElseThrow()
                .create(KeyRequest.plain(), BY);
    }

    private static String exchanged(NodeFixture node, NewKey key) {
        var answer = node.admin().tokens().exchange(key.key(), Set.of(), new Peer("203.0.113.9", Route.DIRECT));
        return ((Exchanged) answer).token().token();
    }

    @InEveryStore
    void rotatedKeysCountInFirst(Kept kept) {
        try (NodeFixture node = open(kept)) {
            NewKey first = key(node, node.license("free@1"));
            node.calls(first.key(), 4);
            NewKey second = rotated(node, first);
            node.calls(second.key(), 2);
            NewKey third = rotated(node, second);
            node.restart(CATALOG);
            node.calls(third.key(), 1);
            node.calls(first.key(), 1);
            assertThat(node.left(third.key())).isEqualTo(2);
            assertThat(node.left(first.key())).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "SQLITE"})
    void keysOfCallersCountInFirst(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = node.license("free@1");
            NewKey first = key(node, license);
            node.calls(first.key(), 3);
            NewKey made = made(node, first.key());
            node.calls(made.key(), 2);
            NewKey ofToken = made(node, exchanged(node, rotated(node, made)));
            node.restart(CATALOG);
            node.calls(ofToken.key(), 1);
            node.calls(exchanged(node, ofToken), 1);
            assertThat(node.left(ofToken.key())).isEqualTo(3);
            assertThat(node.left(first.key())).isZero();
            // One that an administrator makes is a root of its own.
            assertThat(node.left(node.key(license))).isEqualTo(10);
        }
    }

    @Test
    void keysOfKeylessTokensCountTogether() {
        try (NodeFixture node = open(Kept.SQLITE)) {
            String license = node.license("free@1");
            String token = node.admin()
                    .tokens()
                    .mint(license, new TokenRequest(Duration.ofHours(1), Set.of(), CallerBindings.none(), null), BY)
                    .token();
            node.calls(token, 4);
            node.calls(made(node, token).key(), 3);
            node.restart(CATALOG);
            assertThat(node.left(made(node, token).key())).isEqualTo(3);
            assertThat(node.left(token)).isZero();
        }
    }

    @Test
    void correctionsReachRoot() {
        try (NodeFixture node = open(Kept.SQLITE)) {
            String license = node.license("free@1");
            NewKey first = key(node, license);
            node.calls(first.key(), 8);
            NewKey second = rotated(node, first);
            node.admin()
                    .usage()
                    .correct(
                            license,
                            new CorrectionRequest(
                                    "calls",
                                    BigDecimal.valueOf(-5),
                                    null,
                                    second.view().id(),
                                    null,
                                    List.of()),
                            BY);
            assertThat(node.left(second.key())).isEqualTo(7);
        }
    }

    @Test
    void otherNodeCountsInRoot() {
        try (NodePair nodes = NodePair.start(dir, clock, CATALOG)) {
            NodeFixture one = nodes.one();
            NodeFixture two = nodes.two();
            NewKey first = key(one, one.license("free@1"));
            one.calls(first.key(), 6);
            NewKey second = rotated(one, first);
            one.restart(CATALOG);
            two.restart(CATALOG);
            assertThat(two.left(made(two, second.key()).key())).isEqualTo(4);
        }
    }
}
