package io.github.licensing4j.core.limit;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.QuotaClaim;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counters of one license, one hop away, and the last request of its calls. */
public final class LimitAccount {
    private final Object first;
    /** By the index of their stores; null where one object is the account of all of them. */
    private final Object @Nullable [] each;

    private volatile @Nullable ReservationRequest last;

    LimitAccount(LicenseId license, List<LimitStore<?, ?>> stores) {
        this.first = stores.get(0).accounts().apply(license);
        Object[] accounts = new Object[stores.size()];
        boolean isShared = true;
        for (int i = 0; i < accounts.length; i++) {
            LimitStore<?, ?> store = stores.get(i);
            // Of a store without accounts, the first one fills the place; it is not used.
            accounts[i] = store.isAccountOfAll()
                    ? first
                    : store.account(license, first, stores.get(0).store());
            isShared &= accounts[i] == first;
        }
        this.each = isShared ? null : accounts;
    }

    /** Returns the account of a store. */
    Object of(int store) {
        Object[] accounts = each;
        return accounts == null ? first : accounts[store];
    }

    /** Returns the request of a call, which is kept for the next call like it. */
    ReservationRequest request(LimitRequest request) {
        ReservationRequest before = last;
        if (before != null && before.isOf(request)) {
            return before;
        }
        ReservationRequest made = make(request, before);
        last = made;
        return made;
    }

    /** Returns the request of a call that is only looked at, which is not kept. */
    ReservationRequest probe(LimitRequest request) {
        return make(request, last);
    }

    private static ReservationRequest make(LimitRequest request, @Nullable ReservationRequest before) {
        List<QuotaClaim> known =
                before != null && before.limitSubject().countsAs(request.limitSubject()) ? before.quotas() : List.of();
        return request.template().request(request, known);
    }
}
