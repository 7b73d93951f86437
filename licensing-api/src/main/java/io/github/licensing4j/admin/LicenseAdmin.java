package io.github.licensing4j.admin;

/**
 * Manages what is stored. Every act takes effect on this node before its method returns, is in the audit log, and survives
 * the death of the process. Safe for use by many threads.
 *
 * <p>What is asked wrongly is an {@link InvalidFieldException}, what is not there a {@link NotFoundException}, and what
 * cannot be done as things stand a {@link ConflictException}; nothing has changed then.
 */
public interface LicenseAdmin {

    /** Licenses and their life. */
    Licenses licenses();

    /** API keys. */
    ApiKeys keys();

    /** License tokens of managed licenses. */
    LicenseTokens tokens();

    /** Revocations of more than one credential at once. */
    Revocations revocations();

    /** The host's own signing keys. */
    SigningKeys signingKeys();

    /** The catalog file. */
    Catalogs catalogs();

    /** What could not be told to other services. */
    Webhooks webhooks();

    /** What was used, paid in advance and is to be billed. */
    UsageAdmin usage();

    /** The last refusals of each license. */
    RefusalHistory refusals();

    /** What was done, by whom and why. */
    AuditTrail audit();
}
