using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Copy constraints as expressions: the grand product of GWC19 (eprint 2019/953, section 5) over usable rows only, and the binding of public
/// inputs, which stand outside the permutation.
/// </summary>
internal static class PermutationArgument
{
    /// <summary>The index of z among the accumulators.</summary>
    public const int Accumulator = 0;

    /// <summary>
    /// The factors 1, g, g², ... with g the multiplicative generator. For j below the odd part of r − 1 the cosets g^j·⟨ω⟩ are distinct;
    /// <see cref="CosetsAreDisjoint{TF}"/> checks it for the size at hand.
    /// </summary>
    public static TF[] CosetFactors<TF>(int columns)
        where TF : unmanaged, IPrimeField<TF>
    {
        var factors = new TF[columns];
        factors[0] = TF.One;
        for (var j = 1; j < columns; j++)
            factors[j] = factors[j - 1] * TF.MultiplicativeGenerator;
        return factors;
    }

    /// <summary>k_i/k_j is in the subgroup of order n exactly when its n-th power is one.</summary>
    public static bool CosetsAreDisjoint<TF>(IReadOnlyList<TF> factors, int log2)
        where TF : unmanaged, IPrimeField<TF>
    {
        for (var i = 0; i < factors.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if ((factors[i] * factors[j].Inverse()).Pow(1UL << log2).IsOne)
                    return false;
            }
        }

        return true;
    }

    /// <summary>On the public-input rows advice column 0 equals PI; no fixed column is needed, the verifier knows the selector in closed form.</summary>
    public static IEnumerable<Gate<TF>> InstanceGates<TF>(int publicInputs)
        where TF : unmanaged, IPrimeField<TF>
    {
        if (publicInputs > 0)
            yield return new("public input", (Expression<TF>.InstanceSelector * Expression<TF>.Advice(0)) - Expression<TF>.Instance);
    }

    /// <summary>
    /// z starts at one, is multiplied on each usable row by the quotient of labelled cells, and ends at one. The end is tested as z(ωX) on row
    /// u−1, because the main constraint is cut off at row u and z(ω^u) would otherwise be free.
    /// </summary>
    public static IEnumerable<Gate<TF>> Constraints<TF>(ConstraintSystem<TF> system)
        where TF : unmanaged, IPrimeField<TF>
    {
        var z = Expression<TF>.Accumulator(Accumulator);
        var next = Expression<TF>.Accumulator(Accumulator, 1);
        var (numerator, denominator) = Fraction(system);
        yield return new("permutation start", Expression<TF>.FirstRow * (z - 1));
        yield return new("permutation end", Expression<TF>.LastRow * (next - 1));
        yield return new("permutation", (next * denominator) - (z * numerator));
    }

    /// <summary>What z is multiplied by on a row: the product over the columns of (a_j + γ + k_j β X)/(a_j + γ + β σ_j).</summary>
    public static (Expression<TF> Numerator, Expression<TF> Denominator) Fraction<TF>(ConstraintSystem<TF> system)
        where TF : unmanaged, IPrimeField<TF>
    {
        var beta = Expression<TF>.Challenge(ChallengeId.Beta);
        var gamma = Expression<TF>.Challenge(ChallengeId.Gamma);
        Expression<TF> numerator = 1;
        Expression<TF> denominator = 1;
        for (var j = 0; j < system.AdviceColumns; j++)
        {
            var cell = Expression<TF>.Advice(j) + gamma;
            numerator *= cell + (Expression<TF>.Constant(system.CosetFactors[j]) * (beta * Expression<TF>.X));
            denominator *= cell + (beta * Expression<TF>.Fixed(system.FixedColumns + j));
        }

        return (numerator, denominator);
    }
}
