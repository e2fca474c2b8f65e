using System.CommandLine;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary><c>zk sample settlement</c>: a valid batch from a seed, byte-identical for equal arguments.</summary>
internal static class SampleCommand
{
    private static readonly Option<int> Accounts = CommonOptions.InRange(
        new("--accounts") { Description = "Accounts of the state before the batch", HelpName = "N", Required = true }, 2, 1 << 20);

    private static readonly Option<int> Operations = CommonOptions.InRange(
        new("--operations") { Description = "Operations of the batch", HelpName = "N", Required = true }, 1, BatchFile.MaximumOperations);

    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed, a 64-bit number", HelpName = "S", Required = true };
    private static readonly Option<string> Out = CommonOptions.File("--out", "Batch file to write");

    /// <summary>The command and its subcommand.</summary>
    public static Command Build() => new("sample", "Make input to try the tool with")
    {
        new Command("settlement", "A batch of payments, every operation valid, with the accounts it starts from")
        {
            Accounts, Operations, Seed, Out,
        }.Does(Settlement),
    };

    private static void Settlement(CommandContext context)
    {
        var (path, accounts, operations, seed) = (context.Get(Out), context.Get(Accounts), context.Get(Operations), context.Get(Seed));
        var sample = PaymentsSample.Create(accounts, operations, seed);
        AtomicFile.Write(path, sample.Write());
        context.Report(
            new JsonObject
            {
                ["format"] = "zk/sample/1",
                ["out"] = path,
                ["circuit"] = PaymentsBatch.Circuit,
                ["accounts"] = accounts,
                ["operations"] = operations,
                ["seed"] = seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
            output => output.WriteLine($"{path}: {operations} operations on {accounts} accounts"));
    }
}
