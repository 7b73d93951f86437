package io.github.licensing4j.examples.weather.traffic;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import java.time.Duration;
import java.time.Instant;

/**
 * The calls of simulated misuse, in the last three hours: a key that many share, a burst, a customer that looks for hidden paths, and a
 * network that guesses keys.
 */
final class Misuse {
    static final String SHARED = "sim-shared";
    static final String BURST = "sim-burst";
    static final String EXPLORER = "sim-explorer";

    private static final Duration LASTS = Duration.ofHours(3);
    private static final int NETWORKS = 24;
    private static final int DEVICES = 12;
    private static final int BURST_CALLS = 15;
    private static final int PATHS = 2;
    private static final CalledEndpoint UNKNOWN = new CalledEndpoint(
            "GET", new MatchedPath("/v1/unknown", "/**"), new Declaration.Required(Requirement.license()));

    private final Instant begin;
    private final Caller caller;
    private int minutes;

    /** Makes calls. */
    interface Caller {
        /** Makes a call with the key of a customer. */
        void call(String customer, Peer peer, String device);

        /** Makes a call that is not of the customer's habit. */
        void call(String customer, CalledEndpoint endpoint, Outcome outcome);

        /** Makes a call with a key that is not valid. */
        void call(Call call);
    }

    /** @param end the end of the simulation */
    Misuse(Instant end, Caller caller) {
        this.begin = end.minus(LASTS);
        this.caller = caller;
    }

    /** Makes the calls of a minute. */
    void minute(Instant at) {
        if (at.isBefore(begin)) {
            return;
        }
        minutes++;
        // RFC 2544: networks of benchmarks.
        caller.call(SHARED, peer(minutes % NETWORKS), "client " + minutes % DEVICES);
        for (int i = 0; i < BURST_CALLS; i++) {
            caller.call(BURST, peer(100), "client");
        }
        for (int i = 0; i < PATHS; i++) {
            caller.call(EXPLORER, UNKNOWN, new Outcome(404, 0).missing("/v1/" + minutes + "/" + i));
        }
        caller.call(Call.builder("GET", new RequestPath.Canonical(Habit.DAILY))
                .credential(new Credential(Credential.Source.API_KEY, String.format("lk_live_%026d", minutes)))
                .peer(peer(200))
                .build());
    }

    private static Peer peer(int network) {
        return new Peer("198.18." + network + ".7", Route.DIRECT);
    }
}
