package io.github.licensing4j.core.usage;

import io.github.licensing4j.core.usage.journal.UsageAccount;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Caches one account for all calls of a user, because the journal writes each object again and users come with every
 * call. Bounded: accounts that were not used recently are evicted. Safe for use by many threads.
 */
final class UsageAccountCache {
    /** The size of each of the two generations; some 6 MB altogether. */
    private static final int MAX = 10_000;

    private volatile Generations generations = new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    /** Two generations of accounts: those used recently, and those used before. */
    private record Generations(
            ConcurrentHashMap<UsageAccount, UsageAccount> recent,
            ConcurrentHashMap<UsageAccount, UsageAccount> older) {}

    /** Returns the cached account that equals an account, caching it if there is none. */
    UsageAccount of(UsageAccount account) {
        Generations current = generations;
        UsageAccount cached = current.recent.get(account);
        return cached == null ? promote(current, account) : cached;
    }

    private UsageAccount promote(Generations current, UsageAccount account) {
        UsageAccount cached = current.older.getOrDefault(account, account);
        UsageAccount raced = current.recent.putIfAbsent(cached, cached);
        if (current.recent.size() >= MAX) {
            makeRoom();
        }
        return raced == null ? cached : raced;
    }

    private synchronized void makeRoom() {
        ConcurrentHashMap<UsageAccount, UsageAccount> full = generations.recent;
        // If several threads find it full, one makes room.
        if (full.size() >= MAX) {
            generations = new Generations(new ConcurrentHashMap<>(), full);
        }
    }

    /** Returns how many accounts are cached, counting those in both generations twice. */
    int size() {
        Generations current = generations;
        return current.recent.size() + current.older.size();
    }
}
