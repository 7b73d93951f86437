package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.spi.OriginSighting;

/**
 * Whose networks, devices, credentials or paths are seen.
 *
 * @param license empty if there is none
 * @param subject the credential or the network
 */
record SeenSubject(OriginSighting.Kind kind, String license, String subject) {}
