using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>A field element as the integer in 0..p−1 that it is, in two halves.</summary>
/// <param name="Low">The low half.</param>
/// <param name="High">The high half, weighing 2^Low.Bits.</param>
public readonly record struct CanonicalHalves(UInt Low, UInt High);

/// <summary>
/// Decompositions of any field element into limbs or bits of its canonical value: that they are below p as an integer is proven, so the value plus
/// p, which is the same element, is no alternative.
/// </summary>
public static class Decomposition
{
    /// <summary>
    /// The limbs of <see cref="CircuitBuilder{TF}.RangeBits"/> bits, least significant first. For 254 bits in 16-bit limbs 16 rows.
    /// </summary>
    public static UInt[] ToLimbs<TF>(this CircuitBuilder<TF> builder, Wire x)
        where TF : unmanaged, IPrimeField<TF> => Split(builder, x).Limbs;

    /// <summary>The two halves of whole limbs. For 254 bits 16 rows.</summary>
    public static CanonicalHalves ToHalves<TF>(this CircuitBuilder<TF> builder, Wire x)
        where TF : unmanaged, IPrimeField<TF> => Split(builder, x).Halves;

    /// <summary>
    /// Whether the canonical integer of a field element, any whatever, is below a constant. 26 rows for 254 bits.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is negative or above the characteristic.</exception>
    public static Bit IsBelow<TF>(this CircuitBuilder<TF> builder, Wire x, BigInteger bound)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfNegative(bound.Sign, nameof(bound));
        if (bound > TF.Characteristic)
            throw new ArgumentOutOfRangeException(nameof(bound), "every element is below the characteristic");
        using var scope = builder.Scope("is below");
        var (low, high) = builder.ToHalves(x);

        // The low half is less than the bound's or not, which is a borrow from the high one.
        var lowBound = TF.FromBigInteger(bound & ((BigInteger.One << low.Bits) - 1));
        var borrow = Integers.IsNegative<TF>(builder, "low half is below", low.Wire, default, -lowBound, low.Bits);
        return Integers.IsNegative<TF>(builder, "is below", high.Wire, new(-TF.One, borrow), -TF.FromBigInteger(bound >> low.Bits), high.Bits);
    }

    private static (UInt[] Limbs, CanonicalHalves Halves) Split<TF>(CircuitBuilder<TF> builder, Wire x)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("limbs");
        var bits = builder.RangeBits;
        var count = (TF.BitLength + bits - 1) / bits;
        var low = (count + 1) / 2;
        var limbs = builder.Hint("canonical limbs", "looked up in the range table; as integers they sum to less than p, in the field to x", [x], count, (input, output) => Hints.Digits(input[0], bits, output));
        var block = new RangeBlock<TF>(builder);
        var lowHalf = Total(builder, block, block.Limbs(limbs.AsSpan(0, low), bits, low), low * bits);
        var highHalf = Total(builder, block, block.Limbs(limbs.AsSpan(low), bits, count - low), (count - low) * bits);
        block.Relate(Relation<TF>.Of(lowHalf.Wire, new(Hints.PowerOfTwo<TF>(low * bits), highHalf), new(-TF.One, x)));
        AssertBelow(builder, block, lowHalf, highHalf, TF.Characteristic);
        block.Place();
        return (Array.ConvertAll(limbs, w => new UInt(w, bits)), new CanonicalHalves(lowHalf, highHalf));
    }

    /// <summary>The bits, least significant first. For 254 bits 93 rows.</summary>
    public static Bit[] ToBits<TF>(this CircuitBuilder<TF> builder, Wire x)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("bits");
        var low = HalfBits(builder, TF.BitLength);
        var bits = builder.Hint("canonical bits", "each is a bit; as integers they sum to less than p, in the field to x", [x], TF.BitLength, (input, output) => Hints.Digits(input[0], 1, output));
        var block = new RangeBlock<TF>(builder);
        var lowHalf = new UInt(block.Bits(bits.AsSpan(0, low)), low);
        var highHalf = new UInt(block.Bits(bits.AsSpan(low)), TF.BitLength - low);
        block.Relate(Relation<TF>.Of(lowHalf.Wire, new(Hints.PowerOfTwo<TF>(low), highHalf), new(-TF.One, x)));
        AssertBelow(builder, block, lowHalf, highHalf, TF.Characteristic);
        block.Place();
        return Array.ConvertAll(bits, b => new Bit(b));
    }

    /// <summary>The bits of an integer, least significant first: a row for three bits and one more.</summary>
    public static Bit[] ToBits<TF>(this CircuitBuilder<TF> builder, UInt x)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Bits, 1, nameof(x));
        using var scope = builder.Scope("bits");
        var bits = builder.Hint("bits", "each is a bit, weighted they sum to the integer", [x.Wire], x.Bits, (input, output) => Hints.Digits(input[0], 1, output));
        var block = new RangeBlock<TF>(builder);
        builder.AssertEqual(block.Bits(bits), x);
        block.Place();
        return Array.ConvertAll(bits, b => new Bit(b));
    }

    /// <summary>The integer with these bits, least significant first.</summary>
    public static UInt FromBits<TF>(this CircuitBuilder<TF> builder, ReadOnlySpan<Bit> bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        RangeChecks.CheckWidth<TF>(bits.Length);
        var terms = new Term<TF>[bits.Length];
        for (var i = 0; i < terms.Length; i++)
            terms[i] = new(Hints.PowerOfTwo<TF>(i), bits[i]);
        return new UInt(builder.Sum(terms), bits.Length);
    }

    /// <summary>
    /// Asserts low + 2^low.Bits·high &lt; bound as integers, for a constant bound. Eight rows for halves of 128 bits.
    /// </summary>
    public static void AssertBelow<TF>(this CircuitBuilder<TF> builder, UInt low, UInt high, BigInteger bound)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("below");
        var block = new RangeBlock<TF>(builder);
        AssertBelow(builder, block, low, high, bound);
        block.Place();
    }

    /// <summary>Whether low + 2^low.Bits·high &lt; bound as integers, for a constant bound. Seventeen rows for halves of 128 bits.</summary>
    public static Bit IsBelow<TF>(this CircuitBuilder<TF> builder, UInt low, UInt high, BigInteger bound)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("is below");
        var lowBound = builder.Constant(bound & ((BigInteger.One << low.Bits) - 1));
        var highBound = builder.Constant(bound >> low.Bits);
        var isEqual = builder.And(builder.IsEqual(high, highBound), builder.IsLess(low, lowBound));

        // The two cases exclude each other.
        return new Bit(builder.Add(builder.IsLess(high, highBound).Wire, isEqual.Wire));
    }

    /// <summary>The width of the low one of two halves, a multiple of the limb.</summary>
    internal static int HalfBits<TF>(CircuitBuilder<TF> builder, int bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        var count = (bits + builder.RangeBits - 1) / builder.RangeBits;
        return Math.Min(bits - 1, (count + 1) / 2 * builder.RangeBits);
    }

    /// <summary>
    /// bound − 1 − value without borrow at the end: the differences of the halves, the low one plus 2^low.Bits if it borrows from the high one,
    /// have the widths of the halves.
    /// </summary>
    private static void AssertBelow<TF>(CircuitBuilder<TF> builder, RangeBlock<TF> block, UInt low, UInt high, BigInteger bound)
        where TF : unmanaged, IPrimeField<TF>
    {
        // Each difference lies between −2^bits − 1 and 2^(bits+1), which must not wrap. Whole limbs suffice for the high one: it matters only that
        // it is not negative.
        var highBits = (high.Bits + builder.RangeBits - 1) / builder.RangeBits * builder.RangeBits;
        RangeChecks.CheckWidth<TF>(Math.Max(low.Bits, highBits) + 1);
        var lowBound = (bound - 1) & ((BigInteger.One << low.Bits) - 1);
        var highBound = (bound - 1) >> low.Bits;
        if (highBound.GetBitLength() > high.Bits)
            throw new ArgumentException("the bound is above anything that the halves can hold", nameof(bound));
        var borrow = builder.Hint("borrow", "a bit, and the differences from the bound's halves are in range", [low.Wire], 1, (input, output) =>
            output[0] = input[0].ToBigInteger() > lowBound ? TF.One : TF.Zero)[0];
        block.Relate(Relation<TF>.Of(new(-TF.One, borrow), new(TF.Zero, borrow), product: TF.One));
        var radix = Hints.PowerOfTwo<TF>(low.Bits);
        Difference(builder, block, low, borrow, radix, TF.FromBigInteger(lowBound));
        Difference(builder, block, new UInt(high, highBits), borrow, -TF.One, TF.FromBigInteger(highBound));
    }

    /// <summary>constant − x + weight·borrow has the width of x.</summary>
    private static void Difference<TF>(CircuitBuilder<TF> builder, RangeBlock<TF> block, UInt x, Wire borrow, TF weight, TF constant)
        where TF : unmanaged, IPrimeField<TF>
    {
        var bits = builder.RangeBits;
        var count = (x.Bits + bits - 1) / bits;
        if (x.Bits % bits == 0 && count is > 4 and <= 8)
        {
            // The sums of two limb rows stand in the relation themselves, which spares a row.
            var limbs = builder.Hint("limbs of a difference", "looked up in the range table, weighted they sum to the difference", [x.Wire, borrow], count, (input, output) =>
                Hints.Digits(constant - input[0] + (weight * input[1]), bits, output));
            var sums = block.Limbs(limbs, bits, count);
            block.Relate(Relation<TF>.Of(new(-TF.One, x), new(weight, borrow), new(-TF.One, sums[0]), new(-TF.One, sums[1]), constant: constant));
            return;
        }

        var difference = builder.NewWire();
        block.Relate(Relation<TF>.Of(new(-TF.One, x), new(weight, borrow), d: new(-TF.One, difference), constant: constant) with { Output = 3 });
        RangeChecks.AssertRange(builder, block, difference, x.Bits);
    }

    private static UInt Total<TF>(CircuitBuilder<TF> builder, RangeBlock<TF> block, Wire[] sums, int bits)
        where TF : unmanaged, IPrimeField<TF>
    {
        if (sums.Length == 1)
            return new UInt(sums[0], bits);
        var total = sums[0];
        for (var i = 1; i < sums.Length; i += 2)
        {
            var next = builder.NewWire();
            var second = i + 1 < sums.Length ? (Term<TF>)sums[i + 1] : default;
            block.Relate(Relation<TF>.Of(total, sums[i], second, new(-TF.One, next)) with { Output = 3 });
            total = next;
        }

        return new UInt(total, bits);
    }
}
