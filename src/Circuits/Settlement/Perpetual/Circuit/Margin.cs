using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What an account is worth and what it must hold.</summary>
/// <param name="Value">The total value TV; signed 95 bits, .32.</param>
/// <param name="Initial">The initial margin requirement IMR; 127 bits, .64.</param>
/// <param name="Maintenance">The maintenance margin requirement MMR, .64.</param>
internal sealed record Margin(SignedInt Value, UInt Initial, UInt Maintenance)
{
    public const int ValueBits = 95;
    public const int RequirementBits = 127;
    private const int FractionBits = 32;

    /// <summary>Bits of a sum over seventeen positions. MMR is not above IMR in a valid configuration, which no rule here relies on.</summary>
    private const int SumBits = Risk.Bits + 5;

    /// <summary>
    /// The margin of collateral and positions; there is no witness where a number leaves its range.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="collateral">The collateral.</param>
    /// <param name="values">What the positions are worth, .32.</param>
    /// <param name="risks">Their risks.</param>
    public static Margin Of(CircuitBuilder<Fr> builder, SignedInt collateral, IReadOnlyList<Wire> values, IReadOnlyList<Risk> risks)
    {
        using var scope = builder.Scope("margin");
        Wire Total(Func<Risk, UInt> kind) => builder.Sum<Fr>([.. risks.Select(r => (Term<Fr>)kind(r).Wire)]);
        var value = builder.Sum<Fr>([new(Hints.PowerOfTwo<Fr>(FractionBits), collateral), .. values.Select(v => (Term<Fr>)v)]);
        return Checked(builder, value, Total(r => r.Initial), Total(r => r.Maintenance));
    }

    /// <summary>The margin after a change of the collateral and of one position.</summary>
    public Margin After(CircuitBuilder<Fr> builder, SignedInt change, (Wire Value, Risk Risk) before, (Wire Value, Risk Risk) after)
    {
        using var scope = builder.Scope("margin");
        var candidate = Candidate(builder, change, before, after);
        return Checked(builder, candidate.Value, candidate.Initial, candidate.Maintenance);
    }

    /// <summary>As <see cref="After(CircuitBuilder{Fr}, SignedInt, ValueTuple{Wire, Risk}, ValueTuple{Wire, Risk})"/>, with numbers that may leave their ranges.</summary>
    public Margin Candidate(CircuitBuilder<Fr> builder, SignedInt change, (Wire Value, Risk Risk) before, (Wire Value, Risk Risk) after)
    {
        Wire Replace(UInt sum, UInt old, UInt now) => builder.Compute(sum.Wire, new(-Fr.One, old), now.Wire);
        var value = builder.Compute(Value.Wire, new(Hints.PowerOfTwo<Fr>(FractionBits), change));
        value = builder.Compute(value, new(-Fr.One, before.Value), after.Value);

        // Four numbers of at most change.Bits + 32, 95 and 96 bits; and sums that had the old risk in them, so they do not become negative.
        return new Margin(
            new SignedInt(value, Math.Max(change.Bits + FractionBits, MarketTables.NotionalBits) + 2),
            new UInt(Replace(Initial, before.Risk.Initial, after.Risk.Initial), SumBits),
            new UInt(Replace(Maintenance, before.Risk.Maintenance, after.Risk.Maintenance), SumBits));
    }

    /// <summary>Whether TV has 95 bits and IMR and MMR have 127.</summary>
    public Bit IsInRange(CircuitBuilder<Fr> builder)
    {
        using var scope = builder.Scope("range of the margin");
        var bound = BigInteger.One << ValueBits;
        var isAbove = builder.IsLessOrEqual(builder.SignedConstant(-bound), Value);
        var isBelow = builder.IsLess(Value, builder.SignedConstant(bound));
        var limit = builder.Constant(BigInteger.One << RequirementBits);
        var areBelow = builder.And(builder.IsLess(Initial, limit), builder.IsLess(Maintenance, limit));
        return builder.And(builder.And(isAbove, isBelow), areBelow);
    }

    /// <summary>The margin after a change of the collateral alone.</summary>
    public Margin After(CircuitBuilder<Fr> builder, SignedInt change)
    {
        using var scope = builder.Scope("margin");
        return this with { Value = builder.ComputeSignedInt<Fr>(ValueBits, Value.Wire, new(Hints.PowerOfTwo<Fr>(FractionBits), change)) };
    }

    /// <summary>The margin with one unit of collateral less, which no account has: nothing is asserted of it.</summary>
    public Margin OneLess(CircuitBuilder<Fr> builder) =>
        this with { Value = new SignedInt(builder.Affine(Fr.One, Value, -Hints.PowerOfTwo<Fr>(FractionBits)), ValueBits + 1) };

    /// <summary>The margin with an amount of collateral less, which the account may not have: nothing is asserted of it.</summary>
    public Margin Less(CircuitBuilder<Fr> builder, UInt amount) =>
        this with { Value = builder.Subtract(Value, new UInt(builder.Affine(Hints.PowerOfTwo<Fr>(FractionBits), amount, Fr.Zero), amount.Bits + FractionBits)) };

    /// <summary>Whether IMR &lt;= TV.</summary>
    public Bit IsHealthy(CircuitBuilder<Fr> builder) => Covers(builder, Initial);

    /// <summary>Whether MMR &gt; TV.</summary>
    public Bit IsLiquidatable(CircuitBuilder<Fr> builder) => builder.Not(Covers(builder, Maintenance));

    /// <summary>Whether TV is negative.</summary>
    public Bit IsBankrupt(CircuitBuilder<Fr> builder) => builder.IsNegative(Value);

    /// <summary>
    /// Whether an account may pass from one margin to another: it is healthy afterwards, or its operation only reduces and does not make it worse,
    /// TV·MMR' &lt;= TV'·MMR, and TV &lt;= TV' where MMR is 0.
    /// </summary>
    public static Bit IsLegal(CircuitBuilder<Fr> builder, Margin before, Margin after, Bit reduces)
    {
        using var scope = builder.Scope("legal");
        var ratio = KeepsRatio(builder, before, after);
        var isFree = builder.IsZero(before.Maintenance);
        var isWorse = builder.IsLess(after.Value, before.Value);
        var reducing = builder.And(builder.And(reduces, ratio), builder.Not(builder.And(isFree, isWorse)));
        return builder.Or(after.IsHealthy(builder), reducing);
    }

    /// <summary>Whether TV·MMR' &lt;= TV'·MMR.</summary>
    public static Bit KeepsRatio(CircuitBuilder<Fr> builder, Margin before, Margin after) =>
        builder.IsLessOrEqual(builder.Multiply(before.Value, after.Maintenance), builder.Multiply(after.Value, before.Maintenance));

    private static Margin Checked(CircuitBuilder<Fr> builder, Wire value, Wire initial, Wire maintenance) =>
        new(builder.ToSignedInt(value, ValueBits), builder.ToUInt(initial, RequirementBits), new UInt(maintenance, SumBits));

    private Bit Covers(CircuitBuilder<Fr> builder, UInt requirement)
    {
        var value = new SignedInt(builder.Affine(Hints.PowerOfTwo<Fr>(FractionBits), Value, Fr.Zero), Value.Bits + FractionBits);
        return builder.IsLessOrEqual(builder.Signed(requirement), value);
    }
}
