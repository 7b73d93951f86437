package io.github.licensing4j.core.credential;

import io.github.licensing4j.Health;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keys of an identity provider that are read from a text, as they are read from its address. */
public final class ProviderKeys {
    private ProviderKeys() {}

    public static KeySource of(String set, List<JwsAlgorithm> allowed) {
        Map<String, VerificationKey> keys =
                read(set, allowed).stream().collect(Collectors.toMap(VerificationKey::kid, Function.identity()));
        return new KeySource() {
            @Override
            public Lookup find(String kid) {
                VerificationKey key = keys.get(kid);
                return key == null ? new Lookup.Unknown() : new Lookup.Found(key);
            }

            @Override
            public Health.Component health() {
                return new Health.Component("keys", Health.Status.UP, "");
            }

            @Override
            public void onChange(Runnable listener) {}

            @Override
            public void close() {}
        };
    }

    static List<VerificationKey> read(String set, List<JwsAlgorithm> allowed) {
        return JwkSets.readPublished(JwkSets.parse(set, "set"), KeyAlgorithms.ofAccessTokens(allowed), "set");
    }
}
