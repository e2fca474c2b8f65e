namespace Zk.Field;

/// <summary>
/// The twiddle factors of transforms on cosets, for blocks: entry 2^t + k belongs to block k of the level of 2^t blocks and is shift^(n / 2^(t+1)) times
/// entry k of the domain's own table. Making a table costs a multiplication for each of its n entries, a tenth of a transform; as a prover takes
/// all its columns to one coset after the other, the tables of the last few shifts are kept.
/// </summary>
internal static class CosetTwiddles<T>
    where T : unmanaged, IPrimeField<T>
{
    /// <summary>Two shifts alternate while a prover evaluates a coset in parts; two provers may run.</summary>
    private const int Capacity = 4;

    /// <summary>Larger tables, in bytes, are not kept.</summary>
    private const long LargestKept = 1L << 28;

    private static readonly Lock Gate = new();

    /// <summary>Tables kept or in use, the last used at the end.</summary>
    private static readonly List<Entry> Entries = [];

    /// <summary>The table of a domain of 2^<paramref name="log2"/> elements from its own table, to be given back by <see cref="Return"/>.</summary>
    public static Entry Rent(TwiddleTable<T> source, int log2, T shift, int threads)
    {
        Entry? entry;
        lock (Gate)
        {
            entry = Entries.Find(e => e.Source == source && e.Log2 == log2 && e.Shift == shift);
            if (entry is not null)
                Entries.Remove(entry);
            entry ??= new(source, log2, shift);
            entry.Users++;
            Entries.Add(entry);
        }

        try
        {
            // Outside the gate: other shifts need not wait for this one's table.
            lock (entry)
                entry.Table ??= Make(source, log2, shift, threads);
            return entry;
        }
        catch
        {
            Return(entry);
            throw;
        }
    }

    /// <summary>Ends the use of a table.</summary>
    public static void Return(Entry entry)
    {
        lock (Gate)
        {
            entry.Users--;
            for (var i = 0; i < Entries.Count; i++)
            {
                var old = Entries[i];
                if (old.Users > 0 || (Entries.Count <= Capacity && old.Table is { ByteSize: <= LargestKept }))
                    continue;
                old.Table?.Dispose();
                Entries.RemoveAt(i--);
            }
        }
    }

    private static FieldVector<T> Make(TwiddleTable<T> source, int log2, T shift, int threads)
    {
        var size = 1L << log2;
        var plain = source.Get(size / 2, threads);
        var table = new FieldVector<T>(size);
        var power = shift;
        for (var half = size / 2; half > 0; half /= 2, power = power.Square())
        {
            plain.CopyTo(0, table, half, half);
            FieldVectorOperations.Scale(table.Range(half, half), power, threads);
        }

        return table;
    }

    /// <summary>One shift's table.</summary>
    internal sealed class Entry(TwiddleTable<T> source, int log2, T shift)
    {
        public TwiddleTable<T> Source { get; } = source;

        public int Log2 { get; } = log2;

        public T Shift { get; } = shift;

        /// <summary>Null until the first user has made it.</summary>
        public FieldVector<T>? Table { get; set; }

        /// <summary>Transforms that read the table now.</summary>
        public int Users { get; set; }
    }
}
