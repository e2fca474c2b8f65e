using System.CommandLine;

namespace Zk.Cli;

/// <summary>All commands of the tool.</summary>
internal static class CommandTree
{
    /// <summary>Builds the tree; <c>zk --help</c> prints it.</summary>
    public static RootCommand Build() => new("Proves batches of account operations in zero knowledge, and verifies such proofs.")
    {
        CommonOptions.Json,
        SettleCommand.Build(),
        SampleCommand.Build(),
        KeyCommands.BuildKey(),
        KeyCommands.BuildSign(),
        SetupCommand.BuildSetup(),
        SetupCommand.BuildProve(),
        VerifyCommand.Build(),
        ExportCommands.Build(),
        SrsCommands.Build(),
        CircuitsCommands.Build(),
        ChainCommands.Build(),
        DevicesCommand.Build(),
        BenchCommand.Build(),
    };
}
