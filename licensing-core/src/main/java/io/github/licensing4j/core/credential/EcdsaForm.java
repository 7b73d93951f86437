package io.github.licensing4j.core.credential;

/** Checks the form of an ES256 signature (RFC 7518 §3.4): R and S, 32 bytes each. */
final class EcdsaForm {
    static final int HALF = 32;

    private EcdsaForm() {}

    /** Returns whether it has the right length and neither number is zero, which a broken verifier would accept. */
    static boolean isPossible(byte[] signature) {
        return signature.length == 2 * HALF && isNotZero(signature, 0) && isNotZero(signature, HALF);
    }

    private static boolean isNotZero(byte[] signature, int from) {
        int bits = 0;
        for (int i = from; i < from + HALF; i++) {
            bits |= signature[i];
        }
        return bits != 0;
    }
}
