namespace Zk.Circuits.Settlement;

/// <summary>The two fingerprints of <see cref="BatchData"/> in a circuit.</summary>
internal static class BatchDataGadget
{
    /// <summary>P, <see cref="BatchData.Commit"/>.</summary>
    public static Wire Commit(CircuitBuilder<Fr> builder, Wire domain, Wire[] data) => builder.Poseidon2Hash(HashDomains.BatchData, [domain, .. data]);

    /// <summary>y by Horner's rule, one row a word, <see cref="BatchData.Evaluate"/>.</summary>
    public static Wire Evaluate(CircuitBuilder<Fr> builder, Wire[] data, Wire z)
    {
        using var scope = builder.Scope("evaluation");
        var y = data[^1];
        for (var i = data.Length - 2; i >= 0; i--)
            y = builder.MultiplyAdd(Fr.One, y, z, data[i]);
        return y;
    }
}
