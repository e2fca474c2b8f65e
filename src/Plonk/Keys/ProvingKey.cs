using Zk.Field;

namespace Zk.Plonk;

/// <summary>What a prover needs besides the witness. It owns its coefficient columns; circuit and SRS belong to the caller and must live as long.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class ProvingKey<TF> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>Takes ownership of the coefficients.</summary>
    /// <param name="verifyingKey">The key that its proofs are checked with.</param>
    /// <param name="circuit">The circuit, with its fixed columns by row.</param>
    /// <param name="srs">At least <see cref="CompiledCircuit{TF}.SrsSizeFor"/> powers.</param>
    /// <param name="fixedCoefficients">F fixed columns, then W permutation columns, as n coefficients each.</param>
    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    public ProvingKey(VerifyingKey<TF> verifyingKey, CompiledCircuit<TF> circuit, Srs<TF> srs, IReadOnlyList<FieldVector<TF>> fixedCoefficients)
    {
        ArgumentNullException.ThrowIfNull(verifyingKey);
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(srs);
        ArgumentNullException.ThrowIfNull(fixedCoefficients);
        var name = circuit.Name;
        if (verifyingKey.Circuit != name || verifyingKey.Log2 != circuit.Log2)
            throw new ArgumentException($"the verifying key is for '{verifyingKey.Circuit}' with 2^{verifyingKey.Log2} rows, the circuit is '{name}' with 2^{circuit.Log2}", nameof(verifyingKey));
        var powers = circuit.SrsSizeFor(verifyingKey.Scheme);
        if (srs.Size < powers)
            throw new ArgumentException($"circuit '{name}' needs an SRS of {powers} powers; this one has {srs.Size}", nameof(srs));
        if (srs.Curve.Name != verifyingKey.Curve.Name || !srs.TauG2.Equals(verifyingKey.TauG2))
            throw new ArgumentException($"the key of '{name}' was made with another SRS", nameof(srs));
        var columns = circuit.System.FixedColumns + circuit.System.AdviceColumns;
        if (fixedCoefficients.Count != columns || fixedCoefficients.Any(c => c.Length != circuit.Rows))
            throw new ArgumentException($"the key of '{name}' needs {columns} columns of {circuit.Rows} coefficients", nameof(fixedCoefficients));
        VerifyingKey = verifyingKey;
        Circuit = circuit;
        Srs = srs;
        FixedCoefficients = fixedCoefficients;
    }

    /// <summary>The key that its proofs are checked with.</summary>
    public VerifyingKey<TF> VerifyingKey { get; }

    /// <summary>The circuit.</summary>
    public CompiledCircuit<TF> Circuit { get; }

    /// <summary>The structured reference string.</summary>
    public Srs<TF> Srs { get; }

    /// <summary>The F fixed columns, then the W permutation columns, in coefficient form.</summary>
    public IReadOnlyList<FieldVector<TF>> FixedCoefficients { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in FixedCoefficients)
            column.Dispose();
    }
}
