using System.CommandLine;
using System.Text.Json.Nodes;

namespace Zk.Cli;

/// <summary><c>zk setup</c> and <c>zk prove</c>: keys of one circuit in a folder of their own, and proofs with them.</summary>
internal static class SetupCommand
{
    private const string ProvingKeyName = "pk.bin";
    private const string VerifyingKeyName = "vk.json";
    private const string SrsName = "srs.bin";

    private static readonly Argument<string> Circuit = new("CIRCUIT") { Description = "Circuit, for example settlement/payments/64" };
    private static readonly Option<string> Srs = CommonOptions.File("--srs", "SRS file");
    private static readonly Option<string> KeysOut = CommonOptions.Directory("--out", "Directory for the keys");
    private static readonly Option<string> Keys = CommonOptions.Directory("--keys", "Directory that setup wrote");
    private static readonly Option<string> Input = CommonOptions.File("--input", "Batch with the accounts that it starts from");
    private static readonly Option<string> Out = CommonOptions.Directory("--out", "Directory for proof, public inputs and state");

    /// <summary><c>zk setup</c>.</summary>
    public static Command BuildSetup() => new Command("setup", "Make the proving and verifying key of a circuit")
    {
        Circuit, Srs, KeysOut, CommonOptions.Pcs, CommonOptions.Threads,
    }.Does(context => context.WithPhases(phases => Setup(context, phases)));

    /// <summary><c>zk prove</c>.</summary>
    public static Command BuildProve() => new Command("prove", "Prove a batch with keys that setup made")
    {
        Circuit, Keys, Input, Out, CommonOptions.Device, CommonOptions.Threads,
    }.Does(context => context.WithPhases(phases => ProveAsync(context, phases)));

    private static void Setup(CommandContext context, PhaseLog phases)
    {
        var folder = context.Get(KeysOut);
        OutputFiles.Check(folder);
        var scheme = CommonOptions.GetScheme(context);
        var kind = SettlementCircuit.Find(context.Get(Circuit));
        using var circuit = new SettlementProof(phases, context.Threads, context.Cancellation).Compile(kind, scheme);
        using var srs = phases.Run("srs", progress =>
            SrsFile.Read(context.Get(Srs), Bn254.Curve, circuit.Compiled.SrsSizeFor(scheme), SrsTrust.None, context.Threads, progress, circuit.Compiled.Log2, context.Cancellation));
        if (srs.IsDevelopment)
            phases.Warn(SrsCommands.DevelopmentNote);
        using var engine = new CpuEngine<Fr>(context.Threads);
        using var key = phases.Run("keys", () => Plonk.Keys.Generate(circuit.Compiled, srs, engine, scheme).ProvingKey);

        // The powers and the Lagrange base that this circuit needs go with its keys, so that proving needs the folder only.
        var files = new OutputFiles(folder);
        files.Add(SrsName, stream => SrsFile.Write(stream, srs, context.Threads, cancellation: context.Cancellation));
        files.Add(ProvingKeyName, stream => ProvingKeyFile.Write(stream, key, context.Threads, context.Cancellation));
        files.Add(VerifyingKeyName, VerifyingKeyFile.ToJson(key.VerifyingKey));
        phases.Run("write", () => files.Commit(context.Cancellation));
        var digest = "0x" + Convert.ToHexStringLower(key.VerifyingKey.Digest);
        context.Report(
            new JsonObject
            {
                ["format"] = "zk/setup/1",
                ["circuit"] = circuit.Compiled.Name,
                ["rows"] = circuit.Profile.Rows,
                ["log2"] = circuit.Compiled.Log2,
                ["pcs"] = scheme.Name(),
                ["srs_powers"] = srs.Size,
                ["digest"] = digest,
                ["development"] = srs.IsDevelopment,
                ["phases"] = phases.ToJson(),
            },
            output =>
            {
                output.WriteLine($"{folder}: keys of {circuit.Compiled.Name}, {scheme.Name()}, {srs.Size} powers, digest {digest}");
                if (srs.IsDevelopment)
                    output.WriteLine(SrsCommands.DevelopmentNote);
            });
    }

    private static async Task ProveAsync(CommandContext context, PhaseLog phases)
    {
        CommonOptions.RequireSupported(context, device: CommonOptions.Device);
        var files = new OutputFiles(context.Get(Out));
        OutputFiles.Check(files.Path);
        var kind = SettlementCircuit.Find(context.Get(Circuit));
        var work = new SettlementProof(phases, context.Threads, context.Cancellation);
        var batch = work.Read(context.Get(Input), null);
        if (!batch.Fits(kind))
            throw CliException.BadFile(context.Get(Input), $"operations: has {batch.Operations} elements; the circuit {kind.Name} does not hold them");
        var outcome = work.Apply(batch);
        var folder = context.Get(Keys);
        var (verifyingKey, srs) = phases.Run("srs", () => ReadPublicKeys(folder, kind.Name, context));
        using var ownedSrs = srs;
        using var circuit = work.Compile(kind, verifyingKey.Scheme);
        var provingKeyPath = Path.Combine(folder, ProvingKeyName);
        using var keys = new CircuitKeys(srs, phases.Run("keys", () =>
            ProvingKeyFile.Read(provingKeyPath, verifyingKey, circuit.Compiled, srs, context.Threads, context.Cancellation)));
        if (keys.Srs.IsDevelopment)
            phases.Warn(SrsCommands.DevelopmentNote);
        var (proof, publicInputs) = await work.ProveAsync(circuit, keys, outcome).ConfigureAwait(false);
        SettlementProof.AddFiles(files, keys.VerifyingKey, proof, publicInputs, outcome);
        files.Commit(context.Cancellation);
        context.Report(
            new JsonObject
            {
                ["format"] = "zk/prove/1",
                ["circuit"] = circuit.Compiled.Name,
                ["pcs"] = verifyingKey.Scheme.Name(),
                ["operations"] = batch.Operations,
                ["public"] = new JsonArray([.. publicInputs.Select(input => JsonValue.Create(input.ToString()))]),
                ["phases"] = phases.ToJson(),
                ["total_ms"] = phases.ElapsedMilliseconds,
                ["peak_bytes"] = Memory.Peak,
            },
            output =>
            {
                output.WriteLine($"{files.Path}: proof of {circuit.Compiled.Name} with {verifyingKey.Scheme.Name()}, verified");
                phases.WriteTable(output);
                if (keys.Srs.IsDevelopment)
                    output.WriteLine(SrsCommands.DevelopmentNote);
            });
    }

    /// <summary>What can be read and checked before the circuit is compiled.</summary>
    private static (VerifyingKey<Fr> Key, Srs<Fr> Srs) ReadPublicKeys(string folder, string circuit, CommandContext context)
    {
        var (keyPath, srsPath) = (Path.Combine(folder, VerifyingKeyName), Path.Combine(folder, SrsName));
        var key = VerifyingKeyFile.Read(keyPath, Bn254.Curve);
        if (key.Circuit != circuit)
            throw CliException.BadFile(keyPath, $"circuit: is '{key.Circuit}', not '{circuit}'");
        var srs = SrsFile.Read(srsPath, Bn254.Curve, null, SrsTrust.None, context.Threads, cancellation: context.Cancellation);
        if (srs.TauG2.Equals(key.TauG2))
            return (key, srs);
        srs.Dispose();
        throw CliException.BadFile(srsPath, $"is not the SRS of {keyPath}");
    }
}
