using Zk.Circuits;

namespace Zk.Cli;

/// <summary>What one more use of a gadget costs.</summary>
/// <param name="Name">The gadget.</param>
/// <param name="Rows">Rows of one more use, rounded up.</param>
/// <param name="Target">What it may cost by the plan in docs/circuits.md.</param>
internal sealed record GadgetCost(string Name, long Rows, int Target);

/// <summary>Measures gadgets on a circuit made for the purpose, with the 16-bit range table that large circuits have.</summary>
internal static class GadgetCosts
{
    // Many uses, so that what several uses share (a row of range checks holds four limbs) is shared out.
    private const int Uses = 16;
    private const int MerkleDepth = 32;

    private static readonly (string Name, int Target, Action<CircuitBuilder<Fr>, Operands> Use)[] Gadgets =
    [
        ("Poseidon2 2-to-1", 32, (b, x) => b.Poseidon2Compress(x.Field, x.Other)),
        ("Merkle inclusion, depth 32", 1200, (b, x) => b.MerkleRoot(x.Field, x.Index, [.. Enumerable.Repeat(x.Other, MerkleDepth)])),
        ("64-bit range", 2, (b, x) => b.ToUInt(x.Field, 64)),
        ("64-bit comparison", 4, (b, x) => b.IsLess(x.Left, x.Right)),
        ("decomposition into 16-bit limbs", 16, (b, x) => b.ToLimbs(x.Field)),
        ("decomposition into bits", 90, (b, x) => b.ToBits(x.Field)),
        ("EdDSA verification", 1000, (b, x) =>
        {
            b.AssertPublicKey((x.Field, x.Other));
            b.AssertSignature((x.Field, x.Other), x.Field, (x.Field, x.Other), x.Other);
        }),
    ];

    private sealed record Operands(Wire Field, Wire Other, UInt Left, UInt Right, UInt Index);

    /// <summary>The cost of every gadget.</summary>
    public static IReadOnlyList<GadgetCost> Measure()
    {
        using var circuit = Circuit.Compile<Fr, Fr>("gadget-costs", Define, new CompileOptions { RangeBits = 16 });
        return [.. Gadgets.Select(gadget =>
        {
            var rows = circuit.Profile.Entries.Single(entry => entry.Path == gadget.Name).Rows;
            return new GadgetCost(gadget.Name, (rows + Uses - 1) / Uses, gadget.Target);
        })];
    }

    private static void Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, Fr> inputs)
    {
        var operands = new Operands(
            inputs.Field("field", x => x),
            inputs.Field("other", x => x),
            inputs.UInt("left", 64, _ => 0UL),
            inputs.UInt("right", 64, _ => 0UL),
            inputs.UInt("index", MerkleDepth, _ => 0UL));
        foreach (var (name, _, use) in Gadgets)
        {
            using var scope = builder.Scope(name);
            for (var i = 0; i < Uses; i++)
                use(builder, operands);
        }
    }
}
