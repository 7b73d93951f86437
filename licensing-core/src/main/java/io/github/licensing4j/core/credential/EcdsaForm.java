package io.github.licensing4j.core.credential;

/** Checks the form of an ECDSA signature (RFC 7518 §3.4): R and S of the same length, 32 bytes each of ES256. */
final class EcdsaForm {
    static final int HALF = 32;

    private EcdsaForm() {}

    /** Returns whether it has the right length and neither number is zero, which a broken verifier would accept. */
    static boolean isPossible(byte[] signature) {
        return isPossible(signature, HALF);
    }

    /** @param half the length of each number */
    static boolean isPossible(byte[] signature, int half) {
        return signature.length == 2 * half && isNotZero(signature, 0, half) && isNotZero(signature, half, half);
    }

    private static boolean isNotZero(byte[] signature, int from, int length) {
        int bits = 0;
        for (int i = from; i < from + length; i++) {
            bits |= signature[i];
        }
        return bits != 0;
    }
}
