using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The secret inputs of one side of a forced trade.</summary>
/// <param name="Access">The account's place.</param>
/// <param name="Exists">Whether an account is there.</param>
/// <param name="Account">The account; an empty one where none is.</param>
/// <param name="Number">The order's number.</param>
/// <param name="Expiry">The last batch time at which it may be settled.</param>
/// <param name="Signature">The six halves of its signature, 128 bits each.</param>
/// <param name="Place">What stands at its place of the fills tree.</param>
public sealed record ForcedSideInput(
    AccessInput Access,
    bool Exists,
    FullAccountInput Account,
    BigInteger Number,
    BigInteger Expiry,
    IReadOnlyList<BigInteger> Signature,
    FillInput Place);

/// <summary>The terms of a forced trade.</summary>
/// <param name="Number">The market's number, any 8 bits.</param>
/// <param name="Market">The same, 0 for one that is not known.</param>
/// <param name="Size">The size.</param>
/// <param name="Quote">The quote.</param>
internal sealed record ForcedTerms(UInt Number, Wire Market, UInt Size, UInt Quote);

/// <summary>What a forced trade would do to one side.</summary>
/// <param name="Reduction">How the position would change.</param>
/// <param name="IsInRange">Whether every number stays in its range and the position finds room.</param>
/// <param name="IsLegal">Whether the account may pass to its new margin; meaningless where something leaves its range.</param>
internal sealed record ForcedCandidate(Reduction Reduction, Bit IsInRange, Bit IsLegal);

/// <summary>One side of a forced trade: nothing is asserted of the request, everything is answered.</summary>
internal sealed class ForcedSideGadget
{
    private const int AmountBits = PerpetualUnits.AmountBits;
    private const int WordBits = PerpetualUnits.WordBits;
    private readonly ForcedTerms _terms;
    private readonly FillsPlace _place;
    private readonly SignedInt _position;
    private readonly SignedInt _collateral;

    private ForcedSideGadget(CircuitBuilder<Fr> builder, CircuitInputs<Fr, ForcedSideInput> inputs, BatchWires batch, ForcedTerms terms, bool isBuyer)
    {
        _terms = terms;
        Access = AccountCell.Read(inputs.Select(s => s.Access));
        Exists = inputs.Bit("exists", s => s.Exists);
        Number = inputs.UInt("number", WordBits, s => s.Number);
        Expiry = inputs.UInt("expiry", WordBits, s => s.Expiry);
        Signature = RequestSignatureWires.Read(inputs.Select(s => s.Signature));
        Account = FullAccount.Open(builder, inputs.Select(s => s.Account), batch.Tables, terms.Market);
        _place = FillsPlace.Open(builder, inputs.Select(s => s.Place), Number, terms.Size);
        builder.AssertEqual(_place.OldRoot, Account.Head.Fills);
        var (size, quote) = (terms.Size.Wire, terms.Quote.Wire);
        _position = new SignedInt(isBuyer ? size : builder.Affine(-Fr.One, size, Fr.Zero), AmountBits);
        _collateral = new SignedInt(isBuyer ? builder.Affine(-Fr.One, quote, Fr.Zero) : quote, AmountBits);
        using (builder.Scope("order"))
        {
            var zero = builder.Constant(BigInteger.Zero);
            var message = OrderGadget.Message(
                builder, batch.Domain, Access.Index, terms.Number, builder.Constant(isBuyer), builder.Constant(false), Number, Expiry, terms.Size, terms.Quote, zero);
            IsInTime = builder.IsLessOrEqual(batch.Time, Expiry);
            var hasNumber = builder.Not(builder.IsZero(Number));
            var isNew = builder.IsLessOrEqual(_place.Filled, terms.Size);
            IsFillable = builder.And(builder.And(hasNumber, _place.IsOpen), isNew);
            IsSigned = Signature.IsValid(builder, Exists, (Account.Head.X, Account.Head.Y), message);
        }
    }

    /// <summary>The account's place.</summary>
    public AccountCell Access { get; }

    /// <summary>Whether an account is there.</summary>
    public Bit Exists { get; }

    /// <summary>The account.</summary>
    public FullAccount Account { get; }

    /// <summary>The order's number.</summary>
    public UInt Number { get; }

    /// <summary>Its expiry.</summary>
    public UInt Expiry { get; }

    /// <summary>Its signature.</summary>
    public RequestSignatureWires Signature { get; }

    /// <summary>Whether it has not expired.</summary>
    public Bit IsInTime { get; }

    /// <summary>Whether it has a number, is not replaced and has nothing filled.</summary>
    public Bit IsFillable { get; }

    /// <summary>Whether its signature is one.</summary>
    public Bit IsSigned { get; }

    /// <summary>Opens a side.</summary>
    public static ForcedSideGadget Open(CircuitBuilder<Fr> builder, CircuitInputs<Fr, ForcedSideInput> inputs, BatchWires batch, ForcedTerms terms, bool isBuyer) =>
        new(builder, inputs, batch, terms, isBuyer);

    /// <summary>
    /// What the trade would do. The new position is only put in where it has room and a notional; where it has not, the answer is that already.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="isAllowed">Whether everything that is judged before holds.</param>
    /// <param name="price">The market's price; 0 where it does not.</param>
    public ForcedCandidate Try(CircuitBuilder<Fr> builder, Bit isAllowed, UInt price)
    {
        using var scope = builder.Scope("candidate");
        var balance = builder.Add(Account.Balance, _position);
        var reduction = Reduction.Of(builder, Account.Balance, balance);
        var isHeld = builder.And(IsWithin(builder, balance, AmountBits), builder.Not(Account.IsFull(builder)));
        var notional = builder.Absolute(builder.Multiply(balance, price)).Magnitude;
        var most = ((BigInteger.One << (MarketTables.NotionalBits - PerpetualUnits.FractionBits)) - 1) << PerpetualUnits.FractionBits;
        var hasTier = builder.IsLessOrEqual(notional, builder.Constant(most));
        var isPossible = builder.And(isAllowed, builder.And(isHeld, hasTier));
        var margin = Account.Candidate(builder, _collateral, builder.Multiply(isPossible, _position));
        var isPaid = IsWithin(builder, builder.Add(Account.Collateral, _collateral), AmountBits);
        var isInRange = builder.And(builder.And(isPossible, isPaid), margin.IsInRange(builder));
        return new ForcedCandidate(reduction, isInRange, Margin.IsLegal(builder, Account.Margin, margin, reduction.Reduces));
    }

    /// <summary>Does the trade or leaves the account with its funding settled; a place without account stays empty.</summary>
    public void Finish(CircuitBuilder<Fr> builder, BatchWires batch, Bit isUsed, Bit isDone)
    {
        var fills = builder.Select(isDone, _place.NewRoot, _place.OldRoot);
        var changed = Account.Change(builder, builder.Gate(isDone, _collateral), builder.Gate(isDone, _position), fills);
        Access.Replace(builder, batch, isUsed, builder.Multiply(Exists, Account.OldLeaf), builder.Multiply(Exists, changed.Leaf(builder)));
    }

    private static Bit IsWithin(CircuitBuilder<Fr> builder, SignedInt x, int bits)
    {
        var bound = BigInteger.One << bits;
        return builder.And(builder.IsLessOrEqual(builder.SignedConstant(-bound), x), builder.IsLess(x, builder.SignedConstant(bound)));
    }
}
