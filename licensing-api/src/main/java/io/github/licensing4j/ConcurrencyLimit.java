package io.github.licensing4j;

import org.jspecify.annotations.Nullable;

/**
 * Limits how many calls of a license may be in flight at once.
 *
 * @param name the limit's name
 * @param max 1 or more
 */
public record ConcurrencyLimit(String name, int max) implements Limit {
    public ConcurrencyLimit {
        if (max < 1) {
            throw new IllegalArgumentException("concurrency '" + name + "' allows 1 or more, got " + max);
        }
    }

    @Override
    public @Nullable String meter() {
        return null;
    }

    @Override
    public Kind kind() {
        return Kind.CONCURRENCY;
    }
}
