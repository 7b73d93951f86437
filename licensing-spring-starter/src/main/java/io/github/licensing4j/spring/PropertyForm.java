package io.github.licensing4j.spring;

import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.util.unit.DataSize;

/** Describes the expected form of the value of a property under {@code licensing}. */
final class PropertyForm {
    private PropertyForm() {}

    /** Returns the expected form; "a value" if the property is not a single value of a known type. */
    static String of(ConfigurationPropertyName property) {
        Class<?> type = LicensingProperties.class;
        for (int i = 1; i < property.getNumberOfElements(); i++) {
            type = component(type, property.getElement(i, Form.UNIFORM));
        }
        return described(type);
    }

    /** Returns the type of a component, whose name may be written with dashes or without. */
    private static Class<?> component(Class<?> type, String uniform) {
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.getName().toLowerCase(Locale.ROOT).equals(uniform)) {
                    return component.getType();
                }
            }
        }
        return Object.class;
    }

    private static String described(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class) {
            return "a whole number";
        }
        if (type == Duration.class) {
            return "a time such as 30s or PT30S";
        }
        if (type == DataSize.class) {
            return "a size such as 512MB or 1GB";
        }
        if (type == Instant.class) {
            return "an instant such as 2027-01-31T12:00:00Z";
        }
        if (type == URI.class) {
            return "an address such as https://api.example.com";
        }
        return type.isEnum() ? "one of " + names(type) : "a value";
    }

    private static String names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }
}
