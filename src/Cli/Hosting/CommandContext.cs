using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zk.Cli;

/// <summary>What a command works with: its arguments, where its output goes, and the signal to stop.</summary>
internal sealed class CommandContext(ParseResult arguments, TextWriter output, CancellationToken cancellation)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Action> _afterPhases = [];
    private bool _inPhases;

    /// <summary>Cancelled when the user interrupts.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Whether the result is one JSON object on standard output.</summary>
    public bool Json => Get(CommonOptions.Json);

    /// <summary>The worker threads to use.</summary>
    public int Threads => Get(CommonOptions.Threads);

    /// <summary>The value of an option, or its default.</summary>
    public T Get<T>(Option<T> option) => arguments.GetValue(option)!;

    /// <summary>The value of an argument.</summary>
    public T Get<T>(Argument<T> argument) => arguments.GetValue(argument)!;

    /// <summary>Ends a command's work: the JSON object with <c>--json</c>, else the lines for a person.</summary>
    public void Report(JsonObject json, Action<TextWriter> human) => Finally(() =>
    {
        if (Json)
            output.WriteLine(ToText(json));
        else
            human(output);
    });

    /// <summary>Does something once the bars of <see cref="WithPhases(Func{PhaseLog, Task})"/> are gone from the terminal; at once when there are none.</summary>
    public void Finally(Action action)
    {
        if (_inPhases)
            _afterPhases.Add(action);
        else
            action();
    }

    /// <summary>Runs a body whose phases are timed and shown on the terminal.</summary>
    public async Task<ExitCode> WithPhases(Func<PhaseLog, Task> body)
    {
        _inPhases = true;
        await PhaseLog.RunAsync(body).ConfigureAwait(false);
        _inPhases = false;
        _afterPhases.ForEach(action => action());
        return ExitCode.Done;
    }

    /// <summary>Runs a synchronous body whose phases are timed and shown on the terminal.</summary>
    public Task<ExitCode> WithPhases(Action<PhaseLog> body) => WithPhases(phases =>
    {
        body(phases);
        return Task.CompletedTask;
    });

    /// <summary>The JSON text of a report, as printed and as written to files.</summary>
    public static string ToText(JsonObject json) => json.ToJsonString(Indented);
}
