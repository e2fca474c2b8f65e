namespace Zk.Field.Tests;

/// <summary>
/// Block arithmetic on bounds instead of numbers: a block holds its units and its value's bound as a multiple of p, by the contract of
/// <see cref="IBlockArithmetic{T}"/> in the worst case it allows, five limbs and p just below 2^255. Whatever an algorithm does to its data is checked.
/// </summary>
internal readonly unsafe struct BoundBlocks<T> : IBlockArithmetic<T>
    where T : unmanaged
{
    /// <summary>R' / p, and twice the bound on values.</summary>
    private const double Factor = 32;

    public static int Limbs => 1;

    public static int BlockLength => 8;

    public static int ScaleBits => 4;

    public static long LimbBound => 1;

    /// <summary>The largest value bound seen on this thread.</summary>
    [field: ThreadStatic]
    public static double Largest { get; set; }

    public static void Set(long* r, long units, double value)
    {
        if (units > 16 || value > Factor / 2)
            throw new InvalidOperationException($"{units} units, {value} p");
        Largest = Math.Max(Largest, value);
        r[0] = units;
        r[1] = BitConverter.DoubleToInt64Bits(value);
    }

    public static double Value(long* a) => a[0] > 0 ? BitConverter.Int64BitsToDouble(a[1]) : throw new InvalidOperationException("not set");

    public static void Multiply(long* r, long* a, long* b)
    {
        Require(a[0] * b[0] <= 4, $"{a[0]} times {b[0]} units");
        Set(r, 1, 1 + (Value(a) * Value(b) / Factor));
    }

    public static void Square(long* r, long* a)
    {
        Require(a[0] <= 2, $"square of {a[0]} units");
        Set(r, 1, 1 + (Value(a) * Value(a) / Factor));
    }

    public static void Add(long* r, long* a, long* b) => Set(r, a[0] + b[0], Value(a) + Value(b));

    public static void Subtract(long* r, long* a, long* b) => Add(r, a, b);

    public static void AddSubtract(long* sum, long* difference, long* a, long* b)
    {
        Add(sum, a, b);
        Copy(difference, sum);
    }

    public static void Negate(long* r, long* a) => Copy(r, a);

    public static void Normalise(long* r, long* a) => Set(r, 1, Value(a));

    public static void ShiftLeft(long* r, long* a, int count) => Set(r, 1, Math.ScaleB(Value(a), count));

    public static void Reduce(long* r, long* a) => Set(r, 1, 1 + Math.ScaleB(1, -16));

    public static void Canonicalise(long* r, long* a) => Set(r, 1, 1);

    public static void Clear(long* r) => Set(r, 1, 0);

    public static void Copy(long* r, long* a) => Set(r, a[0], Value(a));

    public static void Select(long* r, int mask, long* a, long* b) => Set(r, Math.Max(a[0], b[0]), Math.Max(Value(a), Value(b)));

    public static int ZeroMask(long* a) => 0;

    public static int EqualMask(long* a, long* b) => 0;

    public static void LoadRaw(long* r, T* source) => Set(r, 1, 1);

    public static void LoadScaled(long* r, T* source) => Set(r, 1, Factor / 2);

    public static void GatherRaw(long* r, void* source, long* offsets) => Set(r, 1, 1);

    public static void GatherScaled(long* r, void* source, long* offsets) => Set(r, 1, Factor / 2);

    public static void StoreRaw(T* destination, long* a) => Value(a);

    public static void StoreScaled(T* destination, long* a) => Require(a[0] <= 4, $"stores {a[0]} units");

    public static void ScatterRaw(void* destination, long* offsets, long* a) => Value(a);

    public static void ScatterScaled(void* destination, long* offsets, long* a) => StoreScaled(null, a);

    public static void BroadcastRaw(long* r, T value) => Set(r, 1, 1);

    public static void BroadcastScaled(long* r, T value) => Set(r, 1, 1);

    public static void InsertRaw(long* r, int lane, T value) => Copy(r, r);

    public static void InsertScaled(long* r, int lane, T value) => Copy(r, r);

    public static void Transpose(long* r, long* source, long* offsets) => throw new NotSupportedException();

    public static void CopyLane(long* r, int to, long* a, int from) => Set(r, Math.Max(r[0], a[0]), Math.Max(Value(r), Value(a)));

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new InvalidOperationException(message);
    }
}
