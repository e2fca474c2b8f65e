using System.Runtime.InteropServices;

namespace Zk.Cli;

/// <summary>
/// Turns SIGINT and SIGTERM into cancellation. A second signal, or work that does not stop within the grace period, ends the process after
/// removing files that are still being written.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Timer? _deadline;

    /// <summary>Starts to listen.</summary>
    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _deadline?.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            Abandon();
            return;
        }

        _deadline = new Timer(_ => Abandon(), null, Grace, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }

    private static void Abandon()
    {
        AtomicFile.DeletePending();
        Environment.Exit((int)ExitCode.Interrupted);
    }
}
