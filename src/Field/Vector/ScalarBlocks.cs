namespace Zk.Field;

/// <summary>
/// Block arithmetic by a field's own operators: the portable kernel, and that of fields that have no other, extensions and the tiny primes of tests. Lanes are
/// packed elements one after the other, always canonical; raw and scaled forms are the same. So algorithms over blocks need no second version.
/// </summary>
internal readonly unsafe struct ScalarBlocks<T> : IBlockArithmetic<T>
    where T : unmanaged, IField<T>
{
    private const int Lanes = 8;

    public static int Limbs => (sizeof(T) + sizeof(long) - 1) / sizeof(long);

    public static int BlockLength => Lanes * Limbs;

    public static long LimbBound => long.MaxValue;

    public static int ScaleBits => 0;

    public static void Multiply(long* r, long* a, long* b)
    {
        for (var i = 0; i < Lanes; i++)
            ((T*)r)[i] = ((T*)a)[i] * ((T*)b)[i];
    }

    public static void Square(long* r, long* a)
    {
        for (var i = 0; i < Lanes; i++)
            ((T*)r)[i] = ((T*)a)[i].Square();
    }

    public static void Add(long* r, long* a, long* b)
    {
        for (var i = 0; i < Lanes; i++)
            ((T*)r)[i] = ((T*)a)[i] + ((T*)b)[i];
    }

    public static void Subtract(long* r, long* a, long* b)
    {
        for (var i = 0; i < Lanes; i++)
            ((T*)r)[i] = ((T*)a)[i] - ((T*)b)[i];
    }

    public static void AddSubtract(long* sum, long* difference, long* a, long* b)
    {
        for (var i = 0; i < Lanes; i++)
        {
            T x = ((T*)a)[i], y = ((T*)b)[i];
            ((T*)sum)[i] = x + y;
            ((T*)difference)[i] = x - y;
        }
    }

    public static void Negate(long* r, long* a)
    {
        for (var i = 0; i < Lanes; i++)
            ((T*)r)[i] = -((T*)a)[i];
    }

    public static void Normalise(long* r, long* a) => Copy(r, a);

    public static void ShiftLeft(long* r, long* a, int count)
    {
        for (var i = 0; i < Lanes; i++)
        {
            var x = ((T*)a)[i];
            for (var k = 0; k < count; k++)
                x = x.Double();
            ((T*)r)[i] = x;
        }
    }

    public static void Reduce(long* r, long* a) => Copy(r, a);

    public static void Canonicalise(long* r, long* a) => Copy(r, a);

    public static void Clear(long* r) => new Span<T>(r, Lanes).Clear();

    public static void Copy(long* r, long* a) => new Span<T>(a, Lanes).CopyTo(new Span<T>(r, Lanes));

    public static void Select(long* r, int mask, long* a, long* b)
    {
        for (var i = 0; i < Lanes; i++)
            ((T*)r)[i] = ((mask >> i) & 1) != 0 ? ((T*)a)[i] : ((T*)b)[i];
    }

    public static int ZeroMask(long* a)
    {
        var bits = 0;
        for (var i = 0; i < Lanes; i++)
            bits |= ((T*)a)[i].IsZero ? 1 << i : 0;
        return bits;
    }

    public static int EqualMask(long* a, long* b)
    {
        var bits = 0;
        for (var i = 0; i < Lanes; i++)
            bits |= ((T*)a)[i] == ((T*)b)[i] ? 1 << i : 0;
        return bits;
    }

    public static void LoadRaw(long* r, T* source) => Copy(r, (long*)source);

    public static void LoadScaled(long* r, T* source) => Copy(r, (long*)source);

    public static void GatherRaw(long* r, void* source, long* offsets)
    {
        for (var i = 0; i < Lanes; i++)
            ((T*)r)[i] = *(T*)((byte*)source + offsets[i]);
    }

    public static void GatherScaled(long* r, void* source, long* offsets) => GatherRaw(r, source, offsets);

    public static void StoreRaw(T* destination, long* a) => Copy((long*)destination, a);

    public static void StoreScaled(T* destination, long* a) => Copy((long*)destination, a);

    public static void ScatterRaw(void* destination, long* offsets, long* a)
    {
        for (var i = 0; i < Lanes; i++)
            *(T*)((byte*)destination + offsets[i]) = ((T*)a)[i];
    }

    public static void ScatterScaled(void* destination, long* offsets, long* a) => ScatterRaw(destination, offsets, a);

    public static void BroadcastRaw(long* r, T value) => new Span<T>(r, Lanes).Fill(value);

    public static void BroadcastScaled(long* r, T value) => BroadcastRaw(r, value);

    public static void InsertRaw(long* r, int lane, T value) => ((T*)r)[lane] = value;

    public static void InsertScaled(long* r, int lane, T value) => InsertRaw(r, lane, value);

    public static void Transpose(long* r, long* source, long* offsets)
    {
        for (var j = 0; j < Lanes; j++)
            GatherRaw(r + (j * BlockLength), (T*)source + j, offsets);
    }

    public static void CopyLane(long* r, int to, long* a, int from) => ((T*)r)[to] = ((T*)a)[from];
}
