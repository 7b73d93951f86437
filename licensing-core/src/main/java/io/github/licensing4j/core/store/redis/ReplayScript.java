package io.github.licensing4j.core.store.redis;

import io.lettuce.core.codec.Base16;
import java.nio.charset.StandardCharsets;

/**
 * The script that marks a proof as used: {@code SET NX PX}. A second key has the id of the server that the marks are on and when they began
 * there, in milliseconds of its clock: another server, or one that has started again or empty, may lack earlier ones.
 */
final class ReplayScript {
    /** The proof was not used before. */
    static final long FIRST = 0;
    /** The proof was used before. */
    static final long REPLAYED = 1;
    /** The server has no marks of a time at which the proof may have been used. */
    static final long UNKNOWN = 2;

    /** Keys: mark, server. Arguments: id of the server, milliseconds until the mark ends, age of the proof in milliseconds. */
    static final String TEXT = """
            local time = redis.call('TIME')
            local ms = time[1] * 1000 + math.floor(time[2] / 1000)
            local server, since = string.match(redis.call('GET', KEYS[2]) or '', '^(%S+) (%d+)$')
            if server ~= ARGV[1] then
              since = ms
              redis.call('SET', KEYS[2], ARGV[1] .. ' ' .. string.format('%.0f', ms))
            end
            if ms - since < tonumber(ARGV[3]) then return {2} end
            if redis.call('SET', KEYS[1], '', 'NX', 'PX', ARGV[2]) then return {0} end
            return {1}
            """;

    /** The name under which Redis keeps the script once it is loaded. */
    static final String DIGEST = Base16.digest(TEXT.getBytes(StandardCharsets.UTF_8));

    private ReplayScript() {}
}
