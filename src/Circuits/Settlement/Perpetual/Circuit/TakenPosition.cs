namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>An account that loses a position, or a part of one, without its signature.</summary>
/// <param name="Access">Its place.</param>
/// <param name="Before">The account before.</param>
/// <param name="After">The account after.</param>
/// <param name="OpenInterest">By how much its long position changes.</param>
internal sealed record TakenPosition(AccountCell Access, FullAccount Before, ChangedAccount After, SignedInt OpenInterest)
{
    /// <summary>
    /// Opens the account and takes what is sold from its position: it has at least as much, of this sign, so it only reduces. Whether that is legal is for the
    /// caller to assert.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="market">The market.</param>
    /// <param name="size">How much is taken.</param>
    /// <param name="isLong">Whether the position is long.</param>
    /// <param name="sold">What is taken, with the position's sign.</param>
    /// <param name="collateral">The change of the collateral.</param>
    public static TakenPosition Define(
        CircuitBuilder<Fr> builder,
        CircuitInputs<Fr, VictimInput> inputs,
        BatchWires batch,
        UInt market,
        UInt size,
        Bit isLong,
        SignedInt sold,
        SignedInt collateral)
    {
        var access = AccountCell.Read(inputs.Select(v => v.Access));
        var account = FullAccount.Open(builder, inputs.Select(v => v.Account), batch.Tables, market);
        using (builder.Scope("position"))
        {
            var held = new SignedInt(builder.MultiplyAdd(Fr.FromUInt64(2), isLong, account.Balance, new(-Fr.One, account.Balance)), account.Balance.Bits + 1);
            builder.AssertLessOrEqual(builder.Signed(size), held);
        }

        var change = new SignedInt(builder.Affine(-Fr.One, sold, Fr.Zero), sold.Bits);
        var changed = account.Change(builder, collateral, change, account.Head.Fills);
        var openInterest = new SignedInt(builder.MultiplyAdd(-Fr.One, isLong, size), size.Bits);
        return new TakenPosition(access, account, changed, openInterest);
    }

    /// <summary>Whether the change is legal, with one unit of collateral less if it is asked so.</summary>
    public Bit IsLegal(CircuitBuilder<Fr> builder, bool oneLess = false) =>
        Margin.IsLegal(builder, Before.Margin, oneLess ? After.Margin.OneLess(builder) : After.Margin, builder.Constant(true));

    /// <summary>Whether the change keeps the ratio of TV and MMR, with one unit of collateral less if it is asked so.</summary>
    public Bit KeepsRatio(CircuitBuilder<Fr> builder, bool oneLess = false) =>
        Margin.KeepsRatio(builder, Before.Margin, oneLess ? After.Margin.OneLess(builder) : After.Margin);
}
