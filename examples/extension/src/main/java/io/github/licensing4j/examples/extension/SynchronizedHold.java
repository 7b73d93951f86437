package io.github.licensing4j.examples.extension;

import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.CreditsClaim.Grant;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import java.util.List;

/** The units that one call holds, counted in its account from the start. */
final class SynchronizedHold implements QuotaHold {
    private final SynchronizedAccount account;
    private final List<QuotaClaim> quotas;
    private final List<CreditsClaim> credits;
    private final long nowMillis;
    private final long[] used;
    private final long[] carried;
    private final long[] consumed;
    private final long[] balance;
    /** The held units of each grant of each credits claim. */
    private final long[][] held;

    SynchronizedHold(SynchronizedAccount account, List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis) {
        this.account = account;
        this.quotas = quotas;
        this.credits = credits;
        this.nowMillis = nowMillis;
        this.carried = quotas.stream().mapToLong(account::carried).toArray();
        quotas.forEach(claim -> account.add(claim.counter(), claim.window(), claim.units()));
        this.used = quotas.stream().mapToLong(account::used).toArray();
        this.held = new long[credits.size()][];
        for (int i = 0; i < held.length; i++) {
            held[i] = new long[credits.get(i).grants().size()];
            allocate(i, credits.get(i).units());
        }
        this.consumed = credits.stream().mapToLong(account::consumed).toArray();
        this.balance = credits.stream()
                .mapToLong(claim -> account.balance(claim, nowMillis))
                .toArray();
    }

    @Override
    public long used(int claim) {
        return used[claim];
    }

    @Override
    public long carried(int claim) {
        return carried[claim];
    }

    @Override
    public long consumed(int claim) {
        return consumed[claim];
    }

    @Override
    public long balance(int claim) {
        return balance[claim];
    }

    @Override
    public long[] consume(int claim, long units) {
        synchronized (account) {
            long excess = units - sum(held[claim]);
            if (excess > 0) {
                allocate(claim, excess);
            } else {
                release(claim, -excess);
            }
            return held[claim].clone();
        }
    }

    /** Holds more units: of grants in their order while they have a balance, in the end of the last one. */
    private void allocate(int claim, long units) {
        List<Grant> grants = credits.get(claim).grants();
        long rest = units;
        for (int i = 0; i < grants.size() && rest > 0; i++) {
            boolean isLast = i == grants.size() - 1;
            long part = isLast ? rest : Math.min(rest, Math.max(0, account.left(grants.get(i), nowMillis)));
            count(claim, i, part);
            rest -= part;
        }
    }

    /** Releases held units, those of the last grants first. */
    private void release(int claim, long units) {
        long rest = units;
        for (int i = held[claim].length - 1; i >= 0 && rest > 0; i--) {
            long part = Math.min(rest, held[claim][i]);
            count(claim, i, -part);
            rest -= part;
        }
    }

    private void count(int claim, int grant, long units) {
        held[claim][grant] += units;
        account.add(credits.get(claim).grants().get(grant).counter(), CreditsClaim.EVER, units);
    }

    private static long sum(long[] units) {
        long sum = 0;
        for (long one : units) {
            sum += one;
        }
        return sum;
    }

    @Override
    public void settle(long... units) {
        synchronized (account) {
            for (int i = 0; i < units.length; i++) {
                QuotaClaim claim = quotas.get(i);
                account.add(claim.counter(), claim.window(), -claim.units());
                account.add(claim.counter(), claim.window(), units[i]);
            }
        }
    }

    @Override
    public void release() {
        synchronized (account) {
            quotas.forEach(claim -> account.add(claim.counter(), claim.window(), -claim.units()));
            for (int i = 0; i < held.length; i++) {
                release(i, sum(held[i]));
            }
        }
    }
}
