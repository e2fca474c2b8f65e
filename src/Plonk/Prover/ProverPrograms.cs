using Zk.Field;

namespace Zk.Plonk;

/// <summary>The programs of one key, compiled once for all its proofs.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal sealed class ProverPrograms<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    public ProverPrograms(VerifyingKey<TF> key)
    {
        bool Vanishes(Expression<TF> leaf) => leaf.Kind == ExpressionKind.Fixed && key.IsZeroColumn(leaf.Index);
        GateProgram<TF> Compile(params IReadOnlyList<Expression<TF>> expressions) => GateProgram<TF>.Compile(expressions, Vanishes);

        var permutation = PermutationArgument.Fraction(key.System);
        Permutation = Compile(permutation.Numerator, permutation.Denominator);
        Bus = [.. key.System.BusGroups.Select(BusArgument.Fraction).Select(sum => Compile(sum.Numerator, sum.Denominator))];

        // Times the factor ∏_{i=u}^{n−1}(X − ω^i) of 1/Z.
        var sum = ConstraintSum.Combine(key.System.Constraints.Select(c => c.Constraint), Expression<TF>.Challenge(ChallengeId.Alpha));
        Combined = Domain.BlindingPoints<TF>(key.Log2).Aggregate(sum, (product, point) => product * (Expression<TF>.X - Expression<TF>.Constant(point)));
        Quotient = Compile(Combined);
    }

    /// <summary>Numerator and denominator of the permutation's step.</summary>
    public GateProgram<TF> Permutation { get; }

    /// <summary>Numerator and denominator of each bus group's step.</summary>
    public IReadOnlyList<GateProgram<TF>> Bus { get; }

    /// <summary>The quotient times X^n − 1, as an expression.</summary>
    public Expression<TF> Combined { get; }

    /// <summary>The same as a program.</summary>
    public GateProgram<TF> Quotient { get; }
}
