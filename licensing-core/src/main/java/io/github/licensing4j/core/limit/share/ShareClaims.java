package io.github.licensing4j.core.limit.share;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Returns the claims on the share of this node, one list for all licenses on the same terms.
 *
 * @param <C> the claim
 */
final class ShareClaims<C> {
    /** Far above the number of plans in a catalog; contracts with limits of their own may pass it. */
    private static final int MAX = 10_000;

    private final IntSupplier nodes;
    private final Scale<C> scale;
    private final ConcurrentHashMap<List<C>, Share<C>> known = new ConcurrentHashMap<>();

    /** Computes the share of a claim. */
    interface Scale<C> {
        C share(C claim, int nodes);
    }

    /**
     * The claims of one plan.
     *
     * @param claims those on the whole limits
     * @param nodes the number of nodes
     * @param shares those on the share of one node
     */
    record Share<C>(List<C> claims, int nodes, List<C> shares) {}

    /** @param nodes returns the number of live nodes, this one included */
    ShareClaims(IntSupplier nodes, Scale<C> scale) {
        this.nodes = nodes;
        this.scale = scale;
    }

    /** Returns the number of nodes: 1 for the whole limits. */
    int nodes() {
        return Math.max(1, nodes.getAsInt());
    }

    Share<C> of(List<C> claims, int count) {
        Share<C> share = known.get(claims);
        if (share == null || share.nodes() != count) {
            if (share == null && known.size() >= MAX) {
                known.clear();
            }
            share = new Share<>(
                    claims,
                    count,
                    claims.stream().map(claim -> scale.share(claim, count)).toList());
            known.put(claims, share);
        }
        return share;
    }

    C of(C claim) {
        int count = nodes();
        return count == 1 ? claim : scale.share(claim, count);
    }
}
