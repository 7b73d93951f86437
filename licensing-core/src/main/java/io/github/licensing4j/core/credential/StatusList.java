package io.github.licensing4j.core.credential;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The statuses of many tokens, 1, 2, 4 or 8 bits each (draft-ietf-oauth-status-list §4): the first in the lowest bits
 * of the first byte. Compressed with zlib for transport.
 */
final class StatusList {
    /** The maximum size of an inflated list; eight million tokens at one bit. */
    static final int MAX_BYTES = 1024 * 1024;

    static final int VALID = 0;

    private final int bits;
    private final byte[] bytes;

    private StatusList(int bits, byte[] bytes) {
        this.bits = bits;
        this.bytes = bytes;
    }

    /**
     * Inflates a compressed list.
     *
     * @param bits how many each status takes
     */
    static StatusList inflate(long bits, byte[] zlib) throws TokenFault {
        if (bits != 1 && bits != 2 && bits != 4 && bits != 8) {
            throw TokenFault.invalid("the status list: 'bits' is not 1, 2, 4 or 8");
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(zlib);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            while (!inflater.finished()) {
                int length = inflater.inflate(chunk);
                if (length == 0 && !inflater.finished()) {
                    throw TokenFault.invalid("the status list is cut off, or needs a dictionary");
                }
                out.write(chunk, 0, length);
                if (out.size() > MAX_BYTES) {
                    throw TokenFault.invalid("the status list inflates to more than " + MAX_BYTES + " bytes");
                }
            }
            if (inflater.getRemaining() > 0) {
                throw TokenFault.invalid("the status list goes on after its end");
            }
            return new StatusList((int) bits, out.toByteArray());
        } catch (DataFormatException e) {
            throw TokenFault.invalid("the status list is not in zlib form");
        } finally {
            inflater.end();
        }
    }

    /** Returns a compressed list of one bit each: 1 at these indexes. */
    static byte[] deflate(int size, List<Integer> ones) {
        byte[] raw = new byte[(size + 7) / 8];
        for (int place : ones) {
            raw[place / 8] |= (byte) (1 << (place % 8));
        }
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(raw);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Returns the number of statuses. */
    long size() {
        return bytes.length * 8L / bits;
    }

    /** Returns the status at an index, -1 if there is none. */
    int at(long index) {
        if (index < 0 || index >= size()) {
            return -1;
        }
        long bit = index * bits;
        return (bytes[(int) (bit / 8)] & 0xFF) >> (bit % 8) & ((1 << bits) - 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StatusList list && list.bits == bits && Arrays.equals(list.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return 31 * bits + Arrays.hashCode(bytes);
    }
}
