package io.github.licensing4j.spring.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spring.dpop.DpopDifference.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** This library and Spring Security decide the same on mutated DPoP proofs, but for the named differences. */
class DpopDifferentialTest {
    private final LibraryVerifier ours = new LibraryVerifier();
    private final SpringVerifier spring = new SpringVerifier();
    private final ProofMutations mutations = new ProofMutations();
    private final Set<DpopDifference> seen = EnumSet.noneOf(DpopDifference.class);
    private final List<String> unexplained = new ArrayList<>();

    private int accepted;
    private int refused;

    @Test
    void agreesWithSpringSecurityOnMutatedProofs() {
        compare(500);
    }

    @Test
    @Tag("proof")
    void agreesWithSpringSecurityOnTenThousandProofs() {
        compare(10_000);
        assertThat(seen).as("each difference is seen").containsAll(EnumSet.allOf(DpopDifference.class));
    }

    private void compare(int proofs) {
        for (int number = 0; number < proofs; number++) {
            compare(number, mutations.proof(number, new SplittableRandom(number)));
        }
        assertThat(unexplained).isEmpty();
        assertThat(accepted).isGreaterThan(proofs / 10);
        assertThat(refused).isGreaterThan(proofs / 2);
    }

    private void compare(int number, SentProof proof) {
        boolean isOurs = ours.accepts(proof);
        boolean isTheirs = spring.accepts(proof);
        accepted += isOurs ? 1 : 0;
        refused += isOurs ? 0 : 1;
        if (isOurs == isTheirs) {
            return;
        }
        Decision decision = isOurs ? Decision.ACCEPTED : Decision.REFUSED;
        List<DpopDifference> rules = DpopDifference.explaining(proof, decision);
        seen.addAll(rules);
        if (rules.isEmpty()) {
            unexplained.add("proof " + number + ": ours " + decision + " " + ours.verify(proof) + ": " + proof);
        }
    }

    @Test
    void documentsEachDifference() throws IOException {
        String page = Files.readString(Path.of("../docs/proof-of-possession.md"));
        for (DpopDifference rule : DpopDifference.values()) {
            assertThat(page).contains("| `" + rule + "` |");
        }
    }
}
