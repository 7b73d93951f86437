package io.github.licensing4j.core.planted.util;

/** Not final, reads the clock and prints. */
public class Offender {
    public void offend() {
        System.out.println(System.nanoTime());
    }
}
