using System.Runtime.Intrinsics.X86;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using Perfolizer.Horology;

namespace Zk.Bench;

/// <summary>
/// Every benchmark once for each instruction set that this machine has, in processes of their own: the runtime reads the switches when it starts.
/// A job for a set that is missing would silently measure another one, so it is left out.
/// </summary>
internal sealed class InstructionSets : ManualConfig
{
    public InstructionSets()
    {
        AddLogger(ConsoleLogger.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn(StatisticColumn.Median, StatisticColumn.Min);
        HideColumns(BenchmarkDotNet.Columns.Column.EnvironmentVariables, BenchmarkDotNet.Columns.Column.Error, BenchmarkDotNet.Columns.Column.RatioSD);
        AddExporter(MarkdownExporter.GitHub);
        WithOptions(ConfigOptions.DisableLogFile);

        // Every ratio is to plain 64-bit code, without vectors and without mulx.
        AddJob(Job("none", "DOTNET_EnableHWIntrinsic").AsBaseline());
        if (Avx2.IsSupported)
            AddJob(Job("AVX2", "DOTNET_EnableAVX512"));
        if (Avx512F.IsSupported)
            AddJob(Job("AVX-512"));
    }

    /// <summary>Short measurements, so that a class takes a minute or two; a class of long operations shortens them further by attributes.</summary>
    /// <param name="name">The column that says which job it is.</param>
    /// <param name="switchedOff">Runtime switches set to 0, besides those of the tiers: code is compiled as in the tool itself.</param>
    private static Job Job(string name, params string[] switchedOff)
    {
        string[] zero = ["DOTNET_TieredPGO", "DOTNET_TC_QuickJit", .. switchedOff];
        return new Job(name)
            .WithEnvironmentVariables([.. zero.Select(variable => new EnvironmentVariable(variable, "0"))])
            .WithWarmupCount(2)
            .WithIterationCount(5)
            .WithIterationTime(TimeInterval.FromMilliseconds(100))
            .WithEvaluateOverhead(false);
    }
}
