package io.github.licensing4j.core.store.redis;

import io.lettuce.core.codec.Base16;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Scripts about the calls in flight of one license. Its key is a hash: {@code s:SESSION} is when the lease of a connection ends, in
 * milliseconds of the server's clock; {@code c:COUNTER:SESSION} is the calls that its node has in flight.
 */
enum CallScript {
    /** Enters a call if each counter has room. Arguments: session, lease, then counter and maximum, repeated. */
    ENTER("""
            local ms, sums = sums(KEYS[1], ARGV[1])
            for i = 3, #ARGV, 2 do
              local used = sums[ARGV[i]] or 0
              if used >= tonumber(ARGV[i + 1]) then return {(i - 3) / 2, used} end
            end
            local result = {-1}
            for i = 3, #ARGV, 2 do
              redis.call('HINCRBY', KEYS[1], 'c:' .. ARGV[i] .. ':' .. ARGV[1], 1)
              result[#result + 1] = (sums[ARGV[i]] or 0) + 1
            end
            extend(KEYS[1], ARGV[1], ms, ARGV[2])
            return result
            """),
    /** Ends a call. Arguments: session, then counters. */
    LEAVE("""
            for i = 2, #ARGV do
              local field = 'c:' .. ARGV[i] .. ':' .. ARGV[1]
              if redis.call('HINCRBY', KEYS[1], field, -1) <= 0 then redis.call('HDEL', KEYS[1], field) end
            end
            return {0}
            """),
    /** Returns the calls in flight of all nodes. Arguments: session, then counters. */
    COUNT("""
            local ms, sums = sums(KEYS[1], ARGV[1])
            local result = {}
            for i = 2, #ARGV do result[#result + 1] = sums[ARGV[i]] or 0 end
            return result
            """),
    /**
     * Extends a lease and sets its counts. Arguments: session, lease, a session that ended or '-', then counter and count,
     * repeated.
     */
    RENEW("""
            local ms = sums(KEYS[1], ARGV[1])
            for i = 4, #ARGV, 2 do
              redis.call('HDEL', KEYS[1], 'c:' .. ARGV[i] .. ':' .. ARGV[3])
              if ARGV[i + 1] == '0' then
                redis.call('HDEL', KEYS[1], 'c:' .. ARGV[i] .. ':' .. ARGV[1])
              else
                redis.call('HSET', KEYS[1], 'c:' .. ARGV[i] .. ':' .. ARGV[1], ARGV[i + 1])
              end
            end
            redis.call('HDEL', KEYS[1], 's:' .. ARGV[3])
            extend(KEYS[1], ARGV[1], ms, ARGV[2])
            return {0}
            """);

    /** Sums the calls of live leases and removes those of ended ones; the own lease counts in any case. */
    private static final String COMMON = """
            local function sums(key, own)
              local time = redis.call('TIME')
              local ms = time[1] * 1000 + math.floor(time[2] / 1000)
              local all = redis.call('HGETALL', key)
              local live = {[own] = true}
              for i = 1, #all, 2 do
                if string.sub(all[i], 1, 2) == 's:' then
                  if tonumber(all[i + 1]) > ms then
                    live[string.sub(all[i], 3)] = true
                  elseif all[i] ~= 's:' .. own then
                    redis.call('HDEL', key, all[i])
                  end
                end
              end
              local sums = {}
              for i = 1, #all, 2 do
                local counter, session = string.match(all[i], '^c:([^:]+):(.+)$')
                if counter then
                  if live[session] then
                    sums[counter] = (sums[counter] or 0) + tonumber(all[i + 1])
                  else
                    redis.call('HDEL', key, all[i])
                  end
                end
              end
              return ms, sums
            end
            local function extend(key, session, ms, lease)
              redis.call('HSET', key, 's:' .. session, string.format('%.0f', ms + lease))
              redis.call('PEXPIRE', key, 2 * lease)
            end
            """;

    private final String body;

    CallScript(String body) {
        this.body = body;
    }

    String text() {
        return COMMON + body;
    }

    /** Returns the name under which Redis keeps the script once it is loaded. */
    String digest() {
        return Objects.requireNonNull(Digests.ALL.get(this));
    }

    /** Names of the scripts, computed once. */
    private static final class Digests {
        private static final Map<CallScript, String> ALL = all();

        private static Map<CallScript, String> all() {
            Map<CallScript, String> all = new EnumMap<>(CallScript.class);
            for (CallScript script : values()) {
                all.put(script, Base16.digest(script.text().getBytes(StandardCharsets.UTF_8)));
            }
            return all;
        }
    }
}
