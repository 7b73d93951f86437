package io.github.licensing4j.core.limit.further;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CallHold;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.HoldResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stores which users have a seat. */
public final class SeatStore {
    private final Map<LicenseId, SeatAccount> accounts = new HashMap<>();

    /** Returns the seats of one license. */
    public SeatAccount account(LicenseId license) {
        return accounts.computeIfAbsent(license, unused -> new SeatAccount());
    }

    /** One seat for the user of a call. */
    record SeatClaim(CounterId counter, int max) {}

    /** A user without a seat, and no free one. */
    record SeatsTaken(int claim, int seats) implements HoldResult {}

    /** The seats of one license. */
    public static final class SeatAccount {
        private final Map<CounterId, Set<String>> seats = new HashMap<>();
        private int settled;

        HoldResult take(List<SeatClaim> claims, String user) {
            Map<CounterId, Boolean> taken = new LinkedHashMap<>();
            for (int i = 0; i < claims.size(); i++) {
                if (!fits(claims.get(i), user)) {
                    return new SeatsTaken(i, taken(claims.get(i).counter()));
                }
            }
            for (SeatClaim claim : claims) {
                taken.put(claim.counter(), users(claim.counter()).add(user));
            }
            return new SeatHold(this, user, taken);
        }

        boolean fits(SeatClaim claim, String user) {
            Set<String> users = users(claim.counter());
            return users.contains(user) || users.size() < claim.max();
        }

        int taken(CounterId counter) {
            return users(counter).size();
        }

        private Set<String> users(CounterId counter) {
            return seats.computeIfAbsent(counter, unused -> new HashSet<>());
        }

        /** Returns how many calls were settled. */
        public int settled() {
            return settled;
        }
    }

    /** The seats of one call: those it took are released if another limit refuses it. */
    record SeatHold(SeatAccount account, String user, Map<CounterId, Boolean> taken) implements CallHold {

        int seats(CounterId counter) {
            return account.taken(counter);
        }

        void settle() {
            account.settled++;
        }

        @Override
        public void release() {
            taken.forEach((counter, isNew) -> {
                if (isNew) {
                    account.users(counter).remove(user);
                }
            });
        }
    }
}
