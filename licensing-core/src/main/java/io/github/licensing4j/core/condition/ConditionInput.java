package io.github.licensing4j.core.condition;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.License;
import java.util.List;
import java.util.Map;

/**
 * The values that conditions are evaluated with.
 *
 * @param endpoint the endpoint of the call
 * @param caller the caller
 * @param nowMillis the instant of the decision by the clock of the engine, in epoch milliseconds
 */
public record ConditionInput(CalledEndpoint endpoint, Caller caller, long nowMillis) {

    /**
     * The caller, as conditions see it.
     *
     * @param license its license at this instant
     * @param features the licensed features
     * @param external the names of the license in other systems, by system
     * @param credential the credential that it presented
     */
    public record Caller(
            License license, List<String> features, Map<String, String> external, PresentedCredential credential) {
        public Caller {
            features = List.copyOf(features);
            external = Map.copyOf(external);
        }
    }

    /**
     * A verified credential, without anything secret.
     *
     * @param kind its kind
     * @param scopes its scopes
     * @param roles the roles that its issuer has given to its bearer
     */
    public record PresentedCredential(CredentialKind kind, List<String> scopes, List<String> roles) {
        public PresentedCredential {
            scopes = List.copyOf(scopes);
            roles = List.copyOf(roles);
        }
    }
}
