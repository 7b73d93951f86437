package io.github.licensing4j.core.limit.share;

import io.github.licensing4j.core.limit.share.ShareClaims.Share;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The account of one license, with the shares of the claims of its last call. */
abstract class ShareAccount<C> {
    private final ShareClaims<C> claims;
    private volatile @Nullable Share<C> last;

    ShareAccount(ShareClaims<C> claims) {
        this.claims = claims;
    }

    /** Returns the claims on the share of this node: the same ones where it is the only node. */
    @SuppressWarnings(
            "ReferenceEquality") // The claims of a plan are one list, and comparing lists costs more than a look-up.
    final List<C> shares(List<C> whole) {
        int nodes = claims.nodes();
        if (nodes == 1) {
            return whole;
        }
        Share<C> share = last;
        if (share == null || share.claims() != whole || share.nodes() != nodes) {
            share = claims.of(whole, nodes);
            last = share;
        }
        return share.shares();
    }

    final C share(C whole) {
        return claims.of(whole);
    }
}
