package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.spi.ConcurrencyClaim;
import java.util.List;

/**
 * A call that is to enter.
 *
 * @param session the connection that its request is sent on
 * @param calls the calls of its license
 * @param claims what it claims
 */
record Entry(RedisSession session, LicenseCalls calls, List<ConcurrencyClaim> claims) {}
