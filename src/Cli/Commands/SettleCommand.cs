using System.CommandLine;
using System.Text.Json.Nodes;

namespace Zk.Cli;

/// <summary><c>zk settle</c>, the main job: apply a batch, prove it, verify the proof, write everything.</summary>
internal static class SettleCommand
{
    private static readonly Argument<string> Batch = new("BATCH.json") { Description = "Batch of operations" };

    private static readonly Option<string?> State = new("--state")
    {
        Description = "State before the batch (default: the accounts in the batch)",
        HelpName = "state.json",
    };

    private static readonly Option<string> Out = new("--out") { Description = "Output directory", HelpName = "DIR", DefaultValueFactory = _ => "./out" };

    /// <summary>The command.</summary>
    public static Command Build() => new Command("settle", "Apply a batch, prove it, verify the proof; writes proof, key, public inputs, state, report, and the contract and call that verify it on Ethereum")
    {
        Batch, State, Out, CommonOptions.Srs, CommonOptions.Cache, CommonOptions.Device, CommonOptions.Pcs, CommonOptions.Threads,
    }.Does(context => context.WithPhases(phases => SettleAsync(context, phases)));

    private static async Task SettleAsync(CommandContext context, PhaseLog phases)
    {
        CommonOptions.RequireSupported(context, device: CommonOptions.Device);
        var scheme = CommonOptions.GetScheme(context);
        var files = new OutputFiles(context.Get(Out));
        OutputFiles.Check(files.Path);
        var work = new SettlementProof(phases, context.Threads, context.Cancellation);
        var batch = work.Read(context.Get(Batch), context.Get(State));
        var kind = batch.SmallestCircuit ?? throw CliException.BadFile(context.Get(Batch), batch.TooLarge);
        var outcome = work.Apply(batch);

        using var circuit = work.Compile(kind, scheme);
        var keyCache = new KeyCache(new UserCache(context.Get(CommonOptions.Cache)), phases, context.Threads, phases.Warn, context.Cancellation);
        using var keys = keyCache.Get(circuit.Compiled, context.Get(CommonOptions.Srs), scheme);
        if (keys.Srs.IsDevelopment)
            phases.Warn(SrsCommands.DevelopmentNote);
        var (proof, publicInputs) = await work.ProveAsync(circuit, keys, outcome).ConfigureAwait(false);

        var report = new JsonObject
        {
            ["format"] = "zk/report/1",
            ["operations"] = batch.Operations,
            ["capacity"] = kind.Capacity,
            ["rows"] = circuit.Profile.Rows,
            ["log2"] = circuit.Compiled.Log2,
            ["pcs"] = scheme.Name(),
            ["srs"] = context.Get(CommonOptions.Srs) is null ? "development" : "file",
            ["srs_powers"] = circuit.Compiled.SrsSizeFor(scheme),
            ["public"] = new JsonArray([.. publicInputs.Select(input => JsonValue.Create(input.ToString()))]),
            ["phases"] = phases.ToJson(),
            ["total_ms"] = phases.ElapsedMilliseconds,
            ["peak_bytes"] = Memory.Peak,
        };
        if (outcome.Results is { } results)
            report["results"] = results;
        SettlementProof.AddFiles(files, keys.VerifyingKey, proof, publicInputs, outcome);
        ExportCommands.AddFiles(files, keys.VerifyingKey, proof, publicInputs);
        files.Add("vk.json", VerifyingKeyFile.ToJson(keys.VerifyingKey));
        files.Add("report.json", CommandContext.ToText(report) + "\n");
        files.Commit(context.Cancellation);
        context.Report(report, output =>
        {
            output.WriteLine($"{files.Path}: {batch.Operations} operations settled and verified, {circuit.Compiled.Name}, {circuit.Profile.Rows} of 2^{circuit.Compiled.Log2} rows, {scheme.Name()}, {circuit.Compiled.SrsSizeFor(scheme)} powers");
            phases.WriteTable(output);
            output.WriteLine($"  peak memory {Memory.Peak >> 20} MiB");
            if (keys.Srs.IsDevelopment)
                output.WriteLine(SrsCommands.DevelopmentNote);
        });
        if (context.Json)
            context.Finally(phases.ShowTableOnTerminal);
    }
}
