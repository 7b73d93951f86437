package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.Format.intAt;
import static io.github.licensing4j.core.usage.journal.Format.shortAt;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accounts and descriptors of one segment by number, as far as they were read. For one thread. */
final class Definitions {
    /** More do not fit in the largest segment. */
    private static final int MAX = 1 << 26;

    private final List<@Nullable UsageAccount> accounts = new ArrayList<>();
    private final List<@Nullable CallDescriptor> descriptors = new ArrayList<>();

    /** Adds a definition. An unreadable one is ignored, and so are its calls. */
    void add(RecordScan scan) {
        if (scan.number() < 0 || scan.number() > MAX) {
            return;
        }
        int number = (int) scan.number();
        int skip = Format.HEAD;
        DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(scan.bytes(), scan.base() + skip, scan.length() - skip));
        try {
            if (scan.type() == Format.ACCOUNT) {
                put(accounts, number, UsageAccount.readFrom(in));
            } else {
                put(descriptors, number, CallDescriptor.readFrom(in));
            }
        } catch (IOException | IllegalArgumentException e) {
            // Its checksum was right, so a later version wrote it. Its calls are reported as unreadable.
            return;
        }
    }

    private static <T> void put(List<@Nullable T> list, int number, T definition) {
        while (list.size() <= number) {
            list.add(null);
        }
        list.set(number, definition);
    }

    /** Returns whether a call refers to known definitions and matches them. */
    boolean matches(RecordScan call) {
        byte[] bytes = call.bytes();
        int base = call.base();
        if (call.length() < Format.CALL_HEAD || account(intAt(bytes, base + 20)) == null) {
            return false;
        }
        CallDescriptor descriptor = descriptor(intAt(bytes, base + 24));
        int meters = shortAt(bytes, base + 28);
        int counters = shortAt(bytes, base + 30);
        return descriptor != null
                && (bytes[base + 17] == Format.CHARGED || bytes[base + 17] == Format.OBSERVED)
                && meters == descriptor.meters().size()
                && (counters == 0 || counters == descriptor.counters().size())
                && Format.CALL_HEAD + 8 * meters + 24 * counters <= call.length();
    }

    @Nullable
    UsageAccount account(int number) {
        return number >= 0 && number < accounts.size() ? accounts.get(number) : null;
    }

    @Nullable
    CallDescriptor descriptor(int number) {
        return number >= 0 && number < descriptors.size() ? descriptors.get(number) : null;
    }
}
