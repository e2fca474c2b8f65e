using System.Buffers;
using System.Numerics;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// All that a verifier knows about a circuit. Its digest opens every transcript, so a proof is bound to each part of the key.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class VerifyingKey<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private readonly byte[] _digest;

    /// <summary>Checks the parts against each other and computes the digest.</summary>
    /// <exception cref="ArgumentException">The parts do not fit; the message names the one that does not.</exception>
    public VerifyingKey(
        string circuit,
        int log2,
        ConstraintSystem<TF> system,
        PairingCurve<TF> curve,
        IReadOnlyList<G1Point> fixedCommitments,
        G2Point tauG2,
        bool developmentSrs,
        CommitmentScheme scheme = CommitmentScheme.Shplonk)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(fixedCommitments);
        ArgumentNullException.ThrowIfNull(tauG2);
        if (log2 < 3 || log2 > Math.Min(28, TF.TwoAdicity))
            throw new ArgumentException($"key of '{circuit}': a domain of 2^{log2} rows is not possible", nameof(log2));
        Circuit = circuit;
        Log2 = log2;
        System = system;
        Curve = curve;
        FixedCommitments = [.. fixedCommitments];
        TauG2 = tauG2;
        DevelopmentSrs = developmentSrs;
        Scheme = scheme;
        FixedPacks = OpeningScheme<TF>.Of(scheme).Pack(system.KeyColumns);
        if (fixedCommitments.Count != FixedPacks.Count)
            throw new ArgumentException($"key of '{circuit}': {fixedCommitments.Count} fixed commitments instead of {FixedPacks.Count}", nameof(fixedCommitments));
        if (system.PublicInputs > UsableRows)
            throw new ArgumentException($"key of '{circuit}': {system.PublicInputs} public inputs and {UsableRows} usable rows", nameof(system));
        if (!PermutationArgument.CosetsAreDisjoint(system.CosetFactors, log2))
            throw new ArgumentException($"key of '{circuit}': the coset factors of the permutation do not give disjoint cosets", nameof(system));
        if (TF.Characteristic <= (BigInteger)system.Bus.Count * Rows)
            throw new ArgumentException($"key of '{circuit}': the field is too small to count {system.Bus.Count} lookups on each of {Rows} rows", nameof(system));
        if (PermutationCommitments.Any(p => p.IsInfinity))
            throw new ArgumentException($"key of '{circuit}': the commitment to a permutation column is at infinity", nameof(fixedCommitments));
        if (tauG2.IsInfinity)
            throw new ArgumentException($"key of '{circuit}': tau is zero", nameof(tauG2));
        var description = new ArrayBufferWriter<byte>();
        CanonicalDescription.WriteKey(description, this);
        _digest = Keccak256.Hash(description.WrittenSpan);
        Layout = new ProofLayout<TF>(this);
    }

    /// <summary>The circuit's identifier.</summary>
    public string Circuit { get; }

    /// <summary>k, for a domain of n = 2^k rows.</summary>
    public int Log2 { get; }

    /// <summary>n.</summary>
    public long Rows => 1L << Log2;

    /// <summary>u, the number of constrained rows.</summary>
    public long UsableRows => Rows - ConstraintSystem<TF>.BlindingRows;

    /// <summary>Columns, gates, bus, public inputs.</summary>
    public ConstraintSystem<TF> System { get; }

    /// <summary>The pairing curve.</summary>
    public PairingCurve<TF> Curve { get; }

    /// <summary>How columns are committed to and opened.</summary>
    public CommitmentScheme Scheme { get; }

    /// <summary>
    /// With SHPLONK commitments to the F fixed columns (infinity for a column of zeros), then to the W permutation columns; with fflonk one to the pack of
    /// all of them.
    /// </summary>
    public IReadOnlyList<G1Point> FixedCommitments { get; }

    /// <summary>[τ]_2 of the SRS.</summary>
    public G2Point TauG2 { get; }

    /// <summary>Whether the SRS was made on one machine for development, so that whoever made it can forge proofs.</summary>
    public bool DevelopmentSrs { get; }

    /// <summary>The order of commitments and evaluations in this key's proofs.</summary>
    public ProofLayout<TF> Layout { get; }

    /// <summary>Keccak-256 of <see cref="CanonicalDescription.WriteKey{TF}"/>, 32 bytes.</summary>
    public ReadOnlySpan<byte> Digest => _digest;

    /// <summary>The columns of each fixed commitment.</summary>
    internal IReadOnlyList<IReadOnlyList<Column>> FixedPacks { get; }

    /// <summary>The fixed commitments that hold permutation columns.</summary>
    internal IEnumerable<G1Point> PermutationCommitments => FixedCommitments.Where((_, i) => FixedPacks[i][^1].Index >= System.FixedColumns);

    /// <summary>
    /// Whether a fixed column is zero everywhere, as its own commitment shows. Such a column is dropped: it stands for the constant zero and is not opened.
    /// A column of zeros in a pack is opened like any other.
    /// </summary>
    public bool IsZeroColumn(int fixedColumn)
    {
        var pack = 0;
        while (FixedPacks[pack][^1].Index < fixedColumn)
            pack++;
        return FixedCommitments[pack].IsInfinity;
    }
}
