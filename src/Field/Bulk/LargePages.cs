using System.Runtime.InteropServices;

namespace Zk.Field;

/// <summary>
/// Asks the system for large pages where it gives them on request only, as Linux usually does: points and digits of a multi-exponentiation are read in random order, so that
/// with pages of 4 KiB nearly every read also misses the processor's cache of page addresses. It is advice; nothing depends on it.
/// </summary>
internal static unsafe partial class LargePages
{
    /// <summary>The size of a large page on all processors this library has kernels for.</summary>
    public const int Size = 2 << 20;

    /// <summary>MADV_HUGEPAGE of madvise(2).</summary>
    private const int Advice = 14;

    private static bool _isMissing = !OperatingSystem.IsLinux();

    /// <summary>Advises for the whole large pages within a block. Best done before the block is touched.</summary>
    public static void Advise(void* start, nuint length)
    {
        var first = ((nuint)start + Size - 1) & ~(nuint)(Size - 1);
        var end = ((nuint)start + length) & ~(nuint)(Size - 1);
        if (_isMissing || first >= end)
            return;
        try
        {
            // A kernel without large pages refuses, which changes nothing.
            _ = Madvise((void*)first, end - first, Advice);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            _isMissing = true;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* address, nuint length, int advice);
}
