using System.Runtime.CompilerServices;
using static Zk.Field.BlockConstants;

namespace Zk.Field;

/// <summary>Everything of block arithmetic but the multiplication, once for all registers and limb counts. Contracts: <see cref="IBlockArithmetic{T}"/>.</summary>
internal static unsafe class BlockOperations<T, TShape, TLanes>
    where T : unmanaged, IMontgomeryField<T>
    where TShape : struct, IBlockShape
    where TLanes : struct, ILanes<TLanes>
{
    private const int Lanes = 8;

    private static int Length => Lanes * TShape.Limbs;

    public static void Add(long* r, long* a, long* b)
    {
        for (var i = 0; i < Length; i += TLanes.Width)
            (TLanes.Load(a + i) + TLanes.Load(b + i)).Store(r + i);
    }

    public static void Subtract(long* r, long* a, long* b)
    {
        for (var i = 0; i < Length; i += TLanes.Width)
            (TLanes.Load(a + i) - TLanes.Load(b + i)).Store(r + i);
    }

    public static void Negate(long* r, long* a)
    {
        var zero = TLanes.Broadcast(0);
        for (var i = 0; i < Length; i += TLanes.Width)
            (zero - TLanes.Load(a + i)).Store(r + i);
    }

    public static void Fill(long* r, TLanes value)
    {
        for (var i = 0; i < Length; i += TLanes.Width)
            value.Store(r + i);
    }

    public static void Copy(long* r, long* a)
    {
        for (var i = 0; i < Length; i += TLanes.Width)
            TLanes.Load(a + i).Store(r + i);
    }

    public static void Select(long* r, int mask, long* a, long* b)
    {
        for (var lane = 0; lane < Lanes; lane += TLanes.Width)
        {
            var lanes = TLanes.FromBits(mask >> lane);
            for (var i = lane; i < Length; i += Lanes)
                TLanes.Select(lanes, TLanes.Load(a + i), TLanes.Load(b + i)).Store(r + i);
        }
    }

    public static void Normalise(long* r, long* a)
    {
        var mask = TLanes.Broadcast(Mask);
        for (var lane = 0; lane < Lanes; lane += TLanes.Width)
        {
            // One carry step, all limbs at once: what a limb of at most 16 units passes on is below 2^12.
            var carry = TLanes.Broadcast(0);
            for (var i = lane; i < Length - Lanes; i += Lanes)
            {
                var x = TLanes.Load(a + i);
                ((x & mask) + carry).Store(r + i);
                carry = TLanes.ShiftRightArithmetic(x, Radix);
            }

            var top = lane + Length - Lanes;
            (TLanes.Load(a + top) + carry).Store(r + top);
        }
    }

    public static void Reduce(long* r, long* a)
    {
        for (var lane = 0; lane < Lanes; lane += TLanes.Width)
            ReduceLanes(r + lane, a + lane);
    }

    public static void Canonicalise(long* r, long* a)
    {
        for (var lane = 0; lane < Lanes; lane += TLanes.Width)
        {
            ReduceLanes(r + lane, a + lane);
            SubtractModulusOnce(r + lane);
        }
    }

    [SkipLocalsInit]
    public static int ZeroMask(long* a)
    {
        var buffer = stackalloc long[Length];
        Canonicalise(buffer, a);
        var bits = 0;
        for (var lane = 0; lane < Lanes; lane += TLanes.Width)
        {
            var any = TLanes.Load(buffer + lane);
            for (var i = lane + Lanes; i < Length; i += Lanes)
                any |= TLanes.Load(buffer + i);
            bits |= any.ZeroBits() << lane;
        }

        return bits;
    }

    [SkipLocalsInit]
    public static int EqualMask(long* a, long* b)
    {
        var difference = stackalloc long[Length];
        Subtract(difference, a, b);
        return ZeroMask(difference);
    }

    /// <summary>Digits of packed numbers times 2^shift.</summary>
    [SkipLocalsInit]
    public static void Load<TAddresses>(long* r, TAddresses addresses, int shift)
        where TAddresses : struct, IAddresses
    {
        var words = stackalloc long[TShape.PackedLimbs * TLanes.Width];
        var mask = TLanes.Broadcast(Mask);
        for (var lane = 0; lane < Lanes; lane += TLanes.Width)
        {
            for (var i = 0; i < TShape.PackedLimbs; i += 2)
            {
                TLanes.LoadPairs(addresses, lane, i * sizeof(long), out var low, out var high);
                low.Store(words + (i * TLanes.Width));
                high.Store(words + ((i + 1) * TLanes.Width));
            }

            // Limb i is the 52 bits from bit 52 i - shift.
            (TLanes.Load(words) << shift & mask).Store(r + lane);
            for (var i = 1; i < TShape.Limbs; i++)
            {
                var (word, bit) = (((Radix * i) - shift) >> 6, ((Radix * i) - shift) & 63);
                var x = TLanes.Load(words + (word * TLanes.Width)) >>> bit;
                if (bit > 64 - Radix && word + 1 < TShape.PackedLimbs)
                    x |= TLanes.Load(words + ((word + 1) * TLanes.Width)) << (64 - bit);
                (x & mask).Store(r + (Lanes * i) + lane);
            }
        }
    }

    /// <summary>Packs the canonical representatives.</summary>
    [SkipLocalsInit]
    public static void Store<TAddresses>(TAddresses addresses, long* a)
        where TAddresses : struct, IAddresses
    {
        var digits = stackalloc long[Length];
        Canonicalise(digits, a);
        for (var lane = 0; lane < Lanes; lane += TLanes.Width)
        {
            for (var i = 0; i < TShape.PackedLimbs; i += 2)
                TLanes.StorePairs(addresses, lane, i * sizeof(long), Word(digits + lane, i), Word(digits + lane, i + 1));
        }
    }

    /// <summary>The 64 bits from bit 64 i of a number in digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Word(long* digits, int i)
    {
        var first = 64 * i / Radix;
        var word = TLanes.Load(digits + (Lanes * first)) >>> ((64 * i) - (Radix * first));
        for (var d = first + 1; d < TShape.Limbs && Radix * d < 64 * (i + 1); d++)
            word |= TLanes.Load(digits + (Lanes * d)) << ((Radix * d) - (64 * i));
        return word;
    }

    /// <summary>Carries, then takes off the multiple of p that the top limb tells: digits in [0, 2^52) of a value in (0, p + 2^-18 p).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceLanes(long* r, long* a)
    {
        var mask = TLanes.Broadcast(Mask);
        var p = BlockConstants<T, TShape>.Modulus;
        var carry = TLanes.Broadcast(0);
        for (var i = 0; i < Length - Lanes; i += Lanes)
        {
            var x = TLanes.Load(a + i) + carry;
            (x & mask).Store(r + i);
            carry = TLanes.ShiftRightArithmetic(x, Radix);
        }

        var top = TLanes.Load(a + Length - Lanes) + carry;
        var quotient = TLanes.Quotient(top, BlockConstants<T, TShape>.QuotientFactor);
        carry = TLanes.Broadcast(0);
        for (var i = 0; i < Length - Lanes; i += Lanes)
        {
            // |quotient| is at most 2^9 + 1, so the product is below 2^62.
            var x = TLanes.Load(r + i) - TLanes.MultiplySmall(quotient, TLanes.Load(p + i)) + carry;
            (x & mask).Store(r + i);
            carry = TLanes.ShiftRightArithmetic(x, Radix);
        }

        (top - TLanes.MultiplySmall(quotient, TLanes.Load(p + Length - Lanes)) + carry).Store(r + Length - Lanes);
    }

    /// <summary>Digits of a value below 2 p become those of its residue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractModulusOnce(long* r)
    {
        var mask = TLanes.Broadcast(Mask);
        var p = BlockConstants<T, TShape>.Modulus;
        var carry = TLanes.Broadcast(0);
        for (var i = 0; i < Length; i += Lanes)
            carry = TLanes.ShiftRightArithmetic(TLanes.Load(r + i) - TLanes.Load(p + i) + carry, Radix);

        // The carry out is 0, or -1 for a value below p, from which nothing must be taken.
        var below = carry;
        carry = TLanes.Broadcast(0);
        for (var i = 0; i < Length; i += Lanes)
        {
            var digit = TLanes.Load(r + i);
            var x = digit - TLanes.Load(p + i) + carry;
            carry = TLanes.ShiftRightArithmetic(x, Radix);
            TLanes.Select(below, digit, x & mask).Store(r + i);
        }
    }
}
