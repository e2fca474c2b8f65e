namespace Zk.Field;

/// <summary>
/// The twiddle factors of all power-of-two domains of one field, in one table: entry k is omega_n^reverse(k), the reversal being of log2(n) - 1 bits.
/// In this order the value does not depend on n: entry 2^t + r is entry r times the primitive 2^(t+2)-th root of unity. So the table of a domain is a prefix
/// of the table of any larger one, and a kernel reads one entry per block, in sequence.
/// </summary>
internal static class TwiddleTable<T>
    where T : unmanaged, IPrimeField<T>
{
    private static readonly Lock Gate = new();
    private static FieldVector<T> s_table = new([T.One]);

    /// <summary>A table of at least <paramref name="count"/> entries, a power of two. Tables that were handed out before remain valid.</summary>
    public static FieldVector<T> Get(long count)
    {
        lock (Gate)
        {
            if (s_table.Length < count)
                s_table = Extend(s_table, count);
            return s_table;
        }
    }

    private static unsafe FieldVector<T> Extend(FieldVector<T> old, long count)
    {
        var table = new FieldVector<T>(count);
        old.CopyTo(0, table, 0, old.Length);
        var w = table.Pointer;
        for (var half = old.Length; half < count; half *= 2)
        {
            var root = T.RootOfUnity(System.Numerics.BitOperations.Log2((ulong)half) + 2);
            for (var r = 0L; r < half; r++)
                w[half + r] = w[r] * root;
        }

        return table;
    }
}
