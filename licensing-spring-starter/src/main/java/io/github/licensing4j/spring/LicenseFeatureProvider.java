package io.github.licensing4j.spring;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.LicensingInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Answers OpenFeature evaluations from the license of the current call, which {@link LicenseContextHolder} finds. Register it as
 * the provider of a domain: {@code OpenFeatureAPI.getInstance().setProviderAndWait("license", provider)}.
 *
 * <ul>
 *   <li>A boolean flag is a feature of the catalog: true if the license includes it.
 *   <li>The string flag {@value #PLAN} is the plan version, such as {@code pro@2}.
 * </ul>
 *
 * <p>Where the current thread has no licensed call, the default of the caller is returned with the reason {@code DEFAULT}. An
 * unknown feature is an error {@code FLAG_NOT_FOUND}; numbers and objects are {@code TYPE_MISMATCH}. The targeting key and all
 * other values of the evaluation context are ignored: they are what a caller claims to be. After the catalog has changed, the next
 * evaluation announces its features as changed flags.
 */
public final class LicenseFeatureProvider extends EventProvider {
    /** The flag of the plan. */
    public static final String PLAN = "plan";

    private final LicensingInfo info;
    private volatile Features known;

    /**
     * The features of a catalog.
     *
     * @param hash of the catalog
     */
    private record Features(String hash, Set<String> names) {
        static Features of(LicensingInfo info) {
            return new Features(info.catalog().hash(), info.catalog().features());
        }
    }

    /** @param info has the catalog */
    public LicenseFeatureProvider(LicensingInfo info) {
        this.info = info;
        this.known = Features.of(info);
    }

    @Override
    public Metadata getMetadata() {
        return () -> "licensing4j";
    }

    @Override
    public ProviderEvaluation<Boolean> getBooleanEvaluation(
            String key, Boolean defaultValue, EvaluationContext context) {
        if (!current().names().contains(key)) {
            return error(defaultValue, ErrorCode.FLAG_NOT_FOUND, "the catalog has no feature '" + key + "'");
        }
        LicenseContext call = LicenseContextHolder.current();
        return call.license().isEmpty()
                ? defaults(defaultValue)
                : found(call.has(key), Boolean.toString(call.has(key)));
    }

    @Override
    public ProviderEvaluation<String> getStringEvaluation(String key, String defaultValue, EvaluationContext context) {
        if (!key.equals(PLAN)) {
            return current().names().contains(key)
                    ? error(defaultValue, ErrorCode.TYPE_MISMATCH, "the feature '" + key + "' is a boolean flag")
                    : error(defaultValue, ErrorCode.FLAG_NOT_FOUND, "the only string flag is '" + PLAN + "'");
        }
        Optional<License> license = LicenseContextHolder.current().license();
        return license.map(of -> found(of.plan().toString(), of.plan().toString()))
                .orElseGet(() -> defaults(defaultValue));
    }

    @Override
    public ProviderEvaluation<Integer> getIntegerEvaluation(
            String key, Integer defaultValue, EvaluationContext context) {
        return mismatch(defaultValue);
    }

    @Override
    public ProviderEvaluation<Double> getDoubleEvaluation(String key, Double defaultValue, EvaluationContext context) {
        return mismatch(defaultValue);
    }

    @Override
    public ProviderEvaluation<Value> getObjectEvaluation(String key, Value defaultValue, EvaluationContext context) {
        return mismatch(defaultValue);
    }

    private static <T> ProviderEvaluation<T> found(T value, String variant) {
        return ProviderEvaluation.<T>builder()
                .value(value)
                .variant(variant)
                .reason(Reason.TARGETING_MATCH.name())
                .build();
    }

    private static <T> ProviderEvaluation<T> defaults(T value) {
        return ProviderEvaluation.<T>builder()
                .value(value)
                .reason(Reason.DEFAULT.name())
                .build();
    }

    private static <T> ProviderEvaluation<T> mismatch(T value) {
        return error(value, ErrorCode.TYPE_MISMATCH, "features are boolean flags, '" + PLAN + "' is a string flag");
    }

    private static <T> ProviderEvaluation<T> error(T value, ErrorCode code, String message) {
        return ProviderEvaluation.<T>builder()
                .value(value)
                .reason(Reason.ERROR.name())
                .errorCode(code)
                .errorMessage(message)
                .build();
    }

    /** Returns the features of the live catalog; announces those that came, went or may have changed since the last evaluation. */
    private Features current() {
        Features before = known;
        return before.hash().equals(info.catalog().hash()) ? before : replaced();
    }

    private synchronized Features replaced() {
        Features before = known;
        Features now = Features.of(info);
        if (!before.hash().equals(now.hash())) {
            known = now;
            Set<String> changed = new TreeSet<>(before.names());
            changed.addAll(now.names());
            List<String> flags = new ArrayList<>(changed);
            flags.add(PLAN);
            var unused = emitProviderConfigurationChanged(
                    ProviderEventDetails.builder().flagsChanged(flags).build());
        }
        return now;
    }
}
