package io.github.licensing4j.core.credential;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.SigningKeys.SigningKeyView;
import io.github.licensing4j.admin.SigningKeys.Use;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The host's own keys of one content of a file. The first with a private part signs.
 *
 * @param all in the order of the file
 * @param byKid to verify with
 * @param signing empty if no key has a private part
 * @param age for health: when the file was written
 */
record KeySet(List<HostKey> all, Map<String, VerificationKey> byKid, Optional<SigningKey> signing, String age) {

    /**
     * Reads a JWK set or one PEM key.
     *
     * @throws LicensingException if a key cannot be used, or there is none
     */
    static KeySet parse(String text, String where, String age) {
        List<HostKey> all =
                text.stripLeading().startsWith("{") ? JwkSets.readOwn(text, where) : List.of(PemKeys.read(text, where));
        if (all.isEmpty()) {
            throw new LicensingException(where + ": the set has no keys");
        }
        return new KeySet(
                List.copyOf(all),
                all.stream()
                        .map(HostKey::verification)
                        .collect(Collectors.toUnmodifiableMap(
                                VerificationKey::kid, Function.identity(), (first, second) -> second)),
                all.stream().flatMap(key -> Stream.ofNullable(key.signing())).findFirst(),
                age);
    }

    /** Returns a description of each key, in the order of the file. */
    List<SigningKeyView> list() {
        String kid = signing.map(SigningKey::kid).orElse("");
        return all.stream()
                .map(key -> {
                    JWK jwk = key.published();
                    return new SigningKeyView(
                            jwk.getKeyID(),
                            key.verification().algorithm().text(),
                            jwk.getKeyID().equals(kid) ? Use.SIGNING : Use.VERIFYING,
                            jwk.getIssueTime() == null
                                    ? null
                                    : jwk.getIssueTime().toInstant());
                })
                .toList();
    }

    /** Returns the public keys, as a JWK set. */
    String jwks() {
        return new JWKSet(all.stream().map(HostKey::published).toList()).toString(true);
    }

    @Override
    public String toString() {
        return "KeySet" + byKid.keySet();
    }
}
