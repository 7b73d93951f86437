package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.Mutations;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A published set is refused with its address, or gives keys under different names. */
final class PublishedKeysFuzz {
    private static final String WHERE = "https://issuer.example/jwks";

    private static final String[] GENUINE = {
        TestKeys.published(TestKeys.of(JwsAlgorithm.ED25519), TestKeys.of(JwsAlgorithm.ES256)),
        TestKeys.published(TestKeys.of(JwsAlgorithm.RS256), TestKeys.fresh()),
        TestKeys.own(TestKeys.fresh()),
    };

    @FuzzTest(maxDuration = "25s")
    void refusesOrReadsKeysOfDifferentNames(FuzzedDataProvider data) {
        String text = Mutations.of(data, GENUINE);
        List<VerificationKey> keys;
        try {
            keys = JwkSets.readPublished(JwkSets.parse(text, WHERE), WHERE);
        } catch (LicensingException refused) {
            assertThat(refused).hasMessageStartingWith("https://issuer.example/jwks: ");
            return;
        }
        Set<String> kids = new HashSet<>();
        for (VerificationKey key : keys) {
            assertThat(kids.add(key.kid())).isTrue();
            assertThat(key.algorithm().isForLicenses()).isTrue();
        }
    }
}
