package io.github.licensing4j.spring.chat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Charge;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An engine with so many tokens, which records what calls reserve and charge. */
final class FakeEngine implements Licensing {
    static final Identified CALLER = Optional::<License>empty;

    final List<String> events = new ArrayList<>();
    private long left;

    FakeEngine(long tokens) {
        this.left = tokens;
    }

    @Override
    public Identification identify(Call call) {
        return CALLER;
    }

    @Override
    public synchronized Decision decide(Identified caller, CalledEndpoint endpoint, Dispatch dispatch) {
        long reserve = ((Declaration.Required) endpoint.declared())
                .requirement().charges().stream().mapToLong(Charge::reserve).sum();
        String what = dispatch + " " + endpoint.method() + " " + endpoint.path().path();
        if (reserve > left) {
            events.add("refused " + what);
            return new Refused(Refusal.of("dec_1", RefusalCode.QUOTA_EXHAUSTED, "No tokens are left."));
        }
        events.add("reserved " + what);
        left -= reserve;
        return new Granted(caller, List.of(), List.of(), Set.of(), new Held(reserve));
    }

    /** What one call holds. */
    private final class Held implements Reservation {
        private final long reserved;
        private long used;

        private Held(long reserved) {
            this.reserved = reserved;
        }

        @Override
        public void charge(String meter, long units) {
            used += units;
            events.add(meter + " " + units);
        }

        @Override
        public void charge(String meter, Quantity quantity) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void settle(Outcome outcome) {
            left += reserved - used;
            events.add("settled");
        }
    }
}
