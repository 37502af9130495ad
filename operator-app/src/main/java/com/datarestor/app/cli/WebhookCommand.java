package com.datarestor.app.cli;

import com.datarestor.app.cluster.Clients;
import com.datarestor.app.process.Termination;
import com.datarestor.app.webhook.GateWebhook;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code datarestor webhook}: runs until it is told to stop. */
@Command(
    name = "webhook",
    mixinStandardHelpOptions = true,
    description = "Gives pods the gate when they are created, for the API server to call.")
final class WebhookCommand implements Callable<Integer> {

  @Option(
      names = "--namespace",
      required = true,
      description = "namespace of the Service and the Secret")
  String namespace = "";

  @Option(
      names = "--service",
      required = true,
      description = "the Service through which the API server calls it")
  String service = "";

  @Option(names = "--secret", required = true, description = "the Secret with its keys")
  String secret = "";

  @Option(
      names = "--configuration",
      required = true,
      description = "the MutatingWebhookConfiguration that names it")
  String configuration = "";

  @Option(
      names = "--port",
      defaultValue = "8443",
      description = "where it listens (default: ${DEFAULT-VALUE})")
  int port;

  @Override
  public Integer call() throws Exception {
    try (KubernetesClient client = Clients.quick(Clients.found());
        GateWebhook webhook =
            new GateWebhook(
                client,
                new GateWebhook.Names(namespace, service, secret, configuration),
                new InetSocketAddress(port),
                Clock.systemUTC())) {
      return Termination.orderly(
          webhook::close,
          () -> {
            webhook.run();
            return 0;
          });
    }
  }
}
