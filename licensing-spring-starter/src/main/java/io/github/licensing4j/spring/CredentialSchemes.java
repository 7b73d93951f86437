package io.github.licensing4j.spring;

import io.github.licensing4j.Credential;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.core.credential.ProofUse;
import io.github.licensing4j.core.credential.signature.SignatureSettings;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes the configured credentials and proofs as security schemes of an API document. */
final class CredentialSchemes {
    private static final String BEARER = "LicensingBearer";
    private static final String DPOP = "LicensingDpop";
    private static final String DPOP_PROOF = "LicensingDpopProof";
    private static final String API_KEY = "LicensingApiKey";
    private static final String TOKEN = "LicensingToken";
    private static final String SIGNATURE_INPUT = "LicensingSignatureInput";
    private static final String SIGNATURE = "LicensingSignature";
    private static final String CERTIFICATE = "LicensingClientCertificate";

    private final LicensingProperties properties;

    CredentialSchemes(LicensingProperties properties) {
        this.properties = properties;
    }

    /** Adds the schemes to the components of a document, unless the host has some of these names. */
    void addTo(Components components, SpecVersion version) {
        Map<String, SecurityScheme> known =
                components.getSecuritySchemes() == null ? Map.of() : Map.copyOf(components.getSecuritySchemes());
        Map<String, SecurityScheme> all = all();
        for (SecurityRequirement alternative : alternatives(version)) {
            for (String name : alternative.keySet()) {
                SecurityScheme scheme = all.get(name);
                if (scheme != null && !known.containsKey(name)) {
                    components.addSecuritySchemes(name, scheme);
                }
            }
        }
    }

    /**
     * Returns the security requirements of an operation that needs a license: one for each credential, with the proofs that
     * the configuration requires of all.
     *
     * @param optional whether calls without a license can pass too
     */
    List<SecurityRequirement> requirements(SpecVersion version, boolean optional) {
        List<SecurityRequirement> all = alternatives(version);
        if (optional || properties.mode() == EnforcementMode.OBSERVE) {
            all.add(new SecurityRequirement());
        }
        return all;
    }

    private List<SecurityRequirement> alternatives(SpecVersion version) {
        List<SecurityRequirement> all = new ArrayList<>();
        for (Credential.Source source : Credential.Source.values()) {
            if (properties.credentials().contains(source) && isAccepted(source)) {
                all.add(withProofs(source, version));
            }
        }
        return all;
    }

    /** Returns whether calls with such a credential can pass: API keys are bound to no key that could be proven. */
    private boolean isAccepted(Credential.Source source) {
        LicensingProperties.Proof proof = properties.proof();
        return switch (source) {
            case BEARER, LICENSE_TOKEN -> true;
            case DPOP -> proof.dpop() != ProofUse.OFF;
            case API_KEY -> proof.dpop() != ProofUse.REQUIRED && proof.mtls() != ProofUse.REQUIRED;
            case SIGNATURE -> proof.signature() != SignatureSettings.Use.OFF;
        };
    }

    private SecurityRequirement withProofs(Credential.Source source, SpecVersion version) {
        LicensingProperties.Proof proof = properties.proof();
        var requirement = new SecurityRequirement();
        switch (source) {
            case BEARER -> requirement.addList(BEARER);
            case DPOP -> requirement.addList(DPOP).addList(DPOP_PROOF);
            case API_KEY -> requirement.addList(API_KEY);
            case LICENSE_TOKEN -> requirement.addList(TOKEN);
            case SIGNATURE -> requirement.addList(SIGNATURE_INPUT).addList(SIGNATURE);
        }
        if (proof.dpop() == ProofUse.REQUIRED) {
            requirement.addList(DPOP_PROOF);
        }
        if (proof.signature() == SignatureSettings.Use.REQUIRED) {
            requirement.addList(SIGNATURE_INPUT).addList(SIGNATURE);
        }
        // OpenAPI 3.0 has no scheme for certificates.
        if (proof.mtls() == ProofUse.REQUIRED && version == SpecVersion.V31) {
            requirement.addList(CERTIFICATE);
        }
        return requirement;
    }

    private static Map<String, SecurityScheme> all() {
        Map<String, SecurityScheme> all = new LinkedHashMap<>();
        all.put(BEARER, http("bearer", "A license token or an API key."));
        all.put(DPOP, http("dpop", "A license token that is bound to a key (RFC 9449)."));
        all.put(DPOP_PROOF, field("DPoP", "A proof of the key that the token is bound to (RFC 9449)."));
        all.put(API_KEY, field("X-API-Key", "An API key."));
        all.put(TOKEN, field("License-Token", "A license token."));
        all.put(SIGNATURE_INPUT, field("Signature-Input", "The parameters of the signature of the call (RFC 9421)."));
        all.put(SIGNATURE, field("Signature", "The signature of the call (RFC 9421)."));
        all.put(
                CERTIFICATE,
                new SecurityScheme()
                        .type(SecurityScheme.Type.MUTUALTLS)
                        .description("The client certificate that the token is bound to (RFC 8705)."));
        return all;
    }

    private static SecurityScheme http(String scheme, String description) {
        return new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(scheme)
                .description(description);
    }

    private static SecurityScheme field(String name, String description) {
        return new SecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.HEADER)
                .name(name)
                .description(description);
    }
}
