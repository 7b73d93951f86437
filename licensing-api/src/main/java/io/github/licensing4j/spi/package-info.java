/**
 * The extension points. Each is an interface; the other types are the records that it takes and returns.
 *
 * <p>Contract tests whose name ends with "Contract" are abstract JUnit tests. Those in bold are published in the {@code
 * tests} jar of licensing-core, in {@code io.github.licensing4j.tck}; the others are in its test sources.
 *
 * <table>
 * <caption>Interfaces, their records and contract tests</caption>
 * <tr><th>interface</th><th>records</th><th>contract test</th></tr>
 * <tr><td>{@link io.github.licensing4j.spi.DecisionListener}</td><td>of the api</td><td><b>DecisionListenerContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.LicenseListener}</td><td>{@code LicenseEvent}</td><td>none</td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.CredentialVerifier}</td><td>{@code CredentialVerification}, {@code
 *     Confirmation}</td><td><b>CredentialVerifierContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.ProofVerifier}</td><td>{@code ProofVerification}, {@code
 *     Confirmation}</td><td><b>ProofVerifierContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.UsageExporter}</td><td>{@code ExportEvent}, {@code
 *     ExportResult}</td><td><b>UsageExporterContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.TaskLeases}</td><td>{@code TaskLease}</td><td><b>TaskLeasesContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.ReplayStore}</td><td>{@code ReplayMark}, {@code
 *     ReplayResult}</td><td><b>ReplayStoreContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.SeatStore}</td><td>{@code SeatClaim}, {@code SeatCounter}, {@code Seat}, {@code
 *     SeatResult}, {@code SeatLevel}, {@code SeatRelease}, {@code SeatHolding}</td><td><b>SeatStoreContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.QuotaStore}, {@link io.github.licensing4j.spi.QuotaAccount}</td><td>{@code
 *     QuotaClaim}, {@code CreditsClaim}, {@code CounterId}, {@code QuotaWindow}, {@code CounterStart}, {@code
 *     QuotaResult}, {@code QuotaHold}</td><td><b>QuotaStoreContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.RateLimitStore}, {@link io.github.licensing4j.spi.RateLimitAccount}</td><td>{@code
 *     RateClaim}, {@code RateResult}, {@code RateHold}, {@code RateLimitState}</td><td><b>RateLimitStoreContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.ConcurrencyStore}, {@link
 *     io.github.licensing4j.spi.ConcurrencyAccount}</td><td>{@code ConcurrencyClaim}, {@code ConcurrencyResult}, {@code
 *     ConcurrencyHold}</td><td><b>ConcurrencyStoreContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.Store} and its parts {@code LicenseStore}, {@code CredentialStore}, {@code
 *     RevocationStore}, {@code CreditStore}, {@code IdempotencyStore}, {@code ChangeFeed}, {@code AuditLog}, {@code
 *     Outbox}</td><td>{@code StoreChange} and the records in it: {@code LicenseRecord}, {@code ApiKeyRecord}, {@code
 *     SignatureKeyRecord}, {@code TokenRecord}, {@code RefreshTokenRecord}, {@code CreditGrant}, {@code Revocation}, {@code StoredState}, {@code
 *     AuditEntry}, {@code StoredMessage}, {@code IdempotencyRecord}</td><td><b>StoreContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.UsageLedger}</td><td>{@code UsageBatch}, {@code UsageEntry}, {@code
 *     CounterIncrement}, {@code UsageCorrection}, {@code UsageQuery}, {@code UsageRow}</td><td><b>UsageLedgerContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.ExportLog}</td><td>{@code ExportEvent}</td><td><b>UsageLedgerContract</b></td></tr>
 * <tr><td>{@link io.github.licensing4j.spi.TermsStore}</td><td>{@code CatalogEdition}, {@code LimitCounter}, {@code
 *     FinalInvoice}</td><td><b>TermsStoreContract</b></td></tr>
 * </table>
 */
@NullMarked
package io.github.licensing4j.spi;

import org.jspecify.annotations.NullMarked;
