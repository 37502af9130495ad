package com.datarestor.e2e.sandbox;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The CEL rules of custom resources ({@code x-kubernetes-validations}). A rule is compiled without
 * types, so that a real API server may refuse a rule that passes here.
 */
final class ValidationRules {

  private static final String RULES = "x-kubernetes-validations";

  private final Cel cel;
  private final Map<String, CelRuntime.Program> programs = new ConcurrentHashMap<>();

  ValidationRules() {
    CelStringExtensions strings = CelExtensions.strings();
    cel =
        CelFactory.plannerCelBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .addCompilerLibraries(strings)
            .addRuntimeLibraries(strings)
            .build();
  }

  /** Refuses a schema with a rule that cannot be compiled. */
  void compile(JsonNode schema) {
    for (JsonNode rule : schema.path(RULES)) {
      program(Json.text(rule, "rule"));
    }
    schema.path("properties").forEach(this::compile);
    compileBelow(schema.path("items"));
    compileBelow(schema.path("additionalProperties"));
  }

  private void compileBelow(JsonNode schema) {
    if (schema.isObject()) {
      compile(schema);
    }
  }

  /**
   * The rules that a value breaks.
   *
   * @param old the value before; rules about a change are passed over without one
   */
  List<Violation> check(JsonNode value, @Nullable JsonNode old, JsonNode schema, String at) {
    List<Violation> violations = new ArrayList<>();
    for (JsonNode rule : schema.path(RULES)) {
      String text = Json.text(rule, "rule");
      boolean transition = text.contains("oldSelf");
      if ((!transition || old != null) && !holds(text, value, transition ? old : null)) {
        String message = Json.text(rule, "message");
        violations.add(Violation.rule(at, message.isEmpty() ? "failed rule: " + text : message));
      }
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        violations.addAll(check(value.get(i), null, schema.path("items"), at + "[" + i + "]"));
      }
    }
    JsonNode properties = schema.path("properties");
    JsonNode others = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode known = properties.path(field.getKey());
      violations.addAll(
          check(
              field.getValue(),
              old == null ? null : old.get(field.getKey()),
              known.isMissingNode() ? others : known,
              SchemaCheck.below(at, field.getKey())));
    }
    return violations;
  }

  private boolean holds(String rule, JsonNode self, @Nullable JsonNode oldSelf) {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("self", value(self));
    if (oldSelf != null) {
      variables.put("oldSelf", value(oldSelf));
    }
    try {
      return Boolean.TRUE.equals(program(rule).eval(variables));
    } catch (CelEvaluationException e) {
      // a rule that cannot be evaluated refuses the object, on a real API server too
      return false;
    }
  }

  private CelRuntime.Program program(String rule) {
    return programs.computeIfAbsent(
        rule,
        text -> {
          try {
            return cel.createProgram(cel.compile(text).getAst());
          } catch (CelValidationException | CelEvaluationException e) {
            throw new ApiFault(422, "Invalid", "rule " + text + ": " + e.getMessage());
          }
        });
  }

  private static Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT, POJO -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          map.put(field.getKey(), value(field.getValue()));
        }
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        node.forEach(element -> list.add(value(element)));
        yield list;
      }
      case NUMBER -> {
        if (node.isIntegralNumber()) {
          yield node.asLong();
        }
        yield node.asDouble();
      }
      case BOOLEAN -> node.asBoolean();
      case STRING, BINARY, NULL, MISSING -> node.asString("");
    };
  }
}
