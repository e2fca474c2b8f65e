using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// A proof. Nothing is checked on construction; the verifier compares the counts with its key and refuses points that are malformed or at infinity.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
/// <param name="commitments">
/// Advice columns, multiplicity columns, accumulators (z, then the bus sums), quotient pieces, W, W′, in this order.
/// </param>
/// <param name="evaluations">The values at ζ and ζω, in the order of <see cref="ProofLayout{TF}"/>.</param>
public sealed class Proof<TF>(IReadOnlyList<G1Point> commitments, IReadOnlyList<TF> evaluations)
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>The group elements, in the order in which the rounds send them.</summary>
    public IReadOnlyList<G1Point> Commitments { get; } = commitments;

    /// <summary>The claimed values of the opened polynomials.</summary>
    public IReadOnlyList<TF> Evaluations { get; } = evaluations;
}
