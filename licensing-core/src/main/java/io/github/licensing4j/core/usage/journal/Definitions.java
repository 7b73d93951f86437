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
    private final List<@Nullable UsageAccount> accounts = new ArrayList<>();
    private final List<@Nullable CallDescriptor> descriptors = new ArrayList<>();

    /** Adds a definition. An unreadable one is ignored, and so are its calls. */
    void add(RecordScan scan) {
        // No more records than this fit before it.
        if (scan.number() < 0 || scan.number() > scan.at() / Format.HEAD) {
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
                && consumes(call, Format.CALL_HEAD + 8 * meters + 24 * counters, descriptor);
    }

    /** Returns whether the rest of a call, from an offset in it, is credits of its descriptor. */
    private static boolean consumes(RecordScan call, int from, CallDescriptor descriptor) {
        byte[] bytes = call.bytes();
        int at = from;
        while (at + 16 <= call.length()) {
            int credit = intAt(bytes, call.base() + at);
            int grant = intAt(bytes, call.base() + at + 4);
            if (credit < 0 || credit >= descriptor.credits().size() || grant < 0 || grant > call.length() - at - 16) {
                return false;
            }
            at += 16 + Format.aligned(grant);
        }
        return at == call.length();
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
