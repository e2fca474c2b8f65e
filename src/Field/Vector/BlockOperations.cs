using System.Runtime.CompilerServices;
using static Zk.Field.BlockConstants;

namespace Zk.Field;

/// <summary>Everything of block arithmetic but the multiplication, once for all registers and limb counts. Contracts: <see cref="IBlockArithmetic{T}"/>.</summary>
internal static unsafe class BlockOperations<T, TShape, TLanes>
    where T : unmanaged, IMontgomeryField<T>
    where TShape : struct, IBlockShape
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>
    /// Added to a sum before its bits 52.. are passed on, so that it is positive and the shift needs no sign, which AVX2 lacks. What is passed on is then
    /// <see cref="Carried"/> too large, which the next sum's offset allows for. Sums are below 2^62 in magnitude.
    /// </summary>
    private const long Offset = 1L << 62;

    private const long Carried = Offset >> Radix;

    private static int Length => 8 * TShape.Limbs;

    private static int Top => Length - 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(long* r, long* a, long* b)
    {
        for (var i = 0; i < Length; i += 8)
            TLanes.Store(r + i, TLanes.Load(a + i) + TLanes.Load(b + i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(long* r, long* a, long* b)
    {
        for (var i = 0; i < Length; i += 8)
            TLanes.Store(r + i, TLanes.Load(a + i) - TLanes.Load(b + i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSubtract(long* sum, long* difference, long* a, long* b)
    {
        for (var i = 0; i < Length; i += 8)
        {
            TLanes x = TLanes.Load(a + i), y = TLanes.Load(b + i);
            TLanes.Store(sum + i, x + y);
            TLanes.Store(difference + i, x - y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Negate(long* r, long* a)
    {
        var zero = TLanes.Broadcast(0);
        for (var i = 0; i < Length; i += 8)
            TLanes.Store(r + i, zero - TLanes.Load(a + i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(long* r)
    {
        for (var i = 0; i < Length; i += 8)
            TLanes.Store(r + i, TLanes.Broadcast(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(long* r, long* a)
    {
        for (var i = 0; i < Length; i += 8)
            TLanes.Store(r + i, TLanes.Load(a + i));
    }

    public static void Select(long* r, int mask, long* a, long* b)
    {
        var lanes = TLanes.FromBits(mask);
        for (var i = 0; i < Length; i += 8)
            TLanes.Store(r + i, TLanes.Select(lanes, TLanes.Load(a + i), TLanes.Load(b + i)));
    }

    public static void Normalise(long* r, long* a)
    {
        // One carry step, all limbs at once: what a limb of at most 16 units passes on is below 2^12.
        var mask = TLanes.Broadcast(Mask);
        var offset = TLanes.Broadcast(Offset);
        var carried = TLanes.Broadcast(Carried);
        var carry = TLanes.Broadcast(0);
        for (var i = 0; i < Top; i += 8)
        {
            var x = TLanes.Load(a + i) + offset;
            TLanes.Store(r + i, (x & mask) + carry);
            carry = (x >>> Radix) - carried;
        }

        TLanes.Store(r + Top, TLanes.Load(a + Top) + carry);
    }

    public static void ShiftLeft(long* r, long* a, int count)
    {
        // A shifted limb may be longer than a register: its low digit is what remains, the rest comes from a shift the other way.
        var mask = TLanes.Broadcast(Mask);
        var offset = TLanes.Broadcast(Offset);
        var excess = TLanes.Broadcast((Offset >> (Radix - count)) + Carried);
        var carry = TLanes.Broadcast(0);
        for (var i = 0; i < Top; i += 8)
        {
            var x = TLanes.Load(a + i);
            var digit = ((x << count) & mask) + carry + offset;
            TLanes.Store(r + i, digit & mask);
            carry = ((x + offset) >>> (Radix - count)) + (digit >>> Radix) - excess;
        }

        TLanes.Store(r + Top, (TLanes.Load(a + Top) << count) + carry);
    }

    /// <summary>Carries, then takes off the multiple of p that the top limb tells: digits in [0, 2^52) of a value in (0, p + 2^-16 p).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reduce(long* r, long* a)
    {
        var mask = TLanes.Broadcast(Mask);
        var offset = TLanes.Broadcast(Offset);
        var next = TLanes.Broadcast(Offset - Carried);
        var p = BlockConstants<T, TShape>.Modulus;
        var x = TLanes.Load(a) + offset;
        TLanes.Store(r, x & mask);
        for (var i = 8; i < Top; i += 8)
        {
            x = TLanes.Load(a + i) + next + (x >>> Radix);
            TLanes.Store(r + i, x & mask);
        }

        var top = TLanes.Load(a + Top) - TLanes.Broadcast(Carried) + (x >>> Radix);
        var quotient = TLanes.Quotient(top, BlockConstants<T, TShape>.QuotientFactor);

        // |quotient| is at most 2^9 + 1, so a product is below 2^62.
        x = TLanes.Load(r) - TLanes.MultiplySmall(quotient, TLanes.Load(p)) + offset;
        TLanes.Store(r, x & mask);
        for (var i = 8; i < Top; i += 8)
        {
            x = TLanes.Load(r + i) + next - TLanes.MultiplySmall(quotient, TLanes.Load(p + i)) + (x >>> Radix);
            TLanes.Store(r + i, x & mask);
        }

        TLanes.Store(r + Top, top - TLanes.MultiplySmall(quotient, TLanes.Load(p + Top)) + ((x >>> Radix) - TLanes.Broadcast(Carried)));
    }

    /// <summary>As the contract says; <paramref name="less"/> is room for another block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Canonicalise(long* r, long* a, long* less)
    {
        Reduce(r, a);
        if (IsBelowModulus(r))
            return;

        // Take p off once more, and keep that where nothing is borrowed from beyond the top.
        var mask = TLanes.Broadcast(Mask);
        var next = TLanes.Broadcast(Offset - Carried);
        var p = BlockConstants<T, TShape>.Modulus;
        var x = TLanes.Load(r) + TLanes.Broadcast(Offset) - TLanes.Load(p);
        TLanes.Store(less, x & mask);
        for (var i = 8; i < Length; i += 8)
        {
            x = TLanes.Load(r + i) + next - TLanes.Load(p + i) + (x >>> Radix);
            TLanes.Store(less + i, x & mask);
        }

        // The top sum is below the offset 2^62 only where the difference is negative.
        var below = (x >>> 62) - TLanes.Broadcast(1);
        for (var i = 0; i < Length; i += 8)
            TLanes.Store(r + i, TLanes.Select(below, TLanes.Load(r + i), TLanes.Load(less + i)));
    }

    /// <summary>Whether the top digits alone tell that all lanes are below p. After a reduction they nearly always do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBelowModulus(long* digits) =>
        !TLanes.AnyNegative(TLanes.Load(BlockConstants<T, TShape>.Modulus + Top) - TLanes.Load(digits + Top) - TLanes.Broadcast(1));

    [SkipLocalsInit]
    public static int ZeroMask(long* a)
    {
        var digits = stackalloc long[2 * Length];
        Canonicalise(digits, a, digits + Length);
        var any = TLanes.Load(digits);
        for (var i = 8; i < Length; i += 8)
            any |= TLanes.Load(digits + i);
        return TLanes.ZeroBits(any);
    }

    [SkipLocalsInit]
    public static int EqualMask(long* a, long* b)
    {
        var difference = stackalloc long[Length];
        Subtract(difference, a, b);
        return ZeroMask(difference);
    }

    /// <summary>Limb by limb, pairs of columns of 8 by 8 longs.</summary>
    public static void Transpose(long* r, long* source, long* offsets)
    {
        for (var i = 0; i < Length; i += 8)
        {
            for (var j = 0; j < 8; j += 2)
            {
                TLanes.LoadPairs(new Scattered(source + i, offsets), j * sizeof(long), out var low, out var high);
                TLanes.Store(r + (j * Length) + i, low);
                TLanes.Store(r + ((j + 1) * Length) + i, high);
            }
        }
    }

    /// <summary>Packs the canonical representatives.</summary>
    [SkipLocalsInit]
    public static void Store<TAddresses>(TAddresses addresses, long* a)
        where TAddresses : struct, IAddresses
    {
        var digits = stackalloc long[2 * Length];
        Canonicalise(digits, a, digits + Length);
        BlockPacking<TShape, TLanes>.Pack(addresses, digits);
    }
}
