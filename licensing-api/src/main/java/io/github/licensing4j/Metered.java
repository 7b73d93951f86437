package io.github.licensing4j;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that an endpoint charges a meter. An endpoint declares every meter it may charge, with 0 units if only
 * {@link LicenseContext#charge} determines them. Every call charges 1 on the meter {@value Charge#CALLS}, unless it
 * declares other units for that meter.
 *
 * <p>Levels and competition as for {@link RequiresFeature}: those on a method replace those on the class, all of them.
 */
@Documented
@Inherited
@Repeatable(Metered.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface Metered {
    /** The meter's name, which the catalog defines. */
    String meter() default Charge.CALLS;

    /** Units that every call costs; 0 or more. */
    long units() default 1;

    /** Units held beyond {@link #units} until the call reports its use; 0 or more. */
    long reserve() default 0;

    /** The outcomes that are charged. */
    ChargeOn chargeOn() default ChargeOn.NOT_5XX;

    /** The container of repeated {@link Metered} annotations. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
    @interface List {
        Metered[] value();
    }
}
