package io.github.licensing4j.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.RefusalCode;

/** The credential of a caller is no longer valid when its change is to be stored. Nothing was stored. */
public final class CredentialRefusedException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;

    /** @param code why the credential is refused, such as {@link RefusalCode#CREDENTIAL_REVOKED} */
    public CredentialRefusedException(RefusalCode code) {
        super("the credential of the caller is refused: " + code.text());
        this.code = code;
    }

    public RefusalCode code() {
        return code;
    }
}
