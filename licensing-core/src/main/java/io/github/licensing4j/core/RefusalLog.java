package io.github.licensing4j.core;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.core.admin.RefusalMemory;
import io.github.licensing4j.core.credential.PrintableText;
import io.github.licensing4j.spi.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records refusals: one DEBUG line each, under the logger of {@link Refusal}, and the last ones of each license in memory. */
final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(Refusal.class);
    private static final int MAX_NAME = 200;

    private final RefusalMemory memory;

    RefusalLog(RefusalMemory memory) {
        this.memory = memory;
    }

    /** @param verified the license that the credential was verified to be of, null where none was */
    void refused(Refusal refusal, @Nullable LicenseId verified, EnforcementMode mode) {
        License about = refusal.license();
        LicenseId license = about == null ? verified : about.id();
        if (log.isDebugEnabled()) {
            log(refusal, license, mode);
        }
        if (license != null) {
            keep(license, refusal, mode);
        }
    }

    /** The message and the key-value pairs of structured logging have the same content. */
    private static void log(Refusal refusal, @Nullable LicenseId license, EnforcementMode mode) {
        License about = refusal.license();
        String id = license == null ? "-" : PrintableText.of(license.value(), MAX_NAME);
        String plan = about == null ? "-" : about.plan().toString();
        LimitStatus status = refusal.limit();
        String limit = status == null ? "-" : status.limit().name();
        String decision = mode == EnforcementMode.ENFORCE ? "Refused" : "Would refuse";
        log.atDebug()
                .addKeyValue("decision", mode == EnforcementMode.ENFORCE ? "refused" : "would-refuse")
                .addKeyValue("id", refusal.id())
                .addKeyValue("code", refusal.code().text())
                .addKeyValue("license", id)
                .addKeyValue("plan", plan)
                .addKeyValue("limit", limit)
                .setMessage("{} {}: {}, license {}, plan {}, limit {}")
                .addArgument(decision)
                .addArgument(refusal.id())
                .addArgument(refusal.code().text())
                .addArgument(id)
                .addArgument(plan)
                .addArgument(limit)
                .log();
    }

    /** Keeps a refusal in memory alone. */
    void keep(LicenseId license, Refusal refusal, EnforcementMode mode) {
        try {
            memory.add(license, refusal, mode);
        } catch (StoreException e) {
            log.debug("Refusal {} is not kept, as the license store does not answer", refusal.id(), e);
        }
    }
}
