package com.datarestor.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code datarestor dead-letters}: asks the operator that runs on this host. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "Messages that the running operator has given up.")
final class DeadLettersCommand {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Spec CommandSpec spec;

  @Option(
      names = "--port",
      scope = ScopeType.INHERIT,
      defaultValue = "${env:DATARESTOR_PORT:-8080}",
      description = "port of the operator (default: ${DEFAULT-VALUE})")
  int port;

  @Command(name = "list", description = "Lists them: id, time, from, type, key, attempts, reason.")
  int list() {
    return ask(HttpRequest.newBuilder().GET(), "/dead-letters");
  }

  @Command(name = "redeliver", description = "Puts one back where it came from.")
  int redeliver(@Parameters(paramLabel = "ID") String id) {
    return ask(
        HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()), "/dead-letters/" + id);
  }

  private int ask(HttpRequest.Builder request, String path) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              request.uri(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
      boolean well = answer.statusCode() == 200;
      (well ? out : err).print(answer.body());
      out.flush();
      err.flush();
      return well ? 0 : 1;
    } catch (IOException e) {
      err.println(
          "no operator answers on port " + port + " of this host: run this in the operator's pod");
      err.flush();
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
