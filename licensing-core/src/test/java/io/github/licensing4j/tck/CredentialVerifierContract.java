package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Credential;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerification.Rejected;
import io.github.licensing4j.spi.CredentialVerification.Verified;
import io.github.licensing4j.spi.CredentialVerifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link CredentialVerifier}. A subclass provides one verifier and credentials for it. */
public abstract class CredentialVerifierContract {

    protected abstract CredentialVerifier verifier();

    /** Returns a genuine credential. */
    protected abstract Credential genuine();

    /** Returns another genuine credential. */
    protected abstract Credential another();

    /** Returns a credential of the form that the verifier accepts, which is not genuine. */
    protected abstract Credential forged();

    /** Returns the license of the genuine credential. */
    protected abstract LicenseId license();

    @Test
    void acceptsItsForm() {
        assertThat(verifier().accepts(genuine())).isTrue();
        assertThat(verifier().accepts(forged())).isTrue();
    }

    @Test
    void verifiesGenuineCredential() {
        Verified verified = verified(genuine());
        assertThat(verified.license()).isEqualTo(license());
        assertThat(verified.id()).isNotEmpty();
        assertThat(verified.validFrom()).isBefore(verified.expiresAt());
    }

    @Test
    void verifiesTheSameAgain() {
        Credential credential = genuine();
        assertThat(verified(credential).id()).isEqualTo(verified(credential).id());
        assertThat(verified(credential).expiresAt())
                .isEqualTo(verified(credential).expiresAt());
    }

    @Test
    void rejectsForgery() {
        assertThat(verifier().verify(forged())).isInstanceOf(Rejected.class);
    }

    @Test
    void rejectsChangedCredentials() {
        Credential credential = genuine();
        String value = credential.value();
        for (String changed : List.of(value + "x", value + ".", " " + value, value.substring(1), value + '\0')) {
            Credential other = new Credential(credential.source(), changed);
            if (verifier().accepts(other)) {
                assertThat(verifier().verify(other)).as(changed).isInstanceOf(Rejected.class);
            }
        }
    }

    @Test
    void rejectsGarbage() {
        for (String garbage : List.of("", " ", ".", "..", "a.b.c", "lk_", "\u0000", "é".repeat(100_000))) {
            Credential credential = new Credential(genuine().source(), garbage);
            if (verifier().accepts(credential)) {
                assertThat(verifier().verify(credential)).isInstanceOf(Rejected.class);
            }
        }
    }

    @Test
    void namesCredentialsApart() {
        Credential credential = genuine();
        assertThat(verifier().cacheName(credential)).isEqualTo(verifier().cacheName(credential));
        assertThat(verifier().cacheName(credential)).isNotEqualTo(verifier().cacheName(another()));
        assertThat(verifier().cacheName(credential)).isNotEqualTo(verifier().cacheName(forged()));
    }

    @Test
    void causeHidesCredential() {
        Credential forged = forged();
        Rejected rejected = (Rejected) verifier().verify(forged);
        assertThat(rejected.cause()).isNotEmpty().doesNotContain(forged.value());
    }

    private Verified verified(Credential credential) {
        CredentialVerification verification = verifier().verify(credential);
        assertThat(verification).isInstanceOf(Verified.class);
        return (Verified) verification;
    }
}
