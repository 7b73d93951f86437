package io.github.licensing4j.core.limit;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CallHold;
import java.util.List;
import java.util.function.Function;

/**
 * A store that counts limits.
 *
 * @param type the type that rules name it by
 * @param store the store
 * @param accountType the type of its accounts
 * @param accounts returns the account of a license
 * @param calls makes the call that holds the claims of its rules in one plan
 * @param <A> the account
 * @param <H> what a call holds
 */
public record LimitStore<A, H extends CallHold>(
        Class<?> type,
        Object store,
        Class<A> accountType,
        Function<LicenseId, A> accounts,
        Function<List<LimitRule<?, ?>>, StoreReservation<A, H>> calls) {

    /** Returns the one account of all licenses. */
    private record Common<A>(A account) implements Function<LicenseId, A> {
        @Override
        public A apply(LicenseId license) {
            return account;
        }
    }

    /** Creates a store that is itself the account of all licenses, so that none has an account of its own. */
    public static <A, H extends CallHold> LimitStore<A, H> common(
            Class<A> type, A store, Function<List<LimitRule<?, ?>>, StoreReservation<A, H>> calls) {
        return new LimitStore<>(type, store, type, new Common<>(store), calls);
    }

    /** Returns whether it was created by {@link #common}. A store of the host may be an account too, of some licenses only. */
    boolean isAccountOfAll() {
        return accounts instanceof Common;
    }

    /** Returns the account of a license: one that exists already if it is of the same store and has the counters of this one too. */
    Object account(LicenseId license, Object other, Object itsStore) {
        return store == itsStore && accountType.isInstance(other) ? other : accounts.apply(license);
    }
}
