package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A signal of misuse or of an opportunity. */
record SignalJson(
        String id,
        SignalKind kind,
        @Nullable String license,
        @Nullable String customer,
        @Nullable String target,
        SignalSeverity severity,
        @JsonUnwrapped SignalTimes times,
        EvidenceJson evidence,
        @Nullable AnswerJson answer) {

    /** The times at which a signal was seen. */
    record SignalTimes(
            Instant since,
            Instant lastSeenAt,
            @Nullable Instant endedAt,
            @Nullable Instant mutedUntil) {}

    /** A page of signals. */
    record SignalsJson(List<SignalJson> signals, @Nullable String next) {}

    /** The facts that have led to a signal. */
    record EvidenceJson(
            Map<String, Long> figures,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<String>> examples) {

        static EvidenceJson of(SignalEvidence evidence) {
            return new EvidenceJson(evidence.figures(), evidence.examples());
        }
    }

    /** The action of a catalog rule because of a signal. */
    record AnswerJson(
            SignalAnswer.Action action,
            EnforcementMode mode,
            Instant until,
            @Nullable Instant revokedAt) {

        static AnswerJson of(SignalAnswer answer) {
            return new AnswerJson(answer.action(), answer.mode(), answer.until(), answer.revoked());
        }
    }

    /** A time to mute a signal. */
    record SignalMuteJson(
            @JsonProperty(required = true) Instant until,
            @Nullable String reason) implements Request {}

    static SignalJson of(Signal signal) {
        Signal.Times times = signal.times();
        return new SignalJson(
                signal.id(),
                signal.kind(),
                present(signal.subject().license()),
                present(signal.subject().customer()),
                present(signal.subject().target()),
                signal.severity(),
                new SignalTimes(times.since(), times.lastSeen(), times.ended(), times.mutedUntil()),
                EvidenceJson.of(signal.evidence()),
                signal.answer() == null ? null : AnswerJson.of(signal.answer()));
    }

    private static @Nullable String present(String text) {
        return text.isEmpty() ? null : text;
    }
}
