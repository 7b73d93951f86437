package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies with the JDK until Bouncy Castle is loaded, and with that from then on. Its jar is signed, and the JDK takes a
 * tenth of a second to verify the jar, which neither the start nor a call should wait for.
 */
final class FasterCheck implements SignatureCheck {
    private static final Logger log = LoggerFactory.getLogger(FasterCheck.class);

    private final JcaSignatureCheck first;
    private volatile SignatureCheck check;
    private volatile boolean isTested;
    private volatile boolean isFinal;

    /** @param first a check by the JDK that was tested */
    FasterCheck(JcaSignatureCheck first) {
        this.first = first;
        this.check = first;
    }

    /** Loads Bouncy Castle in a thread of its own when this class is initialized; holds false where it is not present. */
    private static final class Library {
        static final CompletableFuture<Boolean> IS_PRESENT = CompletableFuture.supplyAsync(
                        KeyMaterial::loadBouncyCastle, inDaemon())
                .exceptionally(Library::absent);

        /** A jar whose signature is wrong fails in many ways; the JDK goes on verifying. */
        private static boolean absent(Throwable failure) {
            log.error("Bouncy Castle cannot be loaded; signatures are verified by the JDK, which is slower", failure);
            return false;
        }

        private static Executor inDaemon() {
            return work -> {
                Thread thread = new Thread(work, "licensing-bouncy-castle");
                thread.setDaemon(true);
                thread.start();
            };
        }
    }

    @Override
    public boolean verify(byte[] signingInput, byte[] signature) {
        if (!isFinal) {
            choose();
        }
        return check.verify(signingInput, signature);
    }

    /** The first verification is the test of a key at the start, so the second one requests the library. */
    private void choose() {
        if (!isTested) {
            isTested = true;
            return;
        }
        Boolean isPresent = Library.IS_PRESENT.getNow(null);
        if (isPresent != null) {
            check = isPresent ? byBouncyCastle() : first;
            isFinal = true;
        }
    }

    /** Accepts nothing with a key that only the JDK accepts. */
    private SignatureCheck byBouncyCastle() {
        try {
            return BouncyCastleChecks.of(first.key(), first.algorithm());
        } catch (LicensingException e) {
            log.error("A public key that the JDK accepts is refused by Bouncy Castle; no token of it is accepted", e);
            return (input, signature) -> false;
        }
    }

    /** Returns whether Bouncy Castle is loaded. The first call starts to load it, and returns false. */
    static boolean isLibraryLoaded() {
        return Library.IS_PRESENT.getNow(false);
    }

    /** Waits until the library is chosen, for tests. */
    static void awaitLibrary() {
        Boolean unused = Library.IS_PRESENT.join();
    }

    @Nullable
    SignatureCheck chosen() {
        return isFinal ? check : null;
    }
}
