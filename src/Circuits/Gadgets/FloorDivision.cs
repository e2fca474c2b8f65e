using System.Numerics;
using Zk.Field;

namespace Zk.Circuits;

/// <summary>
/// Division toward minus infinity: dividend = quotient·divisor + remainder with 0 &lt;= remainder &lt; divisor, which one pair satisfies, and none
/// for the divisor 0.
/// </summary>
public static class FloorDivision
{
    /// <summary>
    /// The quotient, rounded toward minus infinity, and the remainder. Seven rows for a dividend of 63 and a divisor of 64 bits.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="dividend">What is divided.</param>
    /// <param name="divisor">By what; no witness exists for 0.</param>
    /// <param name="quotientBits">The width to prove for the quotient, at most the dividend's, which is the default; no witness exists if it is wider.</param>
    public static (SignedInt Quotient, UInt Remainder) FloorDivide<TF>(this CircuitBuilder<TF> builder, SignedInt dividend, UInt divisor, int? quotientBits = null)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        var bits = QuotientBits(dividend.Bits, quotientBits);

        // q·d + r − dividend must not reach the characteristic for any of these widths: it is less than 2^(a+b) + 2^a + 2^b, and twice as much.
        RangeChecks.CheckWidth<TF>(Math.Max(1, dividend.Bits) + Math.Max(1, divisor.Bits) + 2);
        using var scope = builder.Scope("divide");
        var (quotient, remainder) = Divide(builder, dividend, divisor);
        return (builder.ToSignedInt(quotient, bits), remainder);
    }

    /// <summary>floor(a·b/d) and the remainder; no witness exists for d = 0. Ten rows for 64 bits each, eight if the quotient has 64 bits.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="a">A factor.</param>
    /// <param name="b">A factor.</param>
    /// <param name="d">The divisor.</param>
    /// <param name="quotientBits">The width to prove for the quotient; by default the product's. No witness exists if it is wider.</param>
    public static (UInt Quotient, UInt Remainder) MultiplyDivide<TF>(this CircuitBuilder<TF> builder, UInt a, UInt b, UInt d, int? quotientBits = null)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        RangeChecks.CheckWidth<TF>(a.Bits + b.Bits + d.Bits + 1);
        using var scope = builder.Scope("divide");
        var product = builder.Multiply(a, b);
        var (quotient, remainder) = Divide(builder, product, d);
        return (builder.ToUInt(quotient, QuotientBits(product.Bits, quotientBits)), remainder);
    }

    /// <summary>
    /// floor(x / 2^shift) and the remainder, for a constant: both are limbs of x + 2^Bits, so there is nothing to compare. Four rows for 63 bits by 32.
    /// </summary>
    public static (SignedInt Quotient, UInt Remainder) FloorShift<TF>(this CircuitBuilder<TF> builder, SignedInt x, int shift)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfNegative(shift);
        if (shift == 0)
            return (x, builder.Constant(BigInteger.Zero));
        var bits = Math.Max(0, x.Bits - shift);
        SignedIntegers.Width<TF>(bits + shift);
        using var scope = builder.Scope("shift");
        var block = new RangeBlock<TF>(builder);
        var (quotient, remainder) = Shift(builder, block, x, shift);
        var biased = builder.NewWire();
        block.Relate(Relation<TF>.Of(quotient, d: new(-TF.One, biased), constant: Hints.PowerOfTwo<TF>(bits)) with { Output = 3 });
        RangeChecks.AssertRange(builder, block, biased, bits + 1);
        block.Place();
        return (new SignedInt(quotient, bits), remainder);
    }

    /// <summary>floor(x / 2^shift) and the remainder, for a constant. Four rows for 64 bits by 32.</summary>
    public static (UInt Quotient, UInt Remainder) FloorShift<TF>(this CircuitBuilder<TF> builder, UInt x, int shift)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfNegative(shift);
        if (shift == 0)
            return (x, builder.Constant(BigInteger.Zero));
        if (shift >= x.Bits)
            return (builder.Constant(BigInteger.Zero), x);
        using var scope = builder.Scope("shift");
        var block = new RangeBlock<TF>(builder);
        var (quotient, remainder) = Shift(builder, block, x, shift);
        RangeChecks.AssertRange(builder, block, quotient, x.Bits - shift);
        block.Place();
        return (new UInt(quotient, x.Bits - shift), remainder);
    }

    /// <summary>
    /// Asserts dividend = q·d + r and 0 &lt;= r &lt; d in the field. The caller checks that this says the same of integers, and proves the width of q.
    /// </summary>
    internal static (Wire Quotient, UInt Remainder) Divide<TF>(CircuitBuilder<TF> builder, Wire dividend, UInt divisor)
        where TF : unmanaged, IPrimeField<TF>
    {
        var wires = builder.Hint("quotient and remainder", "dividend = q * d + r, q in range, r in range, r < d", [dividend, divisor.Wire], 2, static (input, output) =>
        {
            var (n, d) = (Hints.Signed(input[0]), input[1].ToBigInteger());
            var r = d.IsZero ? n : ((n % d) + d) % d;
            output[0] = d.IsZero ? TF.Zero : TF.FromBigInteger((n - r) / d);
            output[1] = TF.FromBigInteger(r);
        });
        var remainder = builder.ToUInt(wires[1], divisor.Bits);
        builder.AssertZero(new(TF.Zero, wires[0]), new(TF.Zero, divisor), remainder.Wire, new(-TF.One, dividend), product: TF.One);
        builder.AssertLess(remainder, divisor);
        return (wires[0], remainder);
    }

    /// <summary>A remainder of <paramref name="shift"/> bits and (x − remainder)/2^shift in the field, whose width the caller proves.</summary>
    private static (Wire Quotient, UInt Remainder) Shift<TF>(CircuitBuilder<TF> builder, RangeBlock<TF> block, Wire x, int shift)
        where TF : unmanaged, IPrimeField<TF>
    {
        var remainder = builder.Hint("remainder", "in range, and so is (x - remainder) / 2^shift", [x], 1, (input, output) =>
            output[0] = TF.FromBigInteger(Hints.Signed(input[0]) & ((BigInteger.One << shift) - 1)))[0];
        var quotient = builder.NewWire();
        var scale = Hints.PowerOfTwo<TF>(shift).Inverse();
        block.Relate(Relation<TF>.Of(new(scale, x), new(-scale, remainder), d: new(-TF.One, quotient)) with { Output = 3 });
        RangeChecks.AssertRange(builder, block, remainder, shift);
        return (quotient, new UInt(remainder, shift));
    }

    private static int QuotientBits(int widest, int? wanted)
    {
        if (wanted is { } bits)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(bits, nameof(wanted));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, widest, nameof(wanted));
        }

        return wanted ?? widest;
    }
}
