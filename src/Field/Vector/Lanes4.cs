using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zk.Field;

/// <summary>Four lanes in a 256-bit register. Without AVX2 the runtime emulates it, exactly, so that tests cover it anywhere.</summary>
internal readonly unsafe struct Lanes4(Vector256<long> value) : ILanes<Lanes4>
{
    private readonly Vector256<long> _value = value;

    public static int Width => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(long* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Broadcast(long value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 FromBits(int bits)
    {
        var one = Vector256.Create(1L, 2, 4, 8);
        return new(Vector256.Equals(Vector256.Create((long)bits) & one, one));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadPairs<TAddresses>(TAddresses addresses, int lane, int offset, out Lanes4 low, out Lanes4 high)
        where TAddresses : struct, IAddresses
    {
        var even = Vector256.Create(Piece(addresses[lane], offset), Piece(addresses[lane + 2], offset));
        var odd = Vector256.Create(Piece(addresses[lane + 1], offset), Piece(addresses[lane + 3], offset));
        low = new(Low(even, odd));
        high = new(High(even, odd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs<TAddresses>(TAddresses addresses, int lane, int offset, Lanes4 low, Lanes4 high)
        where TAddresses : struct, IAddresses
    {
        var even = Low(low._value, high._value);
        var odd = High(low._value, high._value);
        even.GetLower().Store((long*)(addresses[lane] + offset));
        odd.GetLower().Store((long*)(addresses[lane + 1] + offset));
        even.GetUpper().Store((long*)(addresses[lane + 2] + offset));
        odd.GetUpper().Store((long*)(addresses[lane + 3] + offset));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Quotient(Lanes4 x, double factor)
    {
        // 1.5 2^52 + n, |n| <= 2^51, has the bits of 1.5 2^52 plus n; adding it rounds to an integer.
        var magic = Vector256.Create(BlockConstants.IntegerMagic);
        var real = (x._value + magic.AsInt64()).AsDouble() - magic;
        var rounded = (real * Vector256.Create(factor)) - Vector256.Create(BlockConstants.QuotientBias) + magic;
        return new(rounded.AsInt64() - magic.AsInt64());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MultiplySmall(Lanes4 x, Lanes4 y)
    {
        // y in two halves of 26 bits, as AVX2 multiplies 32 bits by 32.
        if (!Avx2.IsSupported)
            return new(x._value * y._value);
        var low = Avx2.Multiply(x._value.AsInt32(), (y._value & Vector256.Create((1L << 26) - 1)).AsInt32());
        var high = Avx2.Multiply(x._value.AsInt32(), (y._value >>> 26).AsInt32());
        return new((high << 26) + low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ShiftRightArithmetic(Lanes4 x, int count)
    {
        // AVX2 has no such shift of 64 bits: make the number positive and take the shifted offset off again.
        var offset = Vector256.Create(long.MinValue);
        return new(((x._value ^ offset) >>> count) - (offset >>> count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 x, Lanes4 y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 x, Lanes4 y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator &(Lanes4 x, Lanes4 y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator |(Lanes4 x, Lanes4 y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator <<(Lanes4 x, int count) => new(x._value << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator >>>(Lanes4 x, int count) => new(x._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Select(Lanes4 mask, Lanes4 y, Lanes4 x) => new(Vector256.ConditionalSelect(mask._value, y._value, x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(long* destination) => _value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ZeroBits() => (int)Vector256.Equals(_value, Vector256<long>.Zero).ExtractMostSignificantBits();

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
