using System.CommandLine;
using System.Text.Json.Nodes;

namespace Zk.Cli;

/// <summary><c>zk bench</c>: timings of the operations that proofs consist of, on this machine.</summary>
internal static class BenchCommand
{
    private static readonly Option<int> Log2 = CommonOptions.InRange(
        new("--log2") { Description = "Size: 2^N elements or rows", HelpName = "N", Required = true }, 1, 28);

    // The smallest domain that has a usable row beside the blinding ones.
    private static readonly Option<int> ProveLog2 = CommonOptions.InRange(
        new("--log2") { Description = "Size: a domain of 2^N rows", HelpName = "N", Required = true }, 3, 28);

    private static readonly Option<bool> Full = new("--full") { Description = "Four columns with lookups and Poseidon2 instead of the vanilla circuit" };

    private delegate Measurement Benchmark(int log2, int threads, CancellationToken cancellation);

    /// <summary>The command and its subcommands.</summary>
    public static Command Build() => new("bench", "Time field products, transforms, multi-exponentiations or whole proofs")
    {
        Kernel("mul", "2^N independent products in the scalar field; and one product in each field", KernelBenchmarks.Multiply<Fr>, KernelBenchmarks.Multiply<BlsFr>, FieldProducts.Measure),
        Kernel("ntt", "A forward transform of 2^N elements", KernelBenchmarks.Transform<Fr>, KernelBenchmarks.Transform<BlsFr>),
        Kernel(
            "msm", "A sum of 2^N scalar multiples in G1 with uniform scalars and distinct points",
            (log2, threads, cancellation) => KernelBenchmarks.MultiExponentiate(Bn254.Curve, log2, threads, cancellation),
            (log2, threads, cancellation) => KernelBenchmarks.MultiExponentiate(Bls12381.Curve, log2, threads, cancellation)),
        new Command("prove", "A proof of the vanilla circuit on 2^N rows, witness assignment included")
        {
            ProveLog2, Full, CommonOptions.Curve, CommonOptions.Threads, CommonOptions.Device,
        }.Does(Prove),
    };

    private static Command Kernel(
        string name, string description, Benchmark onBn254, Benchmark onBls12381, Func<CancellationToken, IReadOnlyList<FieldProducts>>? products = null) =>
        new Command(name, description) { Log2, CommonOptions.Curve, CommonOptions.Threads, CommonOptions.Device }.Does(context =>
        {
            CommonOptions.RequireSupported(context, device: CommonOptions.Device);
            var log2 = context.Get(Log2);
            var measure = context.Get(CommonOptions.Curve) == Bn254.Curve.Name ? onBn254 : onBls12381;
            var measurement = measure(log2, context.Threads, context.Cancellation);
            Report(context, measurement, name, log2, products?.Invoke(context.Cancellation) ?? []);
        });

    private static void Prove(CommandContext context)
    {
        CommonOptions.RequireSupported(context, curve: CommonOptions.Curve, device: CommonOptions.Device);
        var log2 = context.Get(ProveLog2);
        var full = context.Get(Full);
        var measurement = full
            ? ProofBenchmark.Full(log2, context.Threads, context.Cancellation)
            : ProofBenchmark.Vanilla(log2, context.Threads, context.Cancellation);
        Report(context, measurement, "prove", log2, [], ("mode", full ? "full" : "vanilla"));
    }

    private static void Report(
        CommandContext context, Measurement measurement, string what, int log2, IReadOnlyList<FieldProducts> products, params (string Name, JsonNode Value)[] details)
    {
        var json = measurement.ToJson(what, context.Get(CommonOptions.Curve), log2, context.Threads, details);
        if (products.Count > 0)
            json["fields"] = new JsonArray([.. products.Select(p => p.ToJson())]);
        context.Report(json, output =>
        {
            output.WriteLine(
                $"{what} 2^{log2}: median {measurement.Median:G4} ms, min {measurement.Minimum:G4} ms, {measurement.Runs.Count} runs, {context.Threads} threads, peak {Memory.Peak >> 20} MiB, kernel {VectorKernels.Selected.Name()}");
            if (measurement.Parts.Count > 0)
                Phase.WriteTable(output, measurement.Parts);
            foreach (var field in products)
                output.WriteLine($"  {field.Field}: {field.Vector:F1} ns a product, {field.Scalar:F1} ns scalar");
        });
    }
}
