using System.Numerics;

namespace Zk.Circuits.Settlement;

/// <summary>
/// A public key in a circuit, packed as <see cref="EdwardsPoint.Pack"/> does and cut at <see cref="BatchData.WordBits"/> bits.
/// </summary>
/// <param name="Head">The highest 8 bits: sign of x, a zero, and 6 bits of y.</param>
/// <param name="Tail">The lowest 248 bits of y.</param>
internal sealed record PackedKey(UInt Head, UInt Tail)
{
    private const int HeadBits = 8;
    private const int SignShift = HeadBits - 1;

    /// <summary>Packs a key. Both coordinates are read as the integers below r that they are, so a point has one packed form.</summary>
    public static PackedKey Define(CircuitBuilder<Fr> builder, Wire x, Wire y)
    {
        using var scope = builder.Scope("packed key");
        var topBits = Fr.BitLength - BatchData.WordBits;
        var halves = builder.Hint("halves of y", "both in range, as integers they sum to less than r, in the field to y", [y], 2, static (input, output) =>
        {
            var value = input[0].ToBigInteger();
            var high = value >> BatchData.WordBits;
            output[0] = Fr.FromBigInteger(value - (high << BatchData.WordBits));
            output[1] = Fr.FromBigInteger(high);
        });
        var tail = builder.ToUInt(halves[0], BatchData.WordBits);
        var top = builder.ToUInt(halves[1], topBits);
        builder.AssertZero(tail.Wire, new(Fr.FromBigInteger(BigInteger.One << BatchData.WordBits), top), new(-Fr.One, y));
        builder.AssertBelow(tail, top, Fr.Characteristic);
        var head = builder.Pack<Fr>([(top, SignShift), (IsHigh(builder, x), 1)]);
        return new PackedKey(head, tail);
    }

    /// <summary>Whether x is above (r − 1)/2: then 2x as an integer is odd once r is taken off, else it is even.</summary>
    private static Bit IsHigh(CircuitBuilder<Fr> builder, Wire x)
    {
        var lowest = builder.ToLimbs(builder.Affine(Fr.FromUInt64(2), x, Fr.Zero))[0];
        var wires = builder.Hint("parity", "a bit and an integer with lowest limb = bit + 2 * integer", [lowest], 2, static (input, output) =>
        {
            var value = input[0].ToBigInteger();
            output[0] = Fr.FromBigInteger(value & 1);
            output[1] = Fr.FromBigInteger(value >> 1);
        });
        var parity = builder.ToBit(wires[0]);
        var rest = builder.ToUInt(wires[1], lowest.Bits - 1);
        builder.AssertZero(parity.Wire, new(Fr.FromUInt64(2), rest), new(-Fr.One, lowest));
        return parity;
    }
}
