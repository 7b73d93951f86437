package io.github.licensing4j.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes every request of a test through MockMvc, TestRestTemplate or RestTestClient carry a license token, unless it carries
 * a credential already. The token is minted with a key of the test's own in place of the configured ones. On a method it
 * replaces that on the class. Works with JUnit 5 and 6.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface WithLicense {
    /** The plan, such as {@code pro@1}. */
    String plan();

    /** The customer that owns the license. One of the test's own by default. */
    String customer() default "";

    /**
     * The license's id. One of the test's own by default, so that no usage passes from one test to the next; the counters of
     * one that is named live as long as the application context.
     */
    String license() default "";

    /** What the contract adds, {@code +export.csv}, and takes away, {@code -export.csv}. */
    String[] features() default {};

    /** The scopes of the token. */
    String[] scopes() default {};
}
