package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.admin.PlanMoves;
import io.github.licensing4j.admin.PlanMoves.Candidate;
import io.github.licensing4j.admin.PlanMoves.Move;
import io.github.licensing4j.admin.PlanMoves.Result;
import io.github.licensing4j.core.NodeFixture.Kept;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves of many licenses to another plan version, and back. */
class PlanMoveTest {
    private static final PlanId OLD = PlanId.parse("pro@1");
    private static final PlanId NEW = PlanId.parse("pro@2");
    private static final String CATALOG = """
            catalog: weather-api
            plans:
              pro@1:
                price: { amount: 10.00 USD, per: P1M }
                limits:
                  monthly: { kind: quota, meter: calls, amount: 10, per: P1M }
              pro@2:
                price: { amount: 12.00 USD, per: P1M }
                limits:
                  monthly: { kind: quota, meter: calls, amount: 20, per: P1M }
              euro@1:
                price: { amount: 12.00 EUR, per: P1M }
              tried@1:
                extends: pro@1
                trial: { for: P14D, then: pro@1 }
            """;

    @TempDir
    Path dir;

    private NodeFixture node;

    @BeforeEach
    void start() {
        node = NodeFixture.of(Kept.MEMORY, dir, "2026-06-01T00:00:00Z").start(CATALOG);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private String license(String customer) {
        return node.admin().licenses().create(NewLicense.of(customer, OLD), BY).id();
    }

    private PlanMoves moves() {
        return node.admin().planMoves();
    }

    private LicenseView view(String license) {
        return node.admin().licenses().get(license);
    }

    private static Move move(When when, int percent, int max) {
        return new Move(OLD, new PlanChangeRequest(NEW, when, UsageTreatment.CARRY), Set.of(), percent, max);
    }

    @Test
    void previewChangesNothing() {
        String license = license("acme");
        node.license("tried@1");

        List<Candidate> preview =
                moves().preview(move(When.NEXT_PERIOD, 100, 10), null, 100).items();

        assertThat(preview).singleElement().satisfies(candidate -> {
            assertThat(candidate.license()).isEqualTo(license);
            assertThat(candidate.at()).isEqualTo("2026-07-01T00:00:00Z");
            assertThat(candidate.priceBefore()).hasToString("10.00 USD");
            assertThat(candidate.priceAfter()).hasToString("12.00 USD");
            assertThat(candidate.problem()).isNull();
        });
        assertThat(view(license).revision()).isEqualTo(1);
    }

    @Test
    void previewReportsWhatCannotBeMoved() {
        license("acme");
        Move toEuro = new Move(
                OLD, new PlanChangeRequest(PlanId.parse("euro@1"), When.NOW, UsageTreatment.CARRY), Set.of(), 100, 10);

        assertThat(moves().preview(toEuro, null, 100).items())
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.problem()).contains("EUR"));
        Result result = moves().run(toEuro, BY);
        assertThat(result.changed()).isZero();
        assertThat(result.skipped()).hasSize(1);
    }

    @Test
    void movesNowAndBack() {
        String license = license("acme");
        String key = node.key(license);
        node.calls(key, 3);

        Result moved = moves().run(move(When.NOW, 100, 10), BY);

        assertThat(moved.changed()).isEqualTo(1);
        assertThat(moved.isComplete()).isTrue();
        assertThat(view(license).license().plan()).isEqualTo(NEW);
        assertThat(node.status(license, "monthly").remaining()).isEqualTo(17);
        assertThat(view(license).external()).containsEntry(PlanMoves.MOVE, moved.moveId());

        Result back = moves().undo(moved.moveId(), BY);

        assertThat(back.changed()).isEqualTo(1);
        assertThat(view(license).license().plan()).isEqualTo(OLD);
        assertThat(view(license).external()).isEmpty();
        assertThat(node.status(license, "monthly").remaining()).isEqualTo(7);
        assertThat(node.admin().audit().read(license, null, 100).items())
                .extracting(entry -> entry.action())
                .endsWith("license.plan-changed", "license.plan-changed");
    }

    @Test
    void undoTakesBackChangeThatIsDue() {
        String license = license("acme");

        Result moved = moves().run(move(When.NEXT_PERIOD, 100, 10), BY);
        assertThat(view(license).planChange()).isNotNull();
        assertThat(moves().run(move(When.NEXT_PERIOD, 100, 10), BY).changed()).isZero();

        assertThat(moves().undo(moved.moveId(), BY).changed()).isEqualTo(1);
        assertThat(view(license).planChange()).isNull();
        assertThat(view(license).license().plan()).isEqualTo(OLD);
    }

    @Test
    void undoLeavesChangedLicenses() {
        String changed = license("acme");
        String unchanged = license("bolt");
        Result moved = moves().run(move(When.NOW, 100, 10), BY);
        LicenseUpdate update = LicenseUpdate.none().overriding("{\"limits\":{\"monthly\":{\"amount\":50}}}");
        LicenseView unused = node.admin().licenses().update(changed, update, OptionalLong.empty(), BY);

        Result back = moves().undo(moved.moveId(), BY);

        assertThat(back.changed()).isEqualTo(1);
        assertThat(back.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.license()).isEqualTo(changed);
            assertThat(skipped.problem()).contains("changed since");
        });
        assertThat(view(changed).license().plan()).isEqualTo(NEW);
        assertThat(view(unchanged).license().plan()).isEqualTo(OLD);
        assertThatThrownBy(() -> moves().undo("mov_none", BY)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void undoReturnsToRetiredPlan() {
        String license = license("acme");
        Result moved = moves().run(move(When.NOW, 100, 10), BY);
        node.edit(CATALOG.replace("  pro@1:\n", "  pro@1:\n    retired: true\n"));

        assertThat(moves().undo(moved.moveId(), BY).changed()).isEqualTo(1);
        assertThat(view(license).license().plan()).isEqualTo(OLD);
    }

    @Test
    void largerPercentageMovesTheOthers() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(license("customer-" + i));
        }

        int some = moves().run(move(When.NOW, 30, 100), BY).changed();
        int others = moves().run(move(When.NOW, 100, 100), BY).changed();

        assertThat(some).isBetween(4, 24);
        assertThat(some + others).isEqualTo(all.size());
    }

    @Test
    void selectsCustomersAndStopsAtMaximum() {
        license("acme");
        license("acme");
        license("bolt");
        Move ofAcme = new Move(OLD, new PlanChangeRequest(NEW, When.NOW, UsageTreatment.CARRY), Set.of("acme"), 100, 1);

        Result first = moves().run(ofAcme, BY);
        Result second = moves().run(ofAcme, BY);

        assertThat(first.changed()).isEqualTo(1);
        assertThat(first.isComplete()).isFalse();
        assertThat(second.changed()).isEqualTo(1);
        assertThat(second.isComplete()).isTrue();
    }

    @Test
    void rejectsInvalidMoves() {
        assertThatThrownBy(() -> moves().run(move(When.NOW, 101, 1), BY)).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> moves().run(move(When.NOW, 1, 0), BY)).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> moves().run(
                                new Move(
                                        OLD,
                                        new PlanChangeRequest(OLD, When.NOW, UsageTreatment.CARRY),
                                        Set.of(),
                                        100,
                                        1),
                                BY))
                .isInstanceOf(InvalidFieldException.class);
    }
}
