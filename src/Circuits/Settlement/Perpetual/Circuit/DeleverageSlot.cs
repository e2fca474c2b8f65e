using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The secret inputs of a deleverage's slot.</summary>
/// <param name="IsUsed">Whether it holds a deleverage.</param>
/// <param name="State">What the slot starts from.</param>
/// <param name="Market">The market; 0 in an unused slot.</param>
/// <param name="Size">What is closed; 0 in an unused slot.</param>
/// <param name="Quote">What one of the two pays the other; 0 in an unused slot.</param>
/// <param name="VictimSells">Whether the bankrupt account's position is long.</param>
/// <param name="VictimPays">Whether the bankrupt account pays it.</param>
/// <param name="Cover">What the insurance fund adds; 0 in an unused slot.</param>
/// <param name="Victim">The bankrupt account.</param>
/// <param name="Counterparty">The account with the opposite position.</param>
public sealed record DeleverageInput(
    bool IsUsed,
    PerpetualScalars State,
    BigInteger Market,
    BigInteger Size,
    BigInteger Quote,
    bool VictimSells,
    bool VictimPays,
    BigInteger Cover,
    VictimInput Victim,
    VictimInput Counterparty);

/// <summary>
/// A slot in which a position of a bankrupt account is closed against an opposite one. What the account gets is the least that keeps its ratio; what that
/// exceeds the market's price by comes from the insurance fund as far as it goes, the rest is in the price.
/// </summary>
internal static class DeleverageSlot
{
    private const int AmountBits = PerpetualUnits.AmountBits;
    private const int WordBits = PerpetualUnits.WordBits;

    /// <summary>Places a slot's rows.</summary>
    public static OperationWires Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, DeleverageInput> inputs, BatchWires batch)
    {
        using var scope = builder.Scope("deleverage");
        var isUsed = inputs.Bit("is used", d => d.IsUsed);
        var before = SequentialState.Read(inputs.Select(d => d.State));
        var market = new UInt(inputs.Field("market", d => d.Market), PerpetualUnits.MarketBits);
        var size = inputs.UInt("size", AmountBits, d => d.Size);
        var quote = inputs.UInt("quote", AmountBits, d => d.Quote);
        var victimSells = inputs.Bit("victim sells", d => d.VictimSells);
        var victimPays = inputs.Bit("victim pays", d => d.VictimPays);
        var cover = inputs.UInt("cover", AmountBits, d => d.Cover);
        using (builder.Scope("fields"))
        {
            OperationWires.AssertPositiveIf(builder, isUsed, market);
            OperationWires.AssertPositiveIf(builder, isUsed, size);
            OperationWires.AssertPositiveIf(builder, victimPays, quote);
            foreach (var value in new[] { size, quote, cover })
                OperationWires.AssertZeroUnless(builder, isUsed, value);
        }

        var two = Fr.FromUInt64(2);
        var sold = new SignedInt(builder.MultiplyAdd(two, victimSells, size, new(-Fr.One, size)), AmountBits);
        var paid = new SignedInt(builder.MultiplyAdd(two, victimPays, quote, new(-Fr.One, quote)), AmountBits);
        var bought = new SignedInt(builder.Affine(-Fr.One, sold, Fr.Zero), AmountBits);
        var got = new SignedInt(builder.Subtract(cover.Wire, paid.Wire), AmountBits + 1);
        TakenPosition victim, counterparty;
        using (builder.Scope("victim"))
        {
            victim = TakenPosition.Define(builder, inputs.Select(d => d.Victim), batch, market, size, victimSells, sold, got);
            using (builder.Scope("bankrupt"))
                builder.AssertImplies(isUsed, victim.Before.Margin.IsBankrupt(builder));
            using (builder.Scope("price"))
            {
                builder.AssertTrue(victim.KeepsRatio(builder));
                builder.AssertZeroIf(isUsed, victim.KeepsRatio(builder, oneLess: true));
            }

            AssertCover(builder, before.Insurance, got, builder.Multiply(sold, victim.Before.Price), cover);
            victim.Access.Replace(builder, batch, isUsed, victim.Before.OldLeaf, victim.After.Leaf(builder));
        }

        using (builder.Scope("counterparty"))
        {
            counterparty = TakenPosition.Define(builder, inputs.Select(d => d.Counterparty), batch, market, size, builder.Not(victimSells), bought, paid);
            builder.AssertTrue(counterparty.IsLegal(builder));
            counterparty.Access.Replace(builder, batch, isUsed, counterparty.Before.OldLeaf, counterparty.After.Leaf(builder));
        }

        OperationWires.AssertDifferIf(builder, isUsed, victim.Access, counterparty.Access);
        var words = OperationWires.PackIf(
            builder,
            isUsed,
            [
                (builder.Constant(new BigInteger(PerpetualSlot.Deleverage.Kind())), 8),
                (victim.Access.Index, WordBits),
                (counterparty.Access.Index, WordBits),
                (market, PerpetualUnits.MarketBits),
                (size, AmountBits + 1),
                (quote, AmountBits + 1),
                (victimSells, 1),
                (victimPays, 1),
            ],
            [(cover, AmountBits + 1)]);
        return new OperationWires(isUsed, words)
        {
            State = (before, After(builder, batch, before, cover)),
            OpenInterest = (market, builder.Add(victim.OpenInterest, counterparty.OpenInterest)),
        };
    }

    /// <summary>The fund covers what the account gets beyond the market's price, or adds all that it has.</summary>
    private static void AssertCover(CircuitBuilder<Fr> builder, UInt insurance, SignedInt got, SignedInt value, UInt cover)
    {
        using var scope = builder.Scope("cover");
        var mark = builder.FloorShift(value, PerpetualUnits.FractionBits).Quotient;
        var loss = builder.AssertNonNegative(builder.Subtract(got, mark));
        builder.AssertEqual(cover, builder.Min(insurance, loss));
    }

    private static SequentialState After(CircuitBuilder<Fr> builder, BatchWires batch, SequentialState before, UInt cover)
    {
        // The cover is at most the fund.
        var insurance = new UInt(builder.Subtract(before.Insurance.Wire, cover.Wire), SequentialState.InsuranceBits);
        return before with { Tripped = builder.Or(before.Tripped, builder.IsLess(insurance, batch.InsuranceFloor)), Insurance = insurance };
    }
}
