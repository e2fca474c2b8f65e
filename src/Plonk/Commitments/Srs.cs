using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// A structured reference string of KZG commitments (Kate, Zaverucha, Goldberg 2010): [τ^0]_1, ..., [τ^(N−1)]_1 and [τ]_2 for a τ that nobody may
/// know. It serves every circuit that needs at most N powers. For some domains it may also have the Lagrange base, with which a polynomial that is known
/// by its values is committed to; nothing needs one, but columns of small numbers are committed to faster.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed partial class Srs<TF> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>The smallest domain with a Lagrange base, which is the smallest of a circuit: 2^3 rows.</summary>
    public const int MinimumLagrangeLog2 = 3;

    /// <summary>The largest domain of a circuit: 2^28 rows.</summary>
    public const int MaximumLagrangeLog2 = 28;

    private readonly SortedDictionary<int, G1Vector<TF>> _lagrangeBases = [];

    /// <summary>
    /// Takes ownership of the points. Nothing about them is checked here: <see cref="Check"/> does that, and the readers of files call it.
    /// </summary>
    /// <param name="curve">The curve.</param>
    /// <param name="powers">At least two points.</param>
    /// <param name="tauG2">[τ]_2.</param>
    /// <param name="isDevelopment">Whether one machine made it, so that whoever controlled that machine can forge proofs.</param>
    /// <param name="lagrangeBases">Lagrange bases with their k, each of 2^k points and no more than there are powers; null for none.</param>
    /// <exception cref="ArgumentException">A base has another size than its k says, or stands there twice.</exception>
    public Srs(
        PairingCurve<TF> curve,
        G1Vector<TF> powers,
        G2Point tauG2,
        bool isDevelopment,
        IEnumerable<KeyValuePair<int, G1Vector<TF>>>? lagrangeBases = null)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(powers);
        ArgumentNullException.ThrowIfNull(tauG2);
        ArgumentOutOfRangeException.ThrowIfLessThan(powers.Count, 2);
        Curve = curve;
        Powers = powers;
        TauG2 = tauG2;
        IsDevelopment = isDevelopment;
        foreach (var (log2, points) in lagrangeBases ?? [])
        {
            ArgumentNullException.ThrowIfNull(points, nameof(lagrangeBases));
            if (!CanHaveLagrangeBase(powers.Count, log2) || points.Count != 1L << log2)
                throw new ArgumentException($"{points.Count} points are no Lagrange base of 2^{log2} rows beside {powers.Count} powers", nameof(lagrangeBases));
            _lagrangeBases.Add(log2, points);
        }
    }

    /// <summary>The curve.</summary>
    public PairingCurve<TF> Curve { get; }

    /// <summary>N, the number of powers in G1.</summary>
    public long Size => Powers.Count;

    /// <summary>
    /// [τ^i]_1 at index i. Whoever makes many proofs may trade memory for time by <see cref="G1Vector{TFr}.Precompute"/>; <see cref="G1Vector{TFr}.SizeWith"/>
    /// states how much.
    /// </summary>
    public G1Vector<TF> Powers { get; }

    /// <summary>[τ]_2.</summary>
    public G2Point TauG2 { get; }

    /// <summary>Whether one machine made it: for development only, and every tool that uses it says so.</summary>
    public bool IsDevelopment { get; }

    /// <summary>The k of the domains whose Lagrange base it has, ascending.</summary>
    public IReadOnlyCollection<int> LagrangeLog2 => _lagrangeBases.Keys;

    /// <summary>
    /// The Lagrange base of the domain of 2^<paramref name="log2"/> rows: [L_i(τ)]_1 at index i, where L_i is the polynomial of degree below 2^k that is one
    /// at ω^i and zero at the other rows. <see langword="null"/> if there is none.
    /// </summary>
    public G1Vector<TF>? LagrangeBase(int log2) => _lagrangeBases.GetValueOrDefault(log2);

    /// <summary>The k of all domains whose Lagrange base can be checked against so many powers.</summary>
    public static IEnumerable<int> PossibleLagrangeLog2(long powers) =>
        Enumerable.Range(MinimumLagrangeLog2, MaximumLagrangeLog2 - MinimumLagrangeLog2 + 1).Where(log2 => CanHaveLagrangeBase(powers, log2));

    /// <inheritdoc/>
    public void Dispose()
    {
        Powers.Dispose();
        foreach (var points in _lagrangeBases.Values)
            points.Dispose();
    }

    private static bool CanHaveLagrangeBase(long powers, int log2) =>
        log2 >= MinimumLagrangeLog2 && log2 <= Math.Min(MaximumLagrangeLog2, TF.TwoAdicity) && 1L << log2 <= powers;
}
