package io.github.licensing4j.servlet.admin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a member as a whole number of at least 0. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Whole {

    /** Returns the largest accepted number. */
    int max();
}
