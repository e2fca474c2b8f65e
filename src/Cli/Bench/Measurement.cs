using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Zk.Cli;

/// <summary>Wall times of repeated runs of one operation.</summary>
/// <param name="Runs">Milliseconds of each run, in order.</param>
internal sealed record Measurement(IReadOnlyList<double> Runs)
{
    private const int MinimumRuns = 5;
    private const int MaximumRuns = 50;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(2);

    /// <summary>Medians of the parts of a run, in their order; none where the operation has no parts.</summary>
    public IReadOnlyList<Phase> Parts { get; init; } = [];

    /// <summary>The median, in milliseconds.</summary>
    public double Median
    {
        get
        {
            var sorted = Runs.Order().ToList();
            var middle = sorted.Count / 2;
            return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    /// <summary>The fastest run, in milliseconds.</summary>
    public double Minimum => Runs.Min();

    /// <summary>Times an operation after it has been warmed up: at least five runs, more while they are short.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="prepare">Restores its input before each run, not timed; may be null.</param>
    /// <param name="cancellation">Stops between runs.</param>
    public static Measurement Take(Action operation, Action? prepare, CancellationToken cancellation)
    {
        var runs = new List<double>();
        var started = Stopwatch.StartNew();
        while (runs.Count < MinimumRuns || (runs.Count < MaximumRuns && started.Elapsed < Enough))
        {
            cancellation.ThrowIfCancellationRequested();
            prepare?.Invoke();
            var watch = Stopwatch.StartNew();
            operation();
            runs.Add(watch.Elapsed.TotalMilliseconds);
        }

        return new Measurement(runs);
    }

    /// <summary>The report of one benchmark; <paramref name="details"/> are appended.</summary>
    public JsonObject ToJson(string what, string curve, int log2, int threads, params ReadOnlySpan<(string Name, JsonNode Value)> details)
    {
        var json = new JsonObject
        {
            ["format"] = "zk/bench/1",
            ["what"] = what,
            ["log2"] = log2,
            ["threads"] = threads,
            ["device"] = "cpu",
            ["kernel"] = VectorKernels.Selected.Name(),
            ["curve"] = curve,
            ["median_ms"] = Median,
            ["min_ms"] = Minimum,
            ["runs"] = Runs.Count,
            ["peak_bytes"] = Memory.Peak,
        };
        if (Parts.Count > 0)
            json["phases"] = Phase.ToJson(Parts);
        foreach (var (name, value) in details)
            json[name] = value;
        return json;
    }
}
