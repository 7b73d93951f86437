package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.SigningKeys.SigningKeyView;
import io.github.licensing4j.core.Mutations;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;

/** A key file is refused with its name, or its published set reads back as the same keys without a private part. */
final class KeyFileFuzz {
    private static final String[] GENUINE = genuine();

    @FuzzTest(maxDuration = "30s")
    void refusesOrPublishesWhatItRead(FuzzedDataProvider data) {
        String text = Mutations.of(data, GENUINE);
        KeyFile keys;
        try {
            keys = KeyFile.parse(text, "keys.txt");
        } catch (LicensingException refused) {
            assertThat(refused).hasMessageStartingWith("keys.txt: ");
            return;
        }
        KeyFile published = KeyFile.parse(keys.jwks(), "published");
        assertThat(published.signing()).isEmpty();
        assertThat(kids(published)).isEqualTo(kids(keys));
        assertThat(published.jwks()).isEqualTo(keys.jwks());
    }

    private static List<String> kids(KeyFile keys) {
        return keys.list().stream().map(SigningKeyView::kid).toList();
    }

    private static String[] genuine() {
        try {
            return new String[] {
                TestKeys.own(TestKeys.of(JwsAlgorithm.ED25519), TestKeys.of(JwsAlgorithm.ES256)),
                TestKeys.own(TestKeys.of(JwsAlgorithm.RS256)),
                TestKeys.pem(KeyPairGenerator.getInstance("Ed25519").generateKeyPair()),
                TestKeys.pem(KeyPairGenerator.getInstance("EC").generateKeyPair()),
                TestKeys.pem(TestKeys.rsa(2048)),
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
