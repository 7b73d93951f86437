package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.TrustedKeys.header;
import static io.github.licensing4j.core.credential.TrustedKeys.sign;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verifier and Nimbus decide the same on mutated tokens, but for the named rules that are stricter. */
class MutatedTokensTest {
    private static final TrustedKeys KEYS = new TrustedKeys();

    private int accepted;
    private int refused;
    private final Set<StricterRule> seen = EnumSet.noneOf(StricterRule.class);
    private final List<String> unexplained = new ArrayList<>();

    @Test
    void agreesWithNimbusOnMutatedTokens() {
        compare(600);
    }

    @Test
    @Tag("proof")
    void agreesWithNimbusOnTenThousandTokens() {
        compare(10_000);
    }

    private void compare(int tokens) {
        TokenMutations mutations = new TokenMutations(KEYS);
        for (int number = 0; number < tokens; number++) {
            compare(number, mutations.token(number, new SplittableRandom(number)));
        }
        assertThat(unexplained).isEmpty();
        assertThat(seen).as("each stricter rule refuses a token").containsAll(EnumSet.allOf(StricterRule.class));
        assertThat(accepted).isGreaterThan(tokens / 20);
        assertThat(refused).isGreaterThan(tokens / 2);
    }

    private void compare(int number, String token) {
        boolean ours = KEYS.accepts(token);
        boolean nimbus = KEYS.nimbus.accepts(token);
        accepted += ours ? 1 : 0;
        refused += ours ? 0 : 1;
        if (ours == nimbus) {
            return;
        }
        List<StricterRule> rules = nimbus
                ? Stream.of(StricterRule.values())
                        .filter(rule -> rule.refuses(token))
                        .toList()
                : List.of();
        seen.addAll(rules);
        if (rules.isEmpty()) {
            unexplained.add(
                    "token " + number + ": ours " + KEYS.verifier.verify(token) + ", Nimbus " + nimbus + ": " + token);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'cty':1", "'x5t':1"})
    void ignoresTypesOfUnreadMembers(String member) {
        SigningKey key = KEYS.signing.get(0);
        String token = sign(key, TokenEdits.apply("{ | {" + member + ",", header(key)), TokenFixture.claims());
        assertThat(KEYS.accepts(token)).isTrue();
        assertThat(KEYS.nimbus.accepts(token)).isFalse();
    }

    @Test
    void documentsEachStricterRule() throws IOException {
        String page = Files.readString(Path.of("../docs/tokens.md"));
        for (StricterRule rule : StricterRule.values()) {
            assertThat(page).contains("| `" + rule + "` |");
        }
    }
}
