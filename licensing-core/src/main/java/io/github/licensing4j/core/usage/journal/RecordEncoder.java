package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.Format.INT;
import static io.github.licensing4j.core.usage.journal.Format.LONG;
import static io.github.licensing4j.core.usage.journal.Format.SHORT;

import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.QuotaWindow;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Encodes a record on one thread, without number and checksum, which the segment adds. */
final class RecordEncoder {
    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[256];
    private int length;
    private int bodyCrc;
    private long atMillis;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    boolean tooLarge() {
        return length > Format.MAX_RECORD;
    }

    /** Returns when the call was decided; 0 for other records. */
    long atMillis() {
        return atMillis;
    }

    void number(long number, long seed) {
        LONG.set(bytes, 8, number);
        INT.set(bytes, 4, Format.check(bodyCrc, number, length, seed));
    }

    void call(int account, int descriptor, CallRecord call) {
        begin(Format.CALL_HEAD + 8 * call.meterUnits.length + 24 * call.counterUnits.length);
        bytes[16] = Format.CALL;
        bytes[17] = call.kind == UsageKind.OBSERVED ? Format.OBSERVED : Format.CHARGED;
        SHORT.set(bytes, 18, (short) call.status);
        INT.set(bytes, 20, account);
        INT.set(bytes, 24, descriptor);
        SHORT.set(bytes, 28, (short) call.meterUnits.length);
        SHORT.set(bytes, 30, (short) call.counterUnits.length);
        LONG.set(bytes, 32, call.atMillis);
        int at = Format.CALL_HEAD;
        for (long units : call.meterUnits) {
            LONG.set(bytes, at, units);
            at += 8;
        }
        for (int i = 0; i < call.counterUnits.length; i++) {
            QuotaWindow window = call.windows.get(i);
            LONG.set(bytes, at, window.startMillis());
            LONG.set(bytes, at + 8, window.endMillis());
            LONG.set(bytes, at + 16, call.counterUnits[i]);
            at += 24;
        }
        for (int i = 0; i < call.consumed.size(); i++) {
            consume(call.consumed.get(i));
        }
        atMillis = call.atMillis;
        end();
    }

    private void consume(ConsumedCredit credit) {
        byte[] grant = credit.grant().getBytes(StandardCharsets.UTF_8);
        int at = length;
        int padded = Format.aligned(grant.length);
        begin(at + 16 + padded);
        INT.set(bytes, at, credit.credit());
        INT.set(bytes, at + 4, grant.length);
        LONG.set(bytes, at + 8, credit.units());
        System.arraycopy(grant, 0, bytes, at + 16, grant.length);
        Arrays.fill(bytes, at + 16 + grant.length, at + 16 + padded, (byte) 0);
    }

    /** Encodes a definition. One whose texts are too long is {@link #tooLarge}. */
    void definition(Definition definition) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            definition.writeTo(new DataOutputStream(out));
        } catch (UTFDataFormatException e) {
            length = Integer.MAX_VALUE;
            return;
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
        byte[] body = out.toByteArray();
        begin(Format.aligned(Format.HEAD + body.length));
        Arrays.fill(bytes, 16, length, (byte) 0);
        bytes[16] = definition.type();
        System.arraycopy(body, 0, bytes, Format.HEAD, body.length);
        atMillis = 0;
        end();
    }

    void seal(byte why) {
        begin(Format.HEAD);
        LONG.set(bytes, 16, 0L);
        bytes[16] = Format.SEAL;
        bytes[17] = why;
        atMillis = 0;
        end();
    }

    private void begin(int needed) {
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Integer.highestOneBit(needed) * 2);
        }
        length = needed;
    }

    private void end() {
        INT.set(bytes, 0, length);
        crc.reset();
        crc.update(bytes, 16, length - 16);
        bodyCrc = (int) crc.getValue();
    }
}
