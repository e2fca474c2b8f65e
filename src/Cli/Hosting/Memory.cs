using System.Globalization;

namespace Zk.Cli;

/// <summary>What memory this process may use and has used.</summary>
internal static class Memory
{
    /// <summary>Bytes a job may count on: the limit of the runtime or container, and what the machine has free, whichever is less.</summary>
    public static long Available => Math.Min(
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        FromProc("/proc/meminfo", "MemAvailable:") ?? long.MaxValue);

    /// <summary>The largest resident size of this process so far, in bytes.</summary>
    public static long Peak => FromProc("/proc/self/status", "VmHWM:") ?? Environment.WorkingSet;

    /// <summary>Refuses a job that cannot fit, before it starts.</summary>
    /// <exception cref="CliException">Exit code 3.</exception>
    public static void Require(double bytes, string job)
    {
        var available = Available;
        if (bytes > available)
        {
            throw CliException.Environment(string.Create(
                CultureInfo.InvariantCulture, $"{job} needs about {bytes / (1 << 20):F0} MiB of memory, {available >> 20} MiB are available"));
        }
    }

    /// <summary>A figure of the kernel in bytes; null where there is none.</summary>
    private static long? FromProc(string file, string label)
    {
        if (!File.Exists(file))
            return null;
        foreach (var line in File.ReadLines(file))
        {
            if (!line.StartsWith(label, StringComparison.Ordinal))
                continue;
            var figure = line.AsSpan(label.Length).Trim();
            return long.TryParse(figure[..figure.IndexOf(' ')], NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes << 10 : null;
        }

        return null;
    }
}
