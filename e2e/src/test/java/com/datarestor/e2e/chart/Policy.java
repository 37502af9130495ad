package com.datarestor.e2e.chart;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A ValidatingAdmissionPolicy, evaluated as an API server does, but without types. */
record Policy(ValidatingAdmissionPolicy policy) {

  private static final Cel CEL = cel();

  /** Something that is asked of the API server. */
  record Request(
      String user, String namespace, @Nullable JsonNode object, @Nullable JsonNode before) {}

  private static Cel cel() {
    CelStringExtensions strings = CelExtensions.strings();
    return CelFactory.plannerCelBuilder()
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addVar("object", SimpleType.DYN)
        .addVar("oldObject", SimpleType.DYN)
        .addVar("request", SimpleType.DYN)
        .addVar("variables", SimpleType.DYN)
        .addCompilerLibraries(strings)
        .addRuntimeLibraries(strings)
        .build();
  }

  /** Whether the policy looks at it at all. */
  boolean concerns(Request request) {
    Map<String, Object> values = values(request);
    return policy.getSpec().getMatchConditions().stream()
        .allMatch(condition -> holds(condition.getExpression(), values));
  }

  /**
   * Messages of the rules that it breaks. A rule that cannot be evaluated is an error here: an API
   * server would refuse with the words of CEL instead of the message.
   */
  List<String> refusals(Request request) {
    Map<String, Object> values = values(request);
    Map<String, Object> variables = new LinkedHashMap<>();
    values.put("variables", variables);
    policy
        .getSpec()
        .getVariables()
        .forEach(
            variable -> variables.put(variable.getName(), eval(variable.getExpression(), values)));
    return policy.getSpec().getValidations().stream()
        .filter(validation -> !holds(validation.getExpression(), values))
        .map(validation -> validation.getMessage())
        .toList();
  }

  private static boolean holds(String expression, Map<String, Object> values) {
    return (Boolean) eval(expression, values);
  }

  private static Object eval(String expression, Map<String, Object> values) {
    try {
      return CEL.createProgram(CEL.compile(expression).getAst()).eval(values);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(expression + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> values(Request request) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("object", value(request.object()));
    values.put("oldObject", value(request.before()));
    values.put(
        "request",
        Map.of("namespace", request.namespace(), "userInfo", Map.of("username", request.user())));
    return values;
  }

  private static Object value(@Nullable JsonNode node) {
    if (node == null) {
      return NullValue.NULL_VALUE;
    }
    return switch (node.getNodeType()) {
      case OBJECT, POJO -> {
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        node.forEach(element -> list.add(value(element)));
        yield list;
      }
      case NUMBER -> node.asLong();
      case BOOLEAN -> node.asBoolean();
      case STRING, BINARY -> node.asString();
      case NULL, MISSING -> NullValue.NULL_VALUE;
    };
  }
}
