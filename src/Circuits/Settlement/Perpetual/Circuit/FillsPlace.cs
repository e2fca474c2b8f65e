using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What stands at an order's place of the fills tree.</summary>
/// <param name="Number">The number of the order that has the place; 0 for none.</param>
/// <param name="Filled">What is filled of it.</param>
/// <param name="Siblings">The siblings of the place from the leaf up.</param>
public sealed record FillInput(BigInteger Number, BigInteger Filled, IReadOnlyList<Fr> Siblings);

/// <summary>
/// The place of the fills tree that an order has, its number mod 2^10, with the order filled there. It takes the place of an older one with nothing filled;
/// a newer one keeps its place.
/// </summary>
/// <param name="IsOpen">Whether no newer order has the place.</param>
/// <param name="Filled">What is filled of the order afterwards; 64 bits.</param>
/// <param name="OldRoot">The tree's root before.</param>
/// <param name="NewRoot">The root afterwards; meaningless unless the place is open.</param>
internal sealed record FillsPlace(Bit IsOpen, UInt Filled, Wire OldRoot, Wire NewRoot)
{
    private const int AmountBits = PerpetualUnits.AmountBits;
    private const int WordBits = PerpetualUnits.WordBits;

    /// <summary>Opens the place of an order and fills it with a size.</summary>
    public static FillsPlace Open(CircuitBuilder<Fr> builder, CircuitInputs<Fr, FillInput> inputs, UInt number, UInt size)
    {
        using var scope = builder.Scope("fills");
        var parts = builder.Hint("place and round", "in range, number = place + 2^10 round", [number], 2, static (input, output) =>
        {
            var value = input[0].ToBigInteger();
            output[0] = Fr.FromBigInteger(value & ((1 << FillsTree.Depth) - 1));
            output[1] = Fr.FromBigInteger(value >> FillsTree.Depth);
        });
        var place = builder.ToUInt(parts[0], FillsTree.Depth);
        var round = builder.ToUInt(parts[1], WordBits - FillsTree.Depth);
        builder.AssertZero(place.Wire, new(Hints.PowerOfTwo<Fr>(FillsTree.Depth), round), new(-Fr.One, number));

        var filledNumber = inputs.UInt("filled number", WordBits, f => f.Number);
        var filled = inputs.UInt("filled", AmountBits, f => f.Filled);
        var already = builder.Gate(builder.IsEqual(filledNumber, number), filled);
        var now = builder.Add(already, size);
        Wire[] siblings = [.. Enumerable.Range(0, FillsTree.Depth).Select(h => inputs.Field("sibling", f => f.Siblings[h]))];
        var (oldRoot, newRoot) = builder.MerkleUpdate(Leaf(builder, filledNumber, filled), Leaf(builder, number, now), place, siblings);
        return new FillsPlace(builder.IsLessOrEqual(filledNumber, number), now, oldRoot, newRoot);
    }

    private static Wire Leaf(CircuitBuilder<Fr> builder, UInt number, UInt filled) => builder.Pack<Fr>([(filled, AmountBits + 1), (number, WordBits)]);
}
