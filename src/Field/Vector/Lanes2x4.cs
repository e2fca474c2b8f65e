using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zk.Field;

/// <summary>Eight lanes in two 256-bit registers. Without AVX2 the runtime emulates it, exactly, so that tests cover it anywhere.</summary>
internal readonly unsafe struct Lanes2x4(Vector256<long> low, Vector256<long> high) : ILanes<Lanes2x4>
{
    private readonly Vector256<long> _low = low;
    private readonly Vector256<long> _high = high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 Load(long* source) => new(Vector256.Load(source), Vector256.Load(source + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 Broadcast(long value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 FromBits(int bits)
    {
        var one = Vector256.Create(1L, 2, 4, 8);
        return new(Vector256.Equals(Vector256.Create((long)bits) & one, one), Vector256.Equals(Vector256.Create((long)(bits >> 4)) & one, one));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadPairs<TAddresses>(TAddresses addresses, int offset, out Lanes2x4 low, out Lanes2x4 high)
        where TAddresses : struct, IAddresses
    {
        var even0 = Vector256.Create(Piece(addresses[0], offset), Piece(addresses[2], offset));
        var odd0 = Vector256.Create(Piece(addresses[1], offset), Piece(addresses[3], offset));
        var even1 = Vector256.Create(Piece(addresses[4], offset), Piece(addresses[6], offset));
        var odd1 = Vector256.Create(Piece(addresses[5], offset), Piece(addresses[7], offset));
        low = new(Low(even0, odd0), Low(even1, odd1));
        high = new(High(even0, odd0), High(even1, odd1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs<TAddresses>(TAddresses addresses, int offset, Lanes2x4 low, Lanes2x4 high)
        where TAddresses : struct, IAddresses
    {
        var even = Low(low._low, high._low);
        var odd = High(low._low, high._low);
        even.GetLower().Store((long*)(addresses[0] + offset));
        odd.GetLower().Store((long*)(addresses[1] + offset));
        even.GetUpper().Store((long*)(addresses[2] + offset));
        odd.GetUpper().Store((long*)(addresses[3] + offset));
        even = Low(low._high, high._high);
        odd = High(low._high, high._high);
        even.GetLower().Store((long*)(addresses[4] + offset));
        odd.GetLower().Store((long*)(addresses[5] + offset));
        even.GetUpper().Store((long*)(addresses[6] + offset));
        odd.GetUpper().Store((long*)(addresses[7] + offset));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 Quotient(Lanes2x4 x, double factor) => new(Quotient(x._low, factor), Quotient(x._high, factor));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 MultiplySmall(Lanes2x4 x, Lanes2x4 y) => new(MultiplySmall(x._low, y._low), MultiplySmall(x._high, y._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 operator +(Lanes2x4 x, Lanes2x4 y) => new(x._low + y._low, x._high + y._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 operator -(Lanes2x4 x, Lanes2x4 y) => new(x._low - y._low, x._high - y._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 operator &(Lanes2x4 x, Lanes2x4 y) => new(x._low & y._low, x._high & y._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 operator |(Lanes2x4 x, Lanes2x4 y) => new(x._low | y._low, x._high | y._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 operator <<(Lanes2x4 x, int count) => new(x._low << count, x._high << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 operator >>>(Lanes2x4 x, int count) => new(x._low >>> count, x._high >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2x4 Select(Lanes2x4 mask, Lanes2x4 y, Lanes2x4 x) =>
        new(Vector256.ConditionalSelect(mask._low, y._low, x._low), Vector256.ConditionalSelect(mask._high, y._high, x._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(long* destination, Lanes2x4 x)
    {
        x._low.Store(destination);
        x._high.Store(destination + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ZeroBits(Lanes2x4 x) => ZeroBits(x._low) | (ZeroBits(x._high) << 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNegative(Lanes2x4 x) => (x._low | x._high).ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ZeroBits(Vector256<long> x) => (int)Vector256.Equals(x, Vector256<long>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Quotient(Vector256<long> x, double factor)
    {
        // 1.5 2^52 + n, |n| <= 2^51, has the bits of 1.5 2^52 plus n; adding it rounds to an integer.
        var magic = Vector256.Create(BlockConstants.IntegerMagic);
        var real = (x + magic.AsInt64()).AsDouble() - magic;
        var rounded = (real * Vector256.Create(factor)) - Vector256.Create(BlockConstants.QuotientBias) + magic;
        return rounded.AsInt64() - magic.AsInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> MultiplySmall(Vector256<long> x, Vector256<long> y)
    {
        // y in two halves of 26 bits, as AVX2 multiplies 32 bits by 32.
        if (!Avx2.IsSupported)
            return x * y;
        var low = Avx2.Multiply(x.AsInt32(), (y & Vector256.Create((1L << 26) - 1)).AsInt32());
        var high = Avx2.Multiply(x.AsInt32(), (y >>> 26).AsInt32());
        return (high << 26) + low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Piece(byte* address, int offset) => Vector128.Load((long*)(address + offset));

    /// <summary>x0 y0 x2 y2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Low(Vector256<long> x, Vector256<long> y) =>
        Avx2.IsSupported ? Avx2.UnpackLow(x, y) : Vector256.Create(x[0], y[0], x[2], y[2]);

    /// <summary>x1 y1 x3 y3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> High(Vector256<long> x, Vector256<long> y) =>
        Avx2.IsSupported ? Avx2.UnpackHigh(x, y) : Vector256.Create(x[1], y[1], x[3], y[3]);
}
