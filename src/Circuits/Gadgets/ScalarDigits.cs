using System.Numerics;

namespace Zk.Circuits;

/// <summary>The digits of a scalar that table lookups elsewhere keep in range, proven to form an integer below a bound.</summary>
internal static class ScalarDigits
{
    /// <summary>
    /// Digits of the canonical integer of a wire, least significant first. Here it is proven that, GIVEN that every digit is in its range, they form
    /// an integer below the bound that is the wire's value; the bound is at most r, so that integer is unique. The range is the caller's to
    /// enforce: it looks each digit up as the key of a table that has no larger keys.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="scalar">The scalar.</param>
    /// <param name="digitBits">Bits of a digit; a divisor of 128.</param>
    /// <param name="bound">What the integer must be below: above 2^128, at most r.</param>
    public static Wire[] Define(CircuitBuilder<Fr> builder, Wire scalar, int digitBits, BigInteger bound)
    {
        const int half = 128;

        // The rows that weigh the digits also look each up in the range table, which must not be the narrower one.
        if (builder.RangeBits < digitBits)
            throw new InvalidOperationException($"digits of {digitBits} bits need a range table of as many; it has {builder.RangeBits}");
        using var scope = builder.Scope("digits");
        var bits = (int)bound.GetBitLength();
        var count = (bits + digitBits - 1) / digitBits;
        var digits = builder.Hint("digits", "keys of a table lookup each; they sum to an integer below the bound, which is the scalar", [scalar], count, (input, output) => Hints.Digits(input[0], digitBits, output));
        var low = Weigh(builder, digits.AsSpan(0, half / digitBits), digitBits, half);
        var high = Weigh(builder, digits.AsSpan(half / digitBits), digitBits, bits - half);
        builder.AssertZero(low.Wire, new(Hints.PowerOfTwo<Fr>(half), high), new(-Fr.One, scalar));
        builder.AssertBelow(low, high, bound);
        return digits;
    }

    /// <summary>The sum of digits by weight: limb rows, four digits each, and a sum of their results.</summary>
    private static UInt Weigh(CircuitBuilder<Fr> builder, ReadOnlySpan<Wire> digits, int digitBits, int width)
    {
        var block = new RangeBlock<Fr>(builder);
        var sums = block.Limbs(digits, digitBits, digits.Length);
        block.Place();
        return new UInt(builder.Sum<Fr>(Array.ConvertAll(sums, s => (Term<Fr>)s)), width);
    }
}
