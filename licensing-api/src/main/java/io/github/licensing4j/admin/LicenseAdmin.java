package io.github.licensing4j.admin;

/**
 * Manages licenses, keys, tokens and usage. Each change is in effect on this node, in the audit log and durable before
 * its method returns. Safe for use by many threads.
 *
 * <p>Invalid input throws {@link InvalidFieldException}, unknown ids {@link NotFoundException}, and requests that
 * conflict with the current state {@link ConflictException}; nothing is changed then.
 */
public interface LicenseAdmin {

    /** Returns the management of licenses. */
    Licenses licenses();

    /** Returns the moves of many licenses to another plan version. */
    PlanMoves planMoves();

    /** Returns the management of API keys. */
    ApiKeys keys();

    /** Returns the management of the keys that sign calls. */
    SignatureKeys signatureKeys();

    /** Returns the management of the holders of seats. */
    Seats seats();

    /** Returns the management of tokens of managed licenses. */
    LicenseTokens tokens();

    /** Returns the revocation of several credentials at once. */
    Revocations revocations();

    /** Returns the management of the host's own signing keys. */
    SigningKeys signingKeys();

    /** Returns the management of the catalog file. */
    Catalogs catalogs();

    /** Returns the webhook messages that could not be delivered. */
    Webhooks webhooks();

    /** Returns usage, credits, corrections and invoices. */
    UsageAdmin usage();

    /** Returns figures of usage, customers, revenue, refusals and latency over time. */
    Insights insights();

    /** Returns signals of misuse and of opportunities. */
    Signals signals();

    /** Returns the last refusals of each license. */
    RefusalHistory refusals();

    /** Returns the audit log. */
    AuditTrail audit();
}
