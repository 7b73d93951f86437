package io.github.licensing4j.core.admin;

import io.github.licensing4j.CallerBindings;
import java.util.StringJoiner;

/** Describes bindings in the audit log by their counts: users and addresses are personal data, and the log keeps everything. */
final class BoundCounts {
    private BoundCounts() {}

    /** Returns a text such as {@code ips 2, users 1}; {@code none} where nothing is bound. */
    static String of(CallerBindings bindings) {
        StringJoiner counts = new StringJoiner(", ").setEmptyValue("none");
        add(counts, "ips", bindings.ips().size());
        add(counts, "devices", bindings.devices().size());
        add(counts, "users", bindings.users().size());
        add(counts, "organisations", bindings.organisations().size());
        return counts.toString();
    }

    private static void add(StringJoiner counts, String kind, int count) {
        if (count > 0) {
            counts.add(kind + " " + count);
        }
    }
}
