/**
 * The API that a host application compiles against.
 *
 * <p>A controller needs {@link io.github.licensing4j.LicenseContext} and the annotations {@link
 * io.github.licensing4j.RequiresFeature}, {@link io.github.licensing4j.RequiresScope}, {@link
 * io.github.licensing4j.Metered} and {@link io.github.licensing4j.LicenseExempt}. A host that is no servlet application
 * starts reading at {@link io.github.licensing4j.Licensing}. A call takes three steps: {@code Licensing.identify},
 * {@code Licensing.decide}, and, on a grant, {@code Reservation.settle}.
 *
 * <table>
 * <caption>The steps of a call and the interfaces beside them</caption>
 * <tr><th>interface</th><th>takes</th><th>returns</th></tr>
 * <tr><td>{@link io.github.licensing4j.Licensing#identify}</td>
 *     <td>{@link io.github.licensing4j.Call} with {@link io.github.licensing4j.Credential} and
 *     {@link io.github.licensing4j.CallEvidence}</td>
 *     <td>{@link io.github.licensing4j.Identified} or {@link io.github.licensing4j.Refused}</td></tr>
 * <tr><td>{@link io.github.licensing4j.Licensing#decide}</td>
 *     <td>{@link io.github.licensing4j.Identified}, {@link io.github.licensing4j.CalledEndpoint} with
 *     {@link io.github.licensing4j.Declaration}, {@link io.github.licensing4j.Dispatch}</td>
 *     <td>{@link io.github.licensing4j.Decision}: {@link io.github.licensing4j.Granted} with a
 *     {@link io.github.licensing4j.Reservation}, or {@link io.github.licensing4j.Refused} with a
 *     {@link io.github.licensing4j.Refusal}</td></tr>
 * <tr><td>{@link io.github.licensing4j.Reservation#settle}</td>
 *     <td>{@link io.github.licensing4j.Outcome}</td>
 *     <td>nothing</td></tr>
 * <tr><td>{@link io.github.licensing4j.LicensingInfo}</td>
 *     <td>nothing, or an {@link io.github.licensing4j.Identified}</td>
 *     <td>{@link io.github.licensing4j.CatalogSummary}, {@link io.github.licensing4j.LimitStatus},
 *     {@link io.github.licensing4j.Health}</td></tr>
 * <tr><td>{@link io.github.licensing4j.EndpointRegistry}</td>
 *     <td>{@link io.github.licensing4j.Endpoint}</td>
 *     <td>{@link io.github.licensing4j.EndpointReport}</td></tr>
 * </table>
 *
 * <p>An endpoint has one type for each step: {@link io.github.licensing4j.Endpoint} is registered at the start, {@link
 * io.github.licensing4j.CalledEndpoint} serves one call, {@link io.github.licensing4j.RequestPath} is the path of a call
 * before an endpoint is chosen, and {@link io.github.licensing4j.MatchedPath} is that path with the pattern that chose
 * the endpoint.
 */
@NullMarked
package io.github.licensing4j;

import org.jspecify.annotations.NullMarked;
