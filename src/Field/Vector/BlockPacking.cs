using System.Runtime.CompilerServices;
using static Zk.Field.BlockConstants;

namespace Zk.Field;

/// <summary>Between the 64-bit words of packed elements and the 52-bit digits of blocks: shifts and masks in registers.</summary>
internal static unsafe class BlockPacking<TShape, TLanes>
    where TShape : struct, IBlockShape
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Digits of packed numbers times 2^shift, which is 0 or <see cref="IBlockShape.Shift"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Unpack<TAddresses>(long* r, TAddresses addresses, int shift)
        where TAddresses : struct, IAddresses
    {
        // Digit i is the 52 bits from bit 52 i - shift.
        var mask = TLanes.Broadcast(Mask);
        TLanes.LoadPairs(addresses, 0, out var w0, out var w1);
        TLanes.LoadPairs(addresses, 16, out var w2, out var w3);
        TLanes.Store(r, (w0 << shift) & mask);
        if (TShape.PackedLimbs == 4)
        {
            TLanes.Store(r + 8, Join(w0, w1, 52 - shift) & mask);
            TLanes.Store(r + 16, Join(w1, w2, 40 - shift) & mask);
            TLanes.Store(r + 24, Join(w2, w3, 28 - shift) & mask);
            TLanes.Store(r + 32, w3 >>> (16 - shift));
        }
        else if (shift == 0)
        {
            TLanes.Store(r + 8, Join(w0, w1, 52) & mask);
            TLanes.Store(r + 16, Join(w1, w2, 40) & mask);
            TLanes.Store(r + 24, Join(w2, w3, 28) & mask);
            UnpackLast(r, addresses, w3);
        }
        else
        {
            TLanes.Store(r + 8, Join(w0, w1, 20) & mask);
            TLanes.Store(r + 16, (w1 >>> 8) & mask);
            UnpackLastScaled(r, addresses, w1, w2, w3);
        }
    }

    /// <summary>Words of numbers in digits in [0, 2^52).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pack<TAddresses>(TAddresses addresses, long* digits)
        where TAddresses : struct, IAddresses
    {
        TLanes d0 = TLanes.Load(digits), d1 = TLanes.Load(digits + 8), d2 = TLanes.Load(digits + 16), d3 = TLanes.Load(digits + 24), d4 = TLanes.Load(digits + 32);
        TLanes.StorePairs(addresses, 0, d0 | (d1 << 52), (d1 >>> 12) | (d2 << 40));
        TLanes.StorePairs(addresses, 16, (d2 >>> 24) | (d3 << 28), (d3 >>> 36) | (d4 << 16));
        if (TShape.PackedLimbs == 6)
            PackLast(addresses, digits);
    }

    /// <summary>Digits 4.. of six words. A method of its own, as are the next ones: the JIT's budget for inlining a whole load or store of six words is too small.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UnpackLast<TAddresses>(long* r, TAddresses addresses, in TLanes w3)
        where TAddresses : struct, IAddresses
    {
        var mask = TLanes.Broadcast(Mask);
        TLanes.LoadPairs(addresses, 32, out var w4, out var w5);
        TLanes.Store(r + 32, Join(w3, w4, 16) & mask);
        TLanes.Store(r + 40, (w4 >>> 4) & mask);
        TLanes.Store(r + 48, Join(w4, w5, 56) & mask);
        TLanes.Store(r + 56, w5 >>> 44);
    }

    /// <summary>Digits 3.. of six words times 2^32.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UnpackLastScaled<TAddresses>(long* r, TAddresses addresses, in TLanes w1, in TLanes w2, in TLanes w3)
        where TAddresses : struct, IAddresses
    {
        var mask = TLanes.Broadcast(Mask);
        TLanes.LoadPairs(addresses, 32, out var w4, out var w5);
        TLanes.Store(r + 24, Join(w1, w2, 60) & mask);
        TLanes.Store(r + 32, Join(w2, w3, 48) & mask);
        TLanes.Store(r + 40, Join(w3, w4, 36) & mask);
        TLanes.Store(r + 48, Join(w4, w5, 24) & mask);
        TLanes.Store(r + 56, w5 >>> 12);
    }

    /// <summary>Words 4 and 5.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PackLast<TAddresses>(TAddresses addresses, long* digits)
        where TAddresses : struct, IAddresses
    {
        TLanes d4 = TLanes.Load(digits + 32), d5 = TLanes.Load(digits + 40), d6 = TLanes.Load(digits + 48), d7 = TLanes.Load(digits + 56);
        TLanes.StorePairs(addresses, 32, (d4 >>> 48) | (d5 << 4) | (d6 << 56), (d6 >>> 8) | (d7 << 44));
    }

    /// <summary>The 64 bits from bit <paramref name="bit"/> of two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Join(TLanes low, TLanes high, int bit) => (low >>> bit) | (high << (64 - bit));
}
