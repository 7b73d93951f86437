package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.core.credential.TokenFault;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Builds the text that a signature is over (RFC 9421 §2.5). */
final class SignatureBase {
    private static final int MAX_LENGTH = 65_536;

    private SignatureBase() {}

    /** @param components the covered components of the signature, with their serialized identifiers */
    static byte[] of(SignedRequest request, Map<Component, String> components, String serializedInput)
            throws TokenFault {
        StringBuilder base = new StringBuilder(256);
        for (Map.Entry<Component, String> component : components.entrySet()) {
            base.append(component.getValue())
                    .append(": ")
                    .append(request.value(component.getKey()))
                    .append('\n');
            if (base.length() > MAX_LENGTH) {
                throw TokenFault.invalid("what it covers is longer than " + MAX_LENGTH + " characters");
            }
        }
        // The last line has no line break at its end.
        base.append("\"@signature-params\": ").append(serializedInput);
        return base.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
