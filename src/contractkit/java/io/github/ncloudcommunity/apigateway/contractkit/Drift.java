package io.github.ncloudcommunity.apigateway.contractkit;

import picocli.CommandLine.Command;

/** The commands for maintainers, for when the documentation changes. */
@Command(
    name = "drift",
    description = "Finds out what changed on the documentation pages.",
    subcommands = {DriftFetch.class, DriftCheck.class, DriftAccept.class},
    mixinStandardHelpOptions = true)
final class Drift {}
