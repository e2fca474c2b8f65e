using System.Diagnostics;
using Zk.Testing;

namespace Zk.Solidity.Tests;

/// <summary>
/// An Ethereum node on this machine with the rules of Prague: accounts that hold ether, a block for each transaction, a port that the system chose.
/// It ends with <see cref="Dispose"/>, and with the process of the tests in any case.
/// </summary>
internal sealed class AnvilNode : IDisposable
{
    private const string Listening = "Listening on ";
    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private AnvilNode(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it answers JSON-RPC.</summary>
    public Uri Address { get; }

    /// <summary>Starts a node. Without node.js or anvil this fails: a test that silently does not run is worth nothing.</summary>
    public static AnvilNode Start()
    {
        // A node that keeps states of old blocks on the disk leaves them there when it is killed, nine gigabytes for all tests.
        string[] arguments = ["--hardfork", "prague", "--port", "0", "--gas-limit", "100000000", "--color", "never", "--max-persisted-states", "0"];
        var process = NodeOracle.Launch("node", [Path.Combine(NodeOracle.Folder, "anvil.mjs"), .. arguments], NodeOracle.Folder);
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var errors = new List<string>();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Listening, StringComparison.Ordinal) == true)
                address.TrySetResult(new Uri("http://" + line.Data[Listening.Length..].Trim()));
        };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
                errors.Add(line.Data ?? "");
        };
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("anvil ended"));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new AnvilNode(process, address.Task.WaitAsync(_startLimit).GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            End(process);
            lock (errors)
                throw new InvalidOperationException($"anvil did not start: {string.Join(' ', errors)}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => End(_process);

    private static void End(Process process)
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
