package io.github.licensing4j.servlet;

import io.github.licensing4j.License;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates refusals of the servlet layer and of security filters in front of it. Each is logged with one DEBUG line under the
 * logger of {@link Refusal}, because the engine does not log it.
 */
public final class FilterRefusals {
    private static final System.Logger LOG = System.getLogger(Refusal.class.getName());

    private FilterRefusals() {}

    /** Returns a new decision id. */
    public static String newId() {
        return "dec_" + UUID.randomUUID();
    }

    /** Logs a refusal, and returns it as a decision. */
    public static Refused logged(Refusal refusal) {
        return logged(refusal, refusal.license());
    }

    /**
     * Logs a refusal, and returns it as a decision.
     *
     * @param license the license of the caller, null if unknown
     */
    static Refused logged(Refusal refusal, @Nullable License license) {
        LOG.log(
                System.Logger.Level.DEBUG,
                () -> "Refused " + refusal.id() + ": " + refusal.code().text() + ", license "
                        + (license == null ? "-" : printable(license.id().value())) + ", plan "
                        + (license == null ? "-" : license.plan()) + ", limit -");
        return new Refused(refusal);
    }

    private static String printable(String name) {
        return name.substring(0, Math.min(200, name.length())).replaceAll("[^\\x21-\\x7e]", "?");
    }
}
