package io.github.licensing4j.core.limit;

import io.github.licensing4j.SeatsLimit.Holder;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.SeatClaim;

/**
 * The user and the device that hold the seats which a call needs. Of a name that is too long to be stored, its digest is.
 *
 * @param user empty if none is known
 * @param device empty if none is known
 */
public record SeatHolders(String user, String device) {
    /** Neither a user nor a device. */
    public static final SeatHolders NONE = new SeatHolders("", "");

    private static final int DIGEST_BYTES = 32;

    public SeatHolders {
        user = shortened(user);
        device = shortened(device);
    }

    private static String shortened(String name) {
        return name.length() <= SeatClaim.LONGEST ? name : "sha256:" + Sha256.hex(name, DIGEST_BYTES);
    }

    /** Returns the holder of a seat, empty text if none is known. */
    public String of(Holder kind) {
        return switch (kind) {
            case USER -> user;
            case DEVICE -> device;
        };
    }

    /** Returns whether nothing is known. */
    public boolean isNone() {
        return user.isEmpty() && device.isEmpty();
    }
}
