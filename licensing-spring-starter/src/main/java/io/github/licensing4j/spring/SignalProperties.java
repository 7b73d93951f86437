package io.github.licensing4j.spring;

import io.github.licensing4j.core.insight.signal.SignalSettings;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Signals of misuse and of opportunities.
 *
 * @param enabled Whether signals are looked for. If not, nothing is remembered of the networks and devices of calls.
 * @param networks Different networks of one credential in an hour that may be a shared key, together with devices. From 2.
 * @param devices Different devices of one credential in an hour that may be a shared key, together with networks. From 2.
 * @param badCredentials Different invalid credentials from one network in an hour that are credential stuffing. From 2.
 * @param endpoints Different endpoints in an hour that a license is refused, and was not before, that are an enumeration. From 2.
 * @param paths Different missing paths of one license in an hour that are an enumeration. From 2.
 * @param burstFactor How many times the usual units of an hour are a burst. From 2.
 * @param burstCalls Least calls of an hour that can be a burst.
 * @param silenceCalls Least calls of the last eight weeks without which a license cannot become silent.
 * @param refusedDays Least days of the last 14 on which calls are refused repeatedly. 1 to 14.
 * @param refusedCalls Least refused calls of these days.
 */
public record SignalProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("8") int networks,
        @DefaultValue("4") int devices,
        @DefaultValue("20") int badCredentials,
        @DefaultValue("20") int endpoints,
        @DefaultValue("50") int paths,
        @DefaultValue("4") int burstFactor,
        @DefaultValue("100") int burstCalls,
        @DefaultValue("100") int silenceCalls,
        @DefaultValue("3") int refusedDays,
        @DefaultValue("20") int refusedCalls) {

    /** Returns the settings of the engine, empty if no signals are looked for. */
    Optional<SignalSettings> settings() {
        return enabled
                ? Optional.of(new SignalSettings(
                        networks,
                        devices,
                        badCredentials,
                        endpoints,
                        paths,
                        burstFactor,
                        burstCalls,
                        silenceCalls,
                        refusedDays,
                        refusedCalls))
                : Optional.empty();
    }
}
