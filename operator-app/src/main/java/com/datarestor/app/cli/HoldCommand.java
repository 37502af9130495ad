package com.datarestor.app.cli;

import com.datarestor.app.cluster.Clients;
import com.datarestor.app.cluster.HoldSetup;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code datarestor hold}: what the chart runs before the gate comes and before it goes. */
@Command(
    name = "hold",
    mixinStandardHelpOptions = true,
    description = "Prepares a cluster for the gate that holds pods, or takes it away.",
    synopsisSubcommandLabel = "(prepare | release)",
    subcommands = {HoldCommand.Prepare.class, HoldCommand.Release.class})
final class HoldCommand implements Runnable {

  @Spec CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code datarestor hold prepare}. */
  @Command(
      name = "prepare",
      mixinStandardHelpOptions = true,
      description =
          "Lets every pod pass that uses only claims which are in use now: run it before the gate is"
              + " there, so that no workload which runs has to wait for the operator.")
  static final class Prepare implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Override
    public Integer call() {
      try (KubernetesClient client = Clients.working(Clients.found())) {
        int claims = new HoldSetup(client).prepare();
        spec.commandLine().getOut().printf("%d claims in use: their pods do not wait%n", claims);
        spec.commandLine().getOut().flush();
      }
      return 0;
    }
  }

  /** {@code datarestor hold release}. */
  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description =
          "Removes the policy or the webhook that gives pods the gate, and then the gate from every"
              + " pod.")
  static final class Release implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Option(
        names = "--injector",
        required = true,
        description =
            "name of the MutatingAdmissionPolicy and its binding, or of the"
                + " MutatingWebhookConfiguration")
    String injector = "";

    @Override
    public Integer call() {
      try (KubernetesClient client = Clients.working(Clients.found())) {
        int pods = new HoldSetup(client).release(injector);
        spec.commandLine().getOut().printf("the gate is gone, also from %d pods%n", pods);
        spec.commandLine().getOut().flush();
      }
      return 0;
    }
  }
}
