package com.datarestor.crd;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.Task;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The definitions of both kinds, as the files of the chart hold them. */
public final class Definitions {

  private static final String HEADER =
      "# Generated from the records of operator-core by \"make crds\". Do not edit.\n";
  private static final Map<String, Class<? extends CustomResource<?, ?>>> FILES =
      Map.of("configs.yaml", BackupConfig.class, "tasks.yaml", Task.class);

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private Definitions() {}

  /** The text of each file by its name. */
  public static Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    FILES.forEach(
        (file, kind) -> texts.put(file, HEADER + plainNumbers(YAML.asYaml(definition(kind)))));
    return texts;
  }

  /** Bounds are floating point in the model; on integers they read better without a fraction. */
  private static String plainNumbers(String yaml) {
    return yaml.replaceAll("(?m)^( *(?:minimum|maximum): [0-9]+)[.]0$", "$1");
  }

  static CustomResourceDefinition definition(Class<? extends CustomResource<?, ?>> kind) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new CRDGenerator()
        .withParallelGenerationEnabled(false)
        .customResourceClasses(List.<Class<? extends HasMetadata>>of(kind))
        .withOutput(new Memory(text))
        .generate();
    return new Finish(
            YAML.unmarshal(text.toString(StandardCharsets.UTF_8), CustomResourceDefinition.class),
            kind)
        .finished();
  }

  private record Memory(ByteArrayOutputStream text)
      implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {

    @Override
    public ByteArrayOutputStream outputFor(String name) {
      return text;
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
