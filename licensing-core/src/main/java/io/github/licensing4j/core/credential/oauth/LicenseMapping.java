package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.condition.CredentialKind;
import io.github.licensing4j.core.credential.NamedLicense;
import io.github.licensing4j.core.credential.PrintableText;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.credential.oauth.AccessToken.Grant;
import io.github.licensing4j.core.credential.oauth.AccessToken.Times;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.ExternalName;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes credentials of checked claims: finds the license that a claim names. Safe for use by many threads. */
final class LicenseMapping {
    private static final Logger log = LoggerFactory.getLogger(LicenseMapping.class);
    /** The longest name of a license in another system. */
    private static final int MAX_NAME = 200;

    private static final int MAX_ID = 128;
    private static final int DIGEST_BYTES = 16;

    private final ClaimMapping mapping;
    private final NamedLicense.Finder licenses;
    private final CredentialKind kind;
    /** The last ambiguous name, which is logged once. */
    private volatile @Nullable ExternalName logged;

    LicenseMapping(ClaimMapping mapping, NamedLicense.Finder licenses, CredentialKind kind) {
        this.mapping = mapping;
        this.licenses = licenses;
        this.kind = kind;
    }

    /**
     * Returns the credential.
     *
     * @param token the token as presented
     * @param verifyAgainAt until when it may be used without being verified again
     * @throws io.github.licensing4j.spi.StoreException if the store is needed and does not answer
     */
    AccessToken credential(Claims claims, String token, Instant verifyAgainAt) throws TokenFault {
        ExternalName name = new ExternalName(mapping.system(), licenseName(claims));
        return new AccessToken(
                kind,
                license(name),
                name,
                "oauth:" + mapping.system() + ":" + id(claims, token),
                new Times(
                        claims.time("iat").orElse(Instant.EPOCH),
                        claims.time("exp").orElse(Instant.MAX),
                        verifyAgainAt),
                new Grant(
                        claims.scopes(),
                        texts(mapping.roles(), claims),
                        texts(mapping.organisations(), claims),
                        claims.text("sub")),
                claims.confirmations());
    }

    private String licenseName(Claims claims) throws TokenFault {
        Object value = claims.at(mapping.license());
        if (value == null) {
            throw TokenFault.invalid("the claims have no '" + mapping.license() + "', which names the license");
        }
        String name = Claims.text(mapping.license().toString(), value);
        if (name.length() > MAX_NAME) {
            throw TokenFault.invalid("the claim '" + mapping.license() + "' is longer than the name of any license");
        }
        return name;
    }

    private LicenseId license(ExternalName name) throws TokenFault {
        NamedLicense found = licenses.find(name);
        if (found instanceof NamedLicense.Found one) {
            return one.license();
        }
        if (found instanceof NamedLicense.Ambiguous ambiguous) {
            logOnce(name, ambiguous.licenses());
            throw TokenFault.invalid(
                    "several licenses have its '" + mapping.license() + "' as external." + name.system());
        }
        throw TokenFault.invalid("no license has its '" + mapping.license() + "' as external." + name.system());
    }

    private void logOnce(ExternalName name, int count) {
        if (!name.equals(logged)) {
            logged = name;
            log.warn(
                    "{} licenses have the name '{}' as external.{}; tokens with it are refused until only one has it",
                    count,
                    PrintableText.of(name.name(), MAX_NAME),
                    name.system());
        }
    }

    /** A long id is shortened, so that it fits wherever the ids of tokens are stored. */
    private static String id(Claims claims, String token) throws TokenFault {
        String jti = claims.text("jti");
        return jti == null || jti.length() > MAX_ID ? Sha256.hex(jti == null ? token : jti, DIGEST_BYTES) : jti;
    }

    /** Returns the texts of a claim, none where the claim is absent or not read. */
    private static Set<String> texts(@Nullable ClaimPath path, Claims claims) throws TokenFault {
        Object value = path == null ? null : claims.at(path);
        return value == null ? Set.of() : new HashSet<>(Claims.texts(String.valueOf(path), value));
    }
}
