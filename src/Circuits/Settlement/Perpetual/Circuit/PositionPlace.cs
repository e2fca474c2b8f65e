namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// A place in an account's ascending list of positions, where one position is or would be: the sixteen others stand before and after it. So one set of
/// values describes the list before and after an operation, whether the position is in both, in one or in none.
/// </summary>
/// <param name="IsAt">Whether the place is number 0..16; exactly one bit is 1.</param>
/// <param name="IsFrom">Whether the place is number i or lower, for i = 0..15.</param>
internal sealed record PositionPlace(Bit[] IsAt, Bit[] IsFrom)
{
    public const int Positions = 16;

    /// <summary>
    /// The place at which a market stands among the others. Their markets ascend and empty ones come last, since they are what is left of a list in a
    /// leaf without one of its positions. So the two neighbours tell that the market is none of theirs and stands where it must: the one before is
    /// lower, the one after is higher or empty.
    /// </summary>
    public static PositionPlace Find(CircuitBuilder<Fr> builder, Wire market, IReadOnlyList<PositionWires> others)
    {
        using var scope = builder.Scope("place");
        var bits = builder.Hint("place of the market", "each is a bit, they sum to 1, the neighbours' markets are lower and higher", [market, .. others.Select(o => o.Market)], Positions + 1, static (input, output) =>
        {
            output.Clear();
            var market = input[0].ToBigInteger();
            var place = 0;
            while (place < Positions && !input[1 + place].IsZero && input[1 + place].ToBigInteger() < market)
                place++;
            output[place] = Fr.One;
        });
        var isAt = Array.ConvertAll(bits, builder.ToBit);
        builder.AssertZeroSum([.. isAt.Select(b => (Term<Fr>)b.Wire)], -Fr.One);
        var isFrom = new Bit[Positions];
        Wire after = default, before = default;
        for (var i = 0; i < Positions; i++)
        {
            // Sums of bits of which one is 1 are bits.
            isFrom[i] = i == 0 ? isAt[0] : new Bit(builder.Add(isFrom[i - 1].Wire, isAt[i].Wire));
            after = builder.MultiplyAdd(Fr.One, isAt[i], others[i].Market, after.Exists ? after : default(Term<Fr>));
            before = builder.MultiplyAdd(Fr.One, isAt[i + 1], others[i].Market, before.Exists ? before : default(Term<Fr>));
        }

        // Except at place 0 there is a market before, and it is lower. Without the first of the two the place could be behind empty positions.
        builder.ComputeUInt(PositionWires.MarketBits, before, isAt[0].Wire, constant: -Fr.One);
        builder.ComputeUInt(PositionWires.MarketBits, market, new(-Fr.One, before), isAt[0].Wire, -Fr.One);
        var isLast = builder.IsZero(after);
        builder.ComputeUInt(PositionWires.MarketBits, after, new(-Fr.One, market), new(Hints.PowerOfTwo<Fr>(PositionWires.MarketBits), isLast), -Fr.One);
        return new PositionPlace(isAt, isFrom);
    }

    /// <summary>
    /// The list of the others with the position put in where it is present. From its place on each position takes the place of the one after; what is
    /// pushed out at the end must be empty, so there is no witness for a seventeenth position.
    /// </summary>
    public Wire[] Insert(CircuitBuilder<Fr> builder, Bit isPresent, Wire position, IReadOnlyList<Wire> others)
    {
        using var scope = builder.Scope("list");
        var list = new Wire[Positions];
        var pushed = builder.Multiply(isPresent, position);
        for (var i = 0; i < Positions; i++)
        {
            var shift = builder.And(isPresent, IsFrom[i]);
            (list[i], pushed) = builder.Swap(shift, others[i], pushed);
        }

        builder.AssertConstant(pushed, Fr.Zero);
        return list;
    }
}
