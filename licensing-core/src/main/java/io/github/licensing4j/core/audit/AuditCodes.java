package io.github.licensing4j.core.audit;

import io.github.licensing4j.spi.AuditCheckpoint;
import io.github.licensing4j.spi.AuditEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes the codes of entries and checkpoints. */
final class AuditCodes {
    /** The code before the first entry. */
    static final String NONE = "";

    private final AuditKey key;

    AuditCodes(AuditKey key) {
        this.key = key;
    }

    /** Returns the code of an entry that follows one with a code. */
    String of(AuditEntry entry, String before) {
        List<String> texts = new ArrayList<>(List.of(
                "entry",
                before,
                entry.chain(),
                Long.toString(entry.seq()),
                Long.toString(entry.at().toEpochMilli()),
                entry.actor(),
                entry.action()));
        addOptional(entry.license(), texts);
        addOptional(entry.subject(), texts);
        addOptional(entry.reason(), texts);
        entry.details().forEach((name, value) -> {
            texts.add(name);
            texts.add(value);
        });
        return key.code(texts);
    }

    /** Distinguishes an absent text from an empty one. */
    private static void addOptional(@Nullable String text, List<String> texts) {
        texts.add(text == null ? "0" : "1");
        texts.add(text == null ? "" : text);
    }

    String sealOf(String chain, long seq, String code, Instant at) {
        return key.code(List.of("checkpoint", chain, Long.toString(seq), code, Long.toString(at.toEpochMilli())));
    }

    boolean isSealed(AuditCheckpoint checkpoint) {
        return same(
                sealOf(checkpoint.chain(), checkpoint.seq(), checkpoint.code(), checkpoint.at()), checkpoint.seal());
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
