package io.github.licensing4j.servlet;

/** The services that every call of one filter shares. */
record CallServices(Enforcement enforcement, LicenseHeaders headers, ProblemWriter problems, PathScope pathScope) {}
