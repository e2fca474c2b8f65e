using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zk.Field;

/// <summary>Eight lanes in a 512-bit register. Without AVX-512 the runtime emulates it, exactly, so that tests cover it anywhere.</summary>
internal readonly unsafe struct Lanes8(Vector512<long> value) : ILanes<Lanes8>
{
    private readonly Vector512<long> _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(long* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Broadcast(long value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 FromBits(int bits)
    {
        var one = Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);
        return new(Vector512.Equals(Vector512.Create((long)bits) & one, one));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadPairs<TAddresses>(TAddresses addresses, int offset, out Lanes8 low, out Lanes8 high)
        where TAddresses : struct, IAddresses
    {
        var even = Join(
            Vector256.Create(Piece(addresses[0], offset), Piece(addresses[2], offset)),
            Vector256.Create(Piece(addresses[4], offset), Piece(addresses[6], offset)));
        var odd = Join(
            Vector256.Create(Piece(addresses[1], offset), Piece(addresses[3], offset)),
            Vector256.Create(Piece(addresses[5], offset), Piece(addresses[7], offset)));
        low = new(Low(even, odd));
        high = new(High(even, odd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs<TAddresses>(TAddresses addresses, int offset, Lanes8 low, Lanes8 high)
        where TAddresses : struct, IAddresses
    {
        var even = Low(low._value, high._value);
        var odd = High(low._value, high._value);
        even.GetLower().GetLower().Store((long*)(addresses[0] + offset));
        odd.GetLower().GetLower().Store((long*)(addresses[1] + offset));
        even.GetLower().GetUpper().Store((long*)(addresses[2] + offset));
        odd.GetLower().GetUpper().Store((long*)(addresses[3] + offset));
        even.GetUpper().GetLower().Store((long*)(addresses[4] + offset));
        odd.GetUpper().GetLower().Store((long*)(addresses[5] + offset));
        even.GetUpper().GetUpper().Store((long*)(addresses[6] + offset));
        odd.GetUpper().GetUpper().Store((long*)(addresses[7] + offset));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Quotient(Lanes8 x, double factor)
    {
        // 1.5 2^52 + n, |n| <= 2^51, has the bits of 1.5 2^52 plus n; adding it rounds to an integer.
        var magic = Vector512.Create(BlockConstants.IntegerMagic);
        var real = (x._value + magic.AsInt64()).AsDouble() - magic;
        var rounded = (real * Vector512.Create(factor)) - Vector512.Create(BlockConstants.QuotientBias) + magic;
        return new(rounded.AsInt64() - magic.AsInt64());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 MultiplySmall(Lanes8 x, Lanes8 y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 x, Lanes8 y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 x, Lanes8 y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator &(Lanes8 x, Lanes8 y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator |(Lanes8 x, Lanes8 y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator <<(Lanes8 x, int count) => new(x._value << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator >>>(Lanes8 x, int count) => new(x._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Select(Lanes8 mask, Lanes8 y, Lanes8 x) => new(Vector512.ConditionalSelect(mask._value, y._value, x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(long* destination, Lanes8 x) => x._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ZeroBits(Lanes8 x) => (int)Vector512.Equals(x._value, Vector512<long>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyNegative(Lanes8 x) => x._value.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Piece(byte* address, int offset) => Vector128.Load((long*)(address + offset));

    /// <summary>Both halves. <see cref="Vector512.Create(Vector256{long}, Vector256{long})"/> would do, but its code reads the stack for a value it then overwrites.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Join(Vector256<long> low, Vector256<long> high) => low.ToVector512().WithUpper(high);

    /// <summary>x0 y0 x2 y2 x4 y4 x6 y6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Low(Vector512<long> x, Vector512<long> y) =>
        Avx512F.IsSupported ? Avx512F.UnpackLow(x, y) : Vector512.Create(x[0], y[0], x[2], y[2], x[4], y[4], x[6], y[6]);

    /// <summary>x1 y1 x3 y3 x5 y5 x7 y7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> High(Vector512<long> x, Vector512<long> y) =>
        Avx512F.IsSupported ? Avx512F.UnpackHigh(x, y) : Vector512.Create(x[1], y[1], x[3], y[3], x[5], y[5], x[7], y[7]);
}
