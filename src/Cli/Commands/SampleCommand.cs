using System.CommandLine;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;

namespace Zk.Cli;

/// <summary><c>zk sample settlement|perpetual</c>: valid batches from a seed, byte-identical for equal arguments.</summary>
internal static class SampleCommand
{
    private static readonly Option<int> Accounts = CommonOptions.InRange(
        new("--accounts") { Description = "Accounts of the state before the batch", HelpName = "N", Required = true }, 2, 1 << 20);

    private static readonly Option<int> Operations = CommonOptions.InRange(
        new("--operations") { Description = "Operations of the batch", HelpName = "N", Required = true }, 1, BatchFile.MaximumOperations);

    private static readonly Option<int> PerpetualAccounts = CommonOptions.InRange(
        new("--accounts") { Description = "Accounts of the state before the first batch", HelpName = "N", Required = true },
        PerpetualSample.MinimumAccounts,
        1 << 20);

    private static readonly Option<int> PerpetualOperations = CommonOptions.InRange(
        new("--operations") { Description = "Users' operations of a batch; ticks, liquidations and deleverages come on top", HelpName = "N", Required = true },
        1,
        PerpetualSample.MaximumOperations);

    private static readonly Option<string> Scenario = CommonOptions.OneOf(
        new("--scenario")
        {
            Description = "What happens to the markets",
            HelpName = string.Join('|', PerpetualScenarios.Names),
            DefaultValueFactory = _ => PerpetualScenario.Calm.Name(),
        },
        [.. PerpetualScenarios.Names]);

    private static readonly Option<int> Batches = CommonOptions.InRange(
        new("--batches") { Description = "Batches that follow one another (default: as many as the scenario takes)", HelpName = "K" },
        1,
        PerpetualSample.MaximumBatches);

    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed, a 64-bit number", HelpName = "S", Required = true };
    private static readonly Option<string> Out = CommonOptions.File("--out", "Batch file to write");

    /// <summary>The command and its subcommand.</summary>
    public static Command Build() => new("sample", "Make input to try the tool with")
    {
        new Command("settlement", "A batch of payments, every operation valid, with the accounts it starts from")
        {
            Accounts, Operations, Seed, Out,
        }.Does(Settlement),
        new Command("perpetual", "Batches of perpetual futures, every operation valid, each with the state it starts from")
        {
            PerpetualAccounts, PerpetualOperations, Scenario, Batches, Seed, Out,
        }.Does(Perpetual),
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

    private static void Perpetual(CommandContext context)
    {
        var (path, accounts, operations, seed) = (context.Get(Out), context.Get(PerpetualAccounts), context.Get(PerpetualOperations), context.Get(Seed));
        var scenario = PerpetualScenarios.Find(context.Get(Scenario)) ?? throw new InvalidOperationException("the option's values are checked");
        var count = context.Get(Batches) is > 0 and var asked ? asked : scenario.Batches();
        var batches = PerpetualSample.Create(scenario, accounts, operations, count, seed);
        var paths = count == 1 ? [path] : Enumerable.Range(1, count).Select(i => Numbered(path, i)).ToArray();
        for (var i = 0; i < count; i++)
            AtomicFile.Write(paths[i], batches[i].Write());
        context.Report(
            new JsonObject
            {
                ["format"] = "zk/sample/1",
                ["out"] = new JsonArray([.. paths.Select(file => JsonValue.Create(file))]),
                ["circuit"] = PerpetualProfile.Family,
                ["scenario"] = scenario.Name(),
                ["accounts"] = accounts,
                ["operations"] = new JsonArray([.. batches.Select(file => JsonValue.Create(file.Batch.Operations.Total))]),
                ["seed"] = seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
            output =>
            {
                for (var i = 0; i < count; i++)
                    output.WriteLine($"{paths[i]}: {batches[i].Batch.Operations.Total} operations on {batches[i].State!.Accounts.Leaves.Count()} accounts");
            });
    }

    /// <summary>batch.json as batch.3.json.</summary>
    private static string Numbered(string path, int number) =>
        Path.ChangeExtension(path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number}{Path.GetExtension(path)}"));
}
