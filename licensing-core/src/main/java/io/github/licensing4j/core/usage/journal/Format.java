package io.github.licensing4j.core.usage.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The layout of segments, version 1. Numbers are little-endian and records are aligned to 8 bytes.
 *
 * <p>Every record starts with: 0 its length with this head, an int that is written last and is 0 until then; 4 its checksum, an
 * int; 8 its number, a long; 16 its type, a byte. The checksum is the CRC32C of all from 16 on, mixed with length, number and the
 * name of the segment. The number of a call is its sequence number, that of a definition its reference, that of a seal
 * the next sequence number.
 *
 * <p>A call: 17 kind; 18 status, a short; 20 account; 24 descriptor; 28 how many meters and 30 how many counters, shorts; 32
 * instant; then the units of each meter, then start, end and units of each counter, then per consumed grant: which credit
 * and the length of the grant's id in bytes, ints; units; the id in UTF-8, padded with zeros. A seal: 17 why.
 */
final class Format {
    static final int VERSION = 1;
    /** The offset of the first record. */
    static final int HEADER = 128;

    static final int HEAD = 24;
    static final int CALL_HEAD = 40;
    static final int MAX_RECORD = 1 << 16;

    static final byte ACCOUNT = 1;
    static final byte DESCRIPTOR = 2;
    static final byte CALL = 3;
    static final byte SEAL = 4;

    static final byte CHARGED = 0;
    static final byte OBSERVED = 1;

    /** The journal continues in the next segment. */
    static final byte ROLLED = 1;
    /** The journal was closed. */
    static final byte CLOSED = 2;
    /** The process died; the bytes that followed were truncated when the journal was opened again. */
    static final byte CUT = 3;

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private Format() {}

    /** Computes the checksum of a record; only the CRC is expensive. */
    static int check(int crc, long number, int length, long seed) {
        return crc ^ (int) (mix(mix(seed + number) + length) >>> 32);
    }

    /** Returns whether a record may have this length and type. */
    static boolean plausible(int length, byte type) {
        return length >= HEAD && length <= MAX_RECORD && (length & 7) == 0 && type >= ACCOUNT && type <= SEAL;
    }

    static int aligned(int length) {
        return (length + 7) & -8;
    }

    /** The finalizer of MurmurHash3: every input bit changes about half of the output bits. */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    static int intAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long longAt(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static short shortAt(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at);
    }
}
