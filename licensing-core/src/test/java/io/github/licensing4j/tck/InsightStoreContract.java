package io.github.licensing4j.tck;

/** The contract of figures over time. */
public interface InsightStoreContract extends UsageFiguresContract, MeasurementContract, RevenueContract {}
