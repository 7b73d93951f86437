package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Makes calls of users that the host has authenticated. */
final class SeatCalls {
    private SeatCalls() {}

    static Identified identified(EngineFixture engine, String credential, String user) {
        return (Identified) engine.licensing.identify(new Call(
                "GET",
                new RequestPath.Canonical("/v1/forecast"),
                List.of(new Credential(Source.BEARER, credential)),
                new Peer("203.0.113.9", Call.Route.DIRECT, user, null, null),
                CallEvidence.none()));
    }

    /** Makes a call and returns {@code granted}, or the code of its refusal. */
    static String call(EngineFixture engine, String credential, String user) {
        Decision decision =
                EngineFixture.decide(engine.licensing, identified(engine, credential, user), Requirement.license());
        if (decision instanceof Refused refused) {
            return refused.refusal().code().text();
        }
        ((Granted) decision).reservation().settle(new Outcome(200, 0));
        return "granted";
    }

    /** Makes a call again while the database takes longer than a call waits, as on a machine under load. */
    static String answered(EngineFixture engine, String credential, String user) {
        String result = call(engine, credential, user);
        for (int i = 0; result.equals("enforcement-unavailable"); i++) {
            assertThat(i).as("waits for the store").isLessThan(2_000);
            pause();
            result = call(engine, credential, user);
        }
        return result;
    }

    /** Waits for a moment. */
    static void pause() {
        try {
            assertThat(new LinkedBlockingQueue<>().poll(10, TimeUnit.MILLISECONDS))
                    .isNull();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
