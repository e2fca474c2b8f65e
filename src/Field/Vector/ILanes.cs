namespace Zk.Field;

/// <summary>
/// The 8 longs of one limb in registers, with what block arithmetic needs of them. Everything but the multiplication is written once over this.
/// Arithmetic is modulo 2^64.
/// </summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract TSelf Load(long* source);

    static abstract TSelf Broadcast(long value);

    /// <summary>Lane i is all ones if bit i is set, else zero.</summary>
    static abstract TSelf FromBits(int bits);

    /// <summary>Pieces of 16 bytes, one a lane: <paramref name="low"/> is their first halves, <paramref name="high"/> their second.</summary>
    static abstract void LoadPairs<TAddresses>(TAddresses addresses, int offset, out TSelf low, out TSelf high)
        where TAddresses : struct, IAddresses;

    /// <summary>The inverse of <see cref="LoadPairs"/>.</summary>
    static abstract void StorePairs<TAddresses>(TAddresses addresses, int offset, TSelf low, TSelf high)
        where TAddresses : struct, IAddresses;

    /// <summary>The integer nearest to x times the factor minus 1/2 + 2^-20, for |x| at most 2^51 and a result below 2^31 in magnitude.</summary>
    static abstract TSelf Quotient(TSelf x, double factor);

    /// <summary>x y for |x| below 2^31 and y in [0, 2^52).</summary>
    static abstract TSelf MultiplySmall(TSelf x, TSelf y);

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    static abstract TSelf operator &(TSelf x, TSelf y);

    static abstract TSelf operator |(TSelf x, TSelf y);

    static abstract TSelf operator <<(TSelf x, int count);

    static abstract TSelf operator >>>(TSelf x, int count);

    /// <summary>Bits of y where the mask has ones, bits of x where it has zeros.</summary>
    static abstract TSelf Select(TSelf mask, TSelf y, TSelf x);

    static abstract void Store(long* destination, TSelf x);

    /// <summary>Bit i is set if lane i is zero.</summary>
    static abstract int ZeroBits(TSelf x);

    /// <summary>Whether some lane is negative.</summary>
    static abstract bool AnyNegative(TSelf x);
}

/// <summary>Where each lane's packed element is.</summary>
internal unsafe interface IAddresses
{
    byte* this[int lane] { get; }
}

/// <summary>Elements one after the other.</summary>
internal readonly unsafe struct Contiguous(void* start, int size) : IAddresses
{
    private readonly byte* _start = (byte*)start;

    public byte* this[int lane] => _start + (lane * size);
}

/// <summary>Elements at byte offsets from a base.</summary>
internal readonly unsafe struct Scattered(void* start, long* offsets) : IAddresses
{
    private readonly byte* _start = (byte*)start;

    public byte* this[int lane] => _start + offsets[lane];
}
