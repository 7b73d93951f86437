package io.github.licensing4j.core.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.tck.MovableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("4.5.6")
class RefusalMemoryTest {

    @Test
    void forgetsLicensesThatWereRefusedLongestAgo() {
        RefusalMemory memory = new RefusalMemory("node", new MovableClock("2026-03-01T00:00:00Z"), license -> true);
        int licenses = 10 * RefusalMemory.LICENSES;
        for (int i = 0; i < licenses; i++) {
            memory.add(license(i), Refusal.of("dec_" + i, RefusalCode.CREDENTIAL_REVOKED, ""), EnforcementMode.ENFORCE);
            // One that is refused again and again stays.
            memory.add(license(0), Refusal.of("dec_0", RefusalCode.CREDENTIAL_REVOKED, ""), EnforcementMode.ENFORCE);
        }
        int kept = 0;
        for (int i = 0; i < licenses; i++) {
            kept += memory.of(license(i)).refusals().isEmpty() ? 0 : 1;
        }
        assertThat(kept).isEqualTo(RefusalMemory.LICENSES);
        assertThat(memory.of(license(0)).refusals()).hasSize(RefusalMemory.PER_LICENSE);
        assertThat(memory.of(license(licenses - 1)).refusals()).hasSize(1);
    }

    private static LicenseId license(int number) {
        return new LicenseId("https://issuer", "lic_" + number);
    }
}
