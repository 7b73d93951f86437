package io.github.licensing4j.core.license;

import io.github.licensing4j.spi.ChangeFeed;

/** Renders the state of a change feed for health. */
final class FeedText {
    private FeedText() {}

    static String push(ChangeFeed feed) {
        return switch (feed.push()) {
            case CONNECTED -> "changes are pushed";
            case DISCONNECTED -> "changes are polled, as push is disconnected";
            case NONE -> "changes are polled";
        };
    }
}
