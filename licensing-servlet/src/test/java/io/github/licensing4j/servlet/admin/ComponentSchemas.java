package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.LicenseUpdate.Patch;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Generates the component schemas of the OpenAPI document from the records of requests and responses. */
final class ComponentSchemas {
    /** Objects of other formats: that of the catalog, and that of keys (RFC 7517). */
    private static final List<Class<?>> BY_HAND = List.of(Overrides.class, Jwk.class);

    private static final String SUFFIX = "Json";
    private static final String REFERENCE = "#/components/schemas/";
    private static final List<Class<?>> HOLDERS = List.of(
            LicenseRequests.class,
            CredentialRequests.class,
            UsageRequests.class,
            PlanMoveRequests.class,
            PlanMoveResponses.class,
            LicenseJson.class,
            KeyJson.class,
            SignatureKeyJson.class,
            SeatJson.class,
            SignalJson.class,
            CredentialResponses.class,
            OperationResponses.class,
            WhatIfResponses.class,
            ShadowResponses.class,
            UsageResponses.class,
            InsightResponses.class,
            ForecastResponses.class,
            LimitResponses.class,
            DeliveryResponses.class,
            TokenResponses.class,
            Failure.class);

    /** The keywords that are generated; all others, such as descriptions and defaults, are written by hand. */
    private static final Set<String> GENERATED = Set.of(
            "type",
            "format",
            "enum",
            "oneOf",
            "$ref",
            "items",
            "properties",
            "required",
            "additionalProperties",
            "minimum",
            "maximum");

    private static final Set<Class<?>> TEXTS =
            Set.of(String.class, PlanId.class, ZoneId.class, Currency.class, Duration.class, ContractPeriod.class);

    private ComponentSchemas() {}

    /** Returns every component, with the keywords that are written by hand taken from existing ones. */
    static ObjectNode of(JsonNode existing) {
        Map<String, ObjectNode> schemas = new TreeMap<>();
        records()
                .filter(type -> type.getSimpleName().endsWith(SUFFIX))
                .forEach(type -> schemas.put(name(type), object(type)));
        ObjectNode components = Json.MAPPER.createObjectNode();
        schemas.forEach((name, schema) -> components.set(name, merged(schema, existing.path(name))));
        BY_HAND.forEach(type -> components.set(type.getSimpleName(), existing.path(type.getSimpleName())));
        return components;
    }

    /** Returns every record that Jackson reads or writes. */
    static Stream<Class<?>> records() {
        Stream<Class<?>> nested = HOLDERS.stream()
                .flatMap(holder -> Stream.concat(Stream.of(holder), Stream.of(holder.getDeclaredClasses())));
        return Stream.concat(BY_HAND.stream(), nested).filter(Class::isRecord);
    }

    private static String name(Class<?> type) {
        return type.getSimpleName().substring(0, type.getSimpleName().length() - SUFFIX.length());
    }

    private static ObjectNode object(Class<?> type) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = Json.MAPPER.createObjectNode();
        ArrayNode required = Json.MAPPER.createArrayNode();
        addMembers(type, false, properties, required);
        schema.set("properties", properties);
        schema.put("additionalProperties", type == Failure.ProblemJson.class);
        return required.isEmpty() ? schema : schema.set("required", required);
    }

    private static void addMembers(Class<?> type, boolean optional, ObjectNode properties, ArrayNode required) {
        for (RecordComponent component : type.getRecordComponents()) {
            boolean mayBeAbsent = optional || !isRequired(component);
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                addMembers(component.getType(), mayBeAbsent, properties, required);
                continue;
            }
            String name = RecordReader.name(component);
            properties.set(name, member(component));
            if (!mayBeAbsent) {
                required.add(name);
            }
        }
    }

    private static boolean isRequired(RecordComponent component) {
        Method accessor = component.getAccessor();
        if (component.getDeclaringRecord().getName().contains("Requests$")) {
            JsonProperty property = accessor.getAnnotation(JsonProperty.class);
            return property != null && property.required();
        }
        JsonInclude include = accessor.getAnnotation(JsonInclude.class);
        return !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                && (include == null || include.value() != JsonInclude.Include.NON_EMPTY);
    }

    private static ObjectNode member(RecordComponent component) {
        Method accessor = component.getAccessor();
        ObjectNode schema = schema(component.getGenericType());
        Whole whole = accessor.getAnnotation(Whole.class);
        if (whole != null) {
            schema.put("minimum", 0).put("maximum", whole.max());
        }
        if (component.getType() == Patch.class && !accessor.isAnnotationPresent(JsonSetter.class)) {
            return nullable(schema);
        }
        return accessor.isAnnotationPresent(JsonFormat.class) ? oneOf(text(), schema) : schema;
    }

    private static ObjectNode nullable(ObjectNode schema) {
        if (schema.has("$ref") || schema.has("enum")) {
            return oneOf(schema, Json.MAPPER.createObjectNode().put("type", "null"));
        }
        ArrayNode types = Json.MAPPER.createArrayNode().add(schema.get("type")).add("null");
        return schema.set("type", types);
    }

    private static ObjectNode oneOf(ObjectNode first, ObjectNode second) {
        ObjectNode either = Json.MAPPER.createObjectNode();
        either.putArray("oneOf").add(first).add(second);
        return either;
    }

    private static ObjectNode text() {
        return Json.MAPPER.createObjectNode().put("type", "string");
    }

    private static ObjectNode schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord() && !TEXTS.contains(plain)) {
            String component = BY_HAND.contains(plain) ? plain.getSimpleName() : name(plain);
            return Json.MAPPER.createObjectNode().put("$ref", REFERENCE + component);
        }
        if (plain.isEnum()) {
            ObjectNode choice = text();
            ArrayNode values = choice.putArray("enum");
            Stream.of(plain.getEnumConstants()).forEach(value -> values.add(Json.text((Enum<?>) value)));
            return choice;
        }
        return scalar(plain);
    }

    private static ObjectNode generic(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type content = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        ObjectNode schema = Json.MAPPER.createObjectNode();
        if (raw == Patch.class) {
            return schema(content);
        }
        return Collection.class.isAssignableFrom(raw)
                ? schema.put("type", "array").set("items", schema(content))
                : schema.put("type", "object").set("additionalProperties", schema(content));
    }

    private static ObjectNode scalar(Class<?> type) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        if (TEXTS.contains(type)) {
            return text();
        }
        if (type == URI.class) {
            return text().put("format", "uri");
        }
        if (type == Instant.class) {
            return text().put("format", "date-time");
        }
        if (type == boolean.class || type == Boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == BigDecimal.class) {
            return schema.put("type", "number");
        }
        if (type == long.class || type == Long.class) {
            return schema.put("type", "integer").put("format", "int64");
        }
        if (type == int.class || type == Integer.class) {
            return schema.put("type", "integer");
        }
        throw new IllegalStateException(type + " has no schema");
    }

    /** Adds the keywords that are written by hand. */
    private static ObjectNode merged(ObjectNode schema, JsonNode existing) {
        ObjectNode merged = Json.MAPPER.createObjectNode();
        existing.properties().forEach(keyword -> {
            if (!GENERATED.contains(keyword.getKey())) {
                merged.set(keyword.getKey(), keyword.getValue());
            }
        });
        merged.setAll(schema);
        if (schema.get("properties") instanceof ObjectNode properties) {
            ObjectNode all = merged.putObject("properties");
            properties.forEachEntry((name, member) -> all.set(
                    name,
                    merged((ObjectNode) member, existing.path("properties").path(name))));
        }
        if (schema.get("items") instanceof ObjectNode items) {
            merged.set("items", merged(items, existing.path("items")));
        }
        return merged;
    }
}
