using System.Diagnostics;

namespace Zk.Cli;

/// <summary>Wall time of each part of repeated proofs: of the witness and of the prover's rounds, which it is told about as they begin.</summary>
internal sealed class RoundTimes : IProgress<ProverProgress>
{
    private readonly List<(string Name, List<double> Runs)> _parts = [];
    private readonly Stopwatch _watch = new();
    private List<double>? _running;

    /// <summary>The parts in the order in which they first began, each with its median.</summary>
    public IReadOnlyList<Phase> Medians => [.. _parts.Select(part => new Phase(part.Name, new Measurement(part.Runs).Median))];

    /// <summary>Ends the part that runs and begins another.</summary>
    public void Begin(string name)
    {
        End();
        _running = _parts.Find(part => part.Name == name).Runs;
        if (_running is null)
            _parts.Add((name, _running = []));
        _watch.Restart();
    }

    /// <summary>Ends the part that runs.</summary>
    public void End()
    {
        _running?.Add(_watch.Elapsed.TotalMilliseconds);
        _running = null;
    }

    /// <summary>Begins a round at its first report.</summary>
    public void Report(ProverProgress value)
    {
        if (value.Step == 0)
            Begin(value.Round.ToString().ToLowerInvariant());
    }

    /// <summary>Forgets what was timed, after a warm-up.</summary>
    public void Clear() => _parts.Clear();
}
