package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.core.credential.TokenFault;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a signature (RFC 9421 §2.3), of their exact types.
 *
 * @param created when it was made, in epoch seconds
 * @param expires the first second at which it is no longer valid, null if its window alone ends it
 * @param nonce null if there is none
 * @param algorithm the value of {@code alg}, null if it is that of the key
 */
record SignatureParameters(
        long created,
        @Nullable Long expires,
        @Nullable String nonce,
        @Nullable String algorithm) {
    private static final int MAX_NONCE = 256;

    static SignatureParameters of(Parameters parameters) throws TokenFault {
        Long created = integer(parameters, "created");
        if (created == null) {
            throw TokenFault.invalid("it has no 'created'");
        }
        Long expires = integer(parameters, "expires");
        if (expires != null && expires <= created) {
            throw TokenFault.invalid("its 'expires' is not after its 'created'");
        }
        String nonce = text(parameters, "nonce");
        if (nonce != null && (nonce.isEmpty() || nonce.length() > MAX_NONCE)) {
            throw TokenFault.invalid("its 'nonce' is empty, or longer than " + MAX_NONCE + " characters");
        }
        return new SignatureParameters(created, expires, nonce, text(parameters, "alg"));
    }

    private static @Nullable Long integer(Parameters parameters, String name) throws TokenFault {
        Item<? extends Object> value = parameters.get(name);
        if (value != null && !(value instanceof IntegerItem)) {
            throw TokenFault.invalid("its '" + name + "' is not an integer");
        }
        return value == null ? null : ((IntegerItem) value).get();
    }

    /** Returns a parameter that is a string, null if it is absent. */
    static @Nullable String text(Parameters parameters, String name) throws TokenFault {
        Item<? extends Object> value = parameters.get(name);
        if (value != null && !(value instanceof StringItem)) {
            throw TokenFault.invalid("its '" + name + "' is not a string");
        }
        return value == null ? null : ((StringItem) value).get();
    }
}
