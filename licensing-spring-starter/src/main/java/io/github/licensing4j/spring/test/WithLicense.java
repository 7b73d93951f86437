package io.github.licensing4j.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes every request of a test through MockMvc, TestRestTemplate or RestTestClient carry a license token, unless it
 * carries a credential already. The token is signed with the test's own key in place of the configured ones. On a
 * method it overrides that on the class. Works with JUnit 5 and 6.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface WithLicense {
    /** The plan, such as {@code pro@1}. */
    String plan();

    /** The customer that owns the license. Unique for each test by default. */
    String customer() default "";

    /**
     * The license's id. Unique for each test by default, so that tests share no usage; the counters of a named one last
     * as long as the application context.
     */
    String license() default "";

    /** Features that the contract adds, {@code +export.csv}, and removes, {@code -export.csv}. */
    String[] features() default {};

    /** The scopes of the token. */
    String[] scopes() default {};
}
