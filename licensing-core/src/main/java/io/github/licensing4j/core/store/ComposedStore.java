package io.github.licensing4j.core.store;

import io.github.licensing4j.spi.AuditLog;
import io.github.licensing4j.spi.ChangeFeed;
import io.github.licensing4j.spi.CredentialStore;
import io.github.licensing4j.spi.CreditStore;
import io.github.licensing4j.spi.IdempotencyStore;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.Outbox;
import io.github.licensing4j.spi.RevocationStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.TermsStore;
import io.github.licensing4j.spi.UsageLedger;

/** A store that is composed of its parts: a subclass creates them and commits changes to them. */
public abstract class ComposedStore implements Store {

    /** The parts of one store. */
    public record Parts(
            LicenseStore licenses,
            CredentialStore credentials,
            RevocationStore revocations,
            CreditStore credits,
            IdempotencyStore requests,
            ChangeFeed feed,
            AuditLog audit,
            Outbox outbox,
            UsageLedger usage,
            TermsStore terms) {}

    /** Returns the parts, the same at every call. */
    protected abstract Parts parts();

    @Override
    public final LicenseStore licenses() {
        return parts().licenses();
    }

    @Override
    public final CredentialStore credentials() {
        return parts().credentials();
    }

    @Override
    public final RevocationStore revocations() {
        return parts().revocations();
    }

    @Override
    public final CreditStore credits() {
        return parts().credits();
    }

    @Override
    public final IdempotencyStore requests() {
        return parts().requests();
    }

    @Override
    public final ChangeFeed feed() {
        return parts().feed();
    }

    @Override
    public final AuditLog audit() {
        return parts().audit();
    }

    @Override
    public final Outbox outbox() {
        return parts().outbox();
    }

    @Override
    public final UsageLedger usage() {
        return parts().usage();
    }

    @Override
    public final TermsStore terms() {
        return parts().terms();
    }
}
