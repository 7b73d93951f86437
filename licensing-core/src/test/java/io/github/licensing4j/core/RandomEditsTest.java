package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.NodeFixture.Kept;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random edits of a limit bill each unit once. */
@Tag("4.1.7")
class RandomEditsTest extends EditedBackFixture {
    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "SQLITE"})
    void randomEditsBillEachUnitOnce(Kept kept) {
        for (long seed = 1; seed <= (kept == Kept.MEMORY ? 12 : 2); seed++) {
            clock.set("2026-03-10T12:17:00Z");
            new RandomEdits(kept, seed).play();
        }
    }

    /** Edits of one limit among calls, compared with a count of what is included and billed, unit by unit. */
    private final class RandomEdits {
        private final Kept kept;
        private final long seed;
        private final Random random;
        private int used;
        private int billed;
        private BigDecimal total = BigDecimal.ZERO.setScale(2);
        private int amount;
        private String per = "P1M";
        private BigDecimal price = BigDecimal.ONE;

        RandomEdits(Kept kept, long seed) {
            this.kept = kept;
            this.seed = seed;
            this.random = new Random(seed);
        }

        private String next() {
            amount = 5 + random.nextInt(30);
            price = BigDecimal.valueOf(1 + random.nextInt(50), 2);
            per = Stream.of("P1D", "P7D", "P1M")
                    .filter(other -> !other.equals(per))
                    .toList()
                    .get(random.nextInt(2));
            return catalog("kind: quota, meter: calls, amount: %d, per: %s, overage: { cap: 1000, unit-price: %s USD }"
                    .formatted(amount, per, price));
        }

        private void count(int calls) {
            for (int i = 0; i < calls; i++) {
                used++;
                if (used - billed > amount) {
                    billed++;
                    total = total.add(price);
                }
            }
        }

        void play() {
            String within = "2026-03-10T12:30:00Z";
            try (NodeFixture node =
                    NodeFixture.of(kept, dir.resolve(kept + "-" + seed), clock).start(catalog(MONTH))) {
                clock.set("2026-03-10T12:18:00Z");
                String license = node.license("free@1");
                String key = node.key(license);
                for (int step = 0; step < 25; step++) {
                    clock.advance(Duration.ofMinutes(1));
                    String catalog = next();
                    if (random.nextInt(6) == 0) {
                        node.restart(catalog);
                    } else {
                        node.edit(catalog);
                    }
                    int calls = random.nextInt(4) == 0 ? 0 : random.nextInt(12);
                    node.calls(key, calls);
                    count(calls);
                    assertThat(new BigDecimal(
                                    node.invoice(license, within).total().toString()))
                            .as("seed %s, step %s", seed, step)
                            .isEqualByComparingTo(total);
                }
            }
        }
    }
}
