package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.LicensingException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of signed calls.
 *
 * @param use whether signatures are verified and required; default {@link Use#OPTIONAL}
 * @param nonce whether a signature must have a nonce; default {@link Nonce#REQUIRED}
 * @param window how long a signature is accepted after its {@code created}; from 1 s to 10 min, default 5 min
 * @param tag the {@code tag} that a signature must have to be read at all, null for any or none; visible ASCII and spaces
 * @param components names of further components that every signature must cover, such as {@code content-type}; default none
 */
public record SignatureSettings(
        Use use, Nonce nonce, Duration window, @Nullable String tag, List<String> components) {
    /** The time by which the clock of a client may be ahead. */
    static final Duration AHEAD = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MAX_TAG = 64;
    private static final int MAX_COMPONENTS = 16;
    /** Field names (RFC 9110 §5.1) in lower case, as components are named (RFC 9421 §2.1). */
    private static final Pattern FIELD = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,64}");

    private static final Set<String> DERIVED =
            Set.of("@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query");

    /** Checks the values. */
    public SignatureSettings {
        components = List.copyOf(components);
        if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(LONGEST) > 0) {
            throw new LicensingException("signatures are accepted for " + window + ": expected PT1S to " + LONGEST);
        }
        if (tag != null && !isTag(tag)) {
            throw new LicensingException(
                    "the tag of signatures is not 1 to " + MAX_TAG + " visible ASCII characters and spaces");
        }
        if (components.size() > MAX_COMPONENTS || new HashSet<>(components).size() != components.size()) {
            throw new LicensingException("the required components of signatures are " + components
                    + ": expected at most " + MAX_COMPONENTS + ", each once");
        }
        for (String name : components) {
            if (!DERIVED.contains(name) && !FIELD.matcher(name).matches()) {
                throw new LicensingException("the required component '" + name
                        + "' of signatures is neither the name of a header field in lower case nor one of "
                        + String.join(", ", DERIVED.stream().sorted().toList()));
            }
        }
    }

    private static boolean isTag(String tag) {
        return !tag.isBlank() && tag.length() <= MAX_TAG && tag.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** The use of signatures. */
    public enum Use {
        /** None is verified; credentials that are bound to a signature key, and licenses that need signatures, are refused. */
        OFF,
        /** A signature can be the credential of a call. Credentials and licenses that need one are refused without it. */
        OPTIONAL,
        /** Every call must be signed by a key of its license, whatever its credential. */
        REQUIRED
    }

    /** The use of nonces in signatures. */
    public enum Nonce {
        /** A signature without a nonce is accepted as often as it is sent within its window. */
        OPTIONAL,
        /** A signature must have a nonce, and each nonce of a key is accepted once. */
        REQUIRED
    }

    /** Returns the default settings. */
    public static SignatureSettings defaults() {
        return new SignatureSettings(Use.OPTIONAL, Nonce.REQUIRED, Duration.ofMinutes(5), null, List.of());
    }

    /** Returns whether every call must be signed. */
    public boolean isRequired() {
        return use == Use.REQUIRED;
    }
}
