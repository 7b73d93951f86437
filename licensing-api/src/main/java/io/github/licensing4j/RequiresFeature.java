package io.github.licensing4j;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that an endpoint needs a license that includes features.
 *
 * <p>With the Spring Boot starter it is also enforced on methods of any other bean, for the licensed call of the thread; a
 * refused one throws {@link LicenseRefusedException}.
 *
 * <p>On a method it replaces the same annotation on the class, which replaces that on an interface. Two that compete on
 * one level fail the start. It may be a meta-annotation.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface RequiresFeature {
    /** The names of features, at least one, each defined by the catalog. */
    String[] value();

    /** Selects whether all or any of them must be licensed. */
    Match match() default Match.ALL;
}
