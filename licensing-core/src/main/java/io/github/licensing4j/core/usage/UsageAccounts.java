package io.github.licensing4j.core.usage;

import io.github.licensing4j.core.usage.journal.UsageAccount;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One account for all calls of a user, since the journal names each object anew and users come with every call. Bounded: those
 * that were not asked for while so many others were are forgotten. Safe for use by many threads.
 */
final class UsageAccounts {
    /** As many again were asked for before them; some 6 MB altogether. */
    private static final int MAX = 10_000;

    private volatile Remembered remembered = new Remembered(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    /** Accounts by themselves: those asked for lately, and those asked for before. */
    private record Remembered(
            ConcurrentHashMap<UsageAccount, UsageAccount> lately,
            ConcurrentHashMap<UsageAccount, UsageAccount> before) {}

    /** The account that is remembered of these names. */
    UsageAccount of(UsageAccount asked) {
        Remembered current = remembered;
        UsageAccount known = current.lately.get(asked);
        return known == null ? remember(current, asked) : known;
    }

    private UsageAccount remember(Remembered current, UsageAccount asked) {
        UsageAccount known = current.before.getOrDefault(asked, asked);
        UsageAccount raced = current.lately.putIfAbsent(known, known);
        if (current.lately.size() >= MAX) {
            makeRoom();
        }
        return raced == null ? known : raced;
    }

    private synchronized void makeRoom() {
        ConcurrentHashMap<UsageAccount, UsageAccount> full = remembered.lately;
        // Of several threads that found it full, one makes room.
        if (full.size() >= MAX) {
            remembered = new Remembered(new ConcurrentHashMap<>(), full);
        }
    }

    /** How many are remembered, those that are in both counted twice. */
    int size() {
        Remembered current = remembered;
        return current.lately.size() + current.before.size();
    }
}
