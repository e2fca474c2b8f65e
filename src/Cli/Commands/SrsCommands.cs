using System.CommandLine;
using System.Text.Json.Nodes;

namespace Zk.Cli;

/// <summary><c>zk srs</c>: structured reference strings.</summary>
internal static class SrsCommands
{
    /// <summary>What every command that meets such an SRS says.</summary>
    public const string DevelopmentNote = "DEVELOPMENT SRS: whoever made it can forge proofs; never use it where value is at stake";

    // Room for blinded quotient pieces of every commitment scheme above the powers of two.
    private const int Surplus = 64;

    private static readonly Option<int> Log2 = CommonOptions.InRange(
        new("--log2") { Description = "Circuits of up to 2^N rows", HelpName = "N", Required = true }, 1, 28);

    private static readonly Option<int?> ImportLog2 = new("--log2") { Description = "Keep only the powers for circuits of up to 2^N rows", HelpName = "N" };
    private static readonly Option<string> Out = CommonOptions.File("--out", "SRS file to write");
    private static readonly Argument<string> Ptau = new("PTAU") { Description = "Ceremony file of snarkjs" };
    private static readonly Argument<string> File = new("FILE") { Description = "SRS file" };

    /// <summary>Powers in G1 of a development SRS for circuits of up to 2^<paramref name="log2"/> rows with SHPLONK.</summary>
    public static long Size(int log2) => (1L << log2) + Surplus;

    /// <summary>Powers of the cached development SRS that serves where so many are needed: the next multiple of the surplus.</summary>
    public static long RoundUp(long powers) => (powers + Surplus - 1) / Surplus * Surplus;

    /// <summary>The command and its subcommands.</summary>
    public static Command Build() => new("srs", "Structured reference strings of the commitment scheme")
    {
        new Command("new", "Make a DEVELOPMENT SRS of 2^N + 64 powers and the Lagrange bases up to 2^N rows; whoever makes one can forge proofs") { Log2, Out, CommonOptions.Threads }.Does(New),
        new Command("import", "Import and check the powers and Lagrange bases of a ceremony (snarkjs .ptau)") { Ptau, ImportLog2, Out, CommonOptions.Threads }.Does(Import),
        new Command("check", "Check every point of an SRS and the ratios between them") { File, CommonOptions.Threads }.Does(Check),
        new Command("info", "Show what the head of an SRS file says") { File }.Does(context => Report(context, SrsFile.ReadInfo(context.Get(File)), "info")),
    };

    private static Task<ExitCode> New(CommandContext context) => context.WithPhases(phases =>
    {
        var (path, log2) = (context.Get(Out), context.Get(Log2));
        int[] domains = [.. Srs<Fr>.PossibleLagrangeLog2(1L << log2)];
        RequireMemory(Size(log2), domains);
        OutputFiles.CheckFile(path);
        using var srs = phases.Run("powers", progress => Srs<Fr>.CreateForDevelopment(Bn254.Curve, Size(log2), context.Threads, progress, domains, context.Cancellation));
        phases.Run("write", progress => SrsFile.Write(path, srs, context.Threads, progress, context.Cancellation));
        Report(context, SrsFile.ReadInfo(path), "new");
    });

    private static Task<ExitCode> Import(CommandContext context) => context.WithPhases(phases =>
    {
        var (path, source) = (context.Get(Out), context.Get(Ptau));
        var info = PtauFile.ReadInfo(source);
        var powers = context.Get(ImportLog2) is { } log2 ? Math.Min(info.Powers, Size(log2)) : info.Powers;
        RequireMemory(powers, Srs<Fr>.PossibleLagrangeLog2(powers));
        OutputFiles.CheckFile(path);
        using var srs = phases.Run("import", progress => PtauFile.Import(source, Bn254.Curve, powers, context.Threads, progress, context.Cancellation));
        phases.Run("write", progress => SrsFile.Write(path, srs, context.Threads, progress, context.Cancellation));
        Report(context, SrsFile.ReadInfo(path), "import");
    });

    private static Task<ExitCode> Check(CommandContext context) => context.WithPhases(phases =>
    {
        var path = context.Get(File);
        var info = SrsFile.ReadInfo(path);
        RequireMemory(info.Powers, info.LagrangeLog2);
        phases.Run("check", progress => SrsFile.Read(path, Bn254.Curve, null, SrsTrust.None, context.Threads, progress, cancellation: context.Cancellation)).Dispose();
        Report(context, info, "check");
    });

    private static void RequireMemory(long powers, IEnumerable<int> domains) =>
        Memory.Require((64 << 20) + (1.5 * Bn254.Curve.G1Size * (powers + domains.Sum(log2 => 1L << log2))), $"an SRS of {powers} powers");

    private static void Report(CommandContext context, SrsInfo info, string what) => context.Report(
        new JsonObject
        {
            ["format"] = $"zk/srs-{what}/1",
            ["curve"] = info.Curve,
            ["powers"] = info.Powers,
            ["lagrange"] = new JsonArray([.. info.LagrangeLog2.Select(log2 => JsonValue.Create(log2))]),
            ["development"] = info.IsDevelopment,
            ["bytes"] = info.Bytes,
        },
        output =>
        {
            var bases = info.LagrangeLog2.Count == 0 ? "no Lagrange base" : $"Lagrange bases of 2^k rows for k = {string.Join(", ", info.LagrangeLog2)}";
            output.WriteLine($"{info.Curve}, {info.Powers} powers, {bases}, {info.Bytes} bytes{(what == "check" ? ", all checks passed" : "")}");
            if (info.IsDevelopment)
                output.WriteLine(DevelopmentNote);
        });
}
