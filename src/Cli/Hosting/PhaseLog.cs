using System.Diagnostics;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Zk.Cli;

/// <summary>One timed part of a command.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Milliseconds">Wall time.</param>
internal sealed record Phase(string Name, double Milliseconds)
{
    /// <summary>The <c>phases</c> member of a report.</summary>
    public static JsonArray ToJson(IEnumerable<Phase> phases) => [.. phases.Select(phase => new JsonObject { ["name"] = phase.Name, ["ms"] = phase.Milliseconds })];

    /// <summary>Writes phases as the lines of a table.</summary>
    public static void WriteTable(TextWriter output, IReadOnlyCollection<Phase> phases)
    {
        var width = phases.Max(phase => phase.Name.Length);
        foreach (var phase in phases)
            output.WriteLine($"  {phase.Name.PadRight(width)}  {phase.Milliseconds,10:F0} ms");
    }
}

/// <summary>Times the phases of a long command and shows each as a bar on standard error when that is a terminal.</summary>
internal sealed class PhaseLog
{
    private readonly List<Phase> _phases = [];
    private readonly IAnsiConsole? _console;
    private readonly ProgressContext? _bars;
    private readonly Stopwatch _total = Stopwatch.StartNew();

    private PhaseLog(IAnsiConsole? console, ProgressContext? bars) => (_console, _bars) = (console, bars);

    /// <summary>The phases that ended so far, in order.</summary>
    public IReadOnlyList<Phase> Phases => _phases;

    /// <summary>Wall time since the command began, what lies between the phases included.</summary>
    public double ElapsedMilliseconds => _total.Elapsed.TotalMilliseconds;

    /// <summary>Runs a command's body with bars, if someone watches.</summary>
    public static async Task RunAsync(Func<PhaseLog, Task> body)
    {
        if (Console.IsErrorRedirected)
        {
            await body(new PhaseLog(null, null)).ConfigureAwait(false);
            return;
        }

        var console = ErrorConsole();
        await console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(bars => body(new PhaseLog(console, bars))).ConfigureAwait(false);
    }

    /// <summary>Writes a line to standard error, above the bars if there are any.</summary>
    public void Warn(string line)
    {
        if (_console is null)
            Console.Error.WriteLine($"zk: {line}");
        else
            _console.MarkupLineInterpolated($"[yellow]zk: {line}[/]");
    }

    /// <summary>Times one phase.</summary>
    public T Run<T>(string name, Func<T> work) => Run(name, _ => work());

    /// <summary>Times one phase without a result.</summary>
    public void Run(string name, Action work) => Run(name, _ => work());

    /// <summary>Times one phase that says how far it is, from 0 to 1.</summary>
    public void Run(string name, Action<IProgress<double>> work) => Run(name, progress =>
    {
        work(progress);
        return true;
    });

    /// <summary>Times one phase that says how far it is, from 0 to 1.</summary>
    public T Run<T>(string name, Func<IProgress<double>, T> work)
    {
        var bar = Start(name);
        var watch = Stopwatch.StartNew();
        var result = work(new BarProgress(bar));
        _phases.Add(new Phase(name, watch.Elapsed.TotalMilliseconds));
        Finish(bar);
        return result;
    }

    /// <summary>Times one asynchronous phase that shows bars of its own.</summary>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        var result = await work().ConfigureAwait(false);
        _phases.Add(new Phase(name, watch.Elapsed.TotalMilliseconds));
        return result;
    }

    /// <summary>Shows a bar; null when nobody watches. Its value runs from 0 to 1 once one is set.</summary>
    public ProgressTask? Start(string name)
    {
        var bar = _bars?.AddTask(Markup.Escape(name), maxValue: 1);
        if (bar is not null)
            bar.IsIndeterminate = true;
        return bar;
    }

    /// <summary>Marks a bar as complete.</summary>
    public static void Finish(ProgressTask? bar)
    {
        if (bar is null)
            return;
        bar.IsIndeterminate = false;
        bar.Value = bar.MaxValue;
        bar.StopTask();
    }

    /// <summary>Moves a bar, which until then only shows that something happens.</summary>
    public static void Advance(ProgressTask? bar, double part)
    {
        if (bar is null)
            return;
        bar.IsIndeterminate = false;
        bar.Value = part;
    }

    /// <summary>The <c>phases</c> member of a report.</summary>
    public JsonArray ToJson() => Phase.ToJson(_phases);

    /// <summary>Writes the phases as a table: to a person's standard output, or on the terminal beside a JSON report.</summary>
    public void WriteTable(TextWriter output) => Phase.WriteTable(output, [.. _phases, new Phase("total", ElapsedMilliseconds)]);

    /// <summary>Shows the table on the terminal when standard output is taken by JSON.</summary>
    public void ShowTableOnTerminal()
    {
        if (Console.IsErrorRedirected)
            return;
        var table = new Table().Border(TableBorder.Rounded).AddColumn("phase").AddColumn(new TableColumn("ms").RightAligned());
        foreach (var phase in _phases.Append(new Phase("total", ElapsedMilliseconds)))
            table.AddRow(Markup.Escape(phase.Name), phase.Milliseconds.ToString("F0", System.Globalization.CultureInfo.InvariantCulture));
        ErrorConsole().Write(table);
    }

    private sealed class BarProgress(ProgressTask? bar) : IProgress<double>
    {
        public void Report(double value) => Advance(bar, value);
    }

    private static IAnsiConsole ErrorConsole() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
}
