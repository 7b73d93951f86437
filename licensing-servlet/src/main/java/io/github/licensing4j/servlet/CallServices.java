package io.github.licensing4j.servlet;

/** What every call of one filter is handled with. */
record CallServices(Enforcement enforcement, LicenseHeaders headers, ProblemWriter problems, PathScope pathScope) {}
