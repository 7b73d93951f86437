package io.github.licensing4j.core.credential;

/** Verifies signatures with one public key and its one algorithm. Safe for use by many threads. */
public interface SignatureCheck {

    /** Returns whether the signature is of this key over these bytes. Malformed ones are not. */
    boolean verify(byte[] signingInput, byte[] signature);
}
