using System.Runtime.CompilerServices;

namespace Zk.Field;

/// <summary>One lane: plain 64-bit arithmetic for any processor.</summary>
internal readonly unsafe struct Lanes1(long value) : ILanes<Lanes1>
{
    private readonly long _value = value;

    public static int Width => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Load(long* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Broadcast(long value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 FromBits(int bits) => new(-(long)(bits & 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadPairs<TAddresses>(TAddresses addresses, int lane, int offset, out Lanes1 low, out Lanes1 high)
        where TAddresses : struct, IAddresses
    {
        var p = (long*)(addresses[lane] + offset);
        low = new(p[0]);
        high = new(p[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs<TAddresses>(TAddresses addresses, int lane, int offset, Lanes1 low, Lanes1 high)
        where TAddresses : struct, IAddresses
    {
        var p = (long*)(addresses[lane] + offset);
        p[0] = low._value;
        p[1] = high._value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Quotient(Lanes1 x, double factor) => new((long)Math.Round((x._value * factor) - BlockConstants.QuotientBias));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 MultiplySmall(Lanes1 x, Lanes1 y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 ShiftRightArithmetic(Lanes1 x, int count) => new(x._value >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator +(Lanes1 x, Lanes1 y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator -(Lanes1 x, Lanes1 y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator &(Lanes1 x, Lanes1 y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator |(Lanes1 x, Lanes1 y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator <<(Lanes1 x, int count) => new(x._value << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator >>>(Lanes1 x, int count) => new(x._value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Select(Lanes1 mask, Lanes1 y, Lanes1 x) => new(x._value ^ ((x._value ^ y._value) & mask._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(long* destination) => *destination = _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ZeroBits() => _value == 0 ? 1 : 0;
}
