using Zk.Field;
using Zk.Plonk;
using Zk.Testing;

namespace Zk.Solidity.Tests;

/// <summary>
/// Circuits of every shape that the generator must handle: none, few and many public inputs (written out or in a loop), columns of zeros, columns that nothing
/// mentions, one quotient piece and five, lookups, the gate library, the settlement circuit; from 2^4 to 2^16 rows. With wide quotient pieces: one of n and of 2n coefficients, two,
/// three. With fflonk: packs of one column and of twenty, a pack of
/// advice columns that is opened once and one that is opened twice.
/// </summary>
internal static class VerifierShapes
{
    private static readonly (string Name, Func<ProvedCircuit> Prove)[] _shapes =
    [
        Toy("toy, one column and nothing else, 2^4", () => ToyCircuits.Smallest<Fr>(4)),
        Toy("toy, a multiplicity column that nothing mentions, 2^4", UnusedMultiplicity),
        Toy("toy vanilla, 0 inputs, 2^8", () => ToyCircuits.Vanilla<Fr>(8, 0)),
        Toy("toy vanilla, 1 input, 2^10", () => ToyCircuits.Vanilla<Fr>(10, 1)),
        Toy("toy vanilla, 4 inputs, 2^11", () => ToyCircuits.Vanilla<Fr>(11, 4)),
        Toy("toy vanilla, 16 inputs, 2^8", () => ToyCircuits.Vanilla<Fr>(8, 16)),
        Toy("toy vanilla, 17 inputs, 2^8", () => ToyCircuits.Vanilla<Fr>(8, 17)),
        Toy("toy vanilla, 64 inputs, 2^8", () => ToyCircuits.Vanilla<Fr>(8, 64)),
        Toy("toy rotation with a column of zeros, 2^8", () => ToyCircuits.Rotation<Fr>(8)),
        Toy("toy fifth power, degree 6, 2^8", () => ToyCircuits.FifthPower<Fr>(8)),
        Toy("toy range, lookups, 2^9", () => ToyCircuits.Range<Fr>(9)),
        Toy("toy bus, three groups, 2^9", () => ToyCircuits.Bus<Fr>(9)),
        ("vanilla, 1 input, 2^16", () => ProvedCircuit.Vanilla(16)),
        ("gate library with lookups, 1 input, 2^12", () => ProvedCircuit.Full(12)),
        ("settlement/payments/8, 6 inputs, 2^15", () => ProvedCircuit.Payments(8)),
        Wide("toy, one column and nothing else, 2^4", () => ToyCircuits.Smallest<Fr>(4)),
        Wide("toy rotation with a column of zeros, 2^8", () => ToyCircuits.Rotation<Fr>(8)),
        Wide("toy vanilla, 4 inputs, 2^11", () => ToyCircuits.Vanilla<Fr>(11, 4)),
        Wide("toy fifth power, degree 6, 2^8", () => ToyCircuits.FifthPower<Fr>(8)),
        Wide("toy bus, three groups, 2^9", () => ToyCircuits.Bus<Fr>(9)),
        ("shplonk-wide: vanilla, 1 input, 2^8", () => ProvedCircuit.Vanilla(8, CommitmentScheme.ShplonkWide)),
        ("shplonk-wide: settlement/payments/8, 6 inputs, 2^15", () => ProvedCircuit.Payments(8, CommitmentScheme.ShplonkWide)),
        Fflonk("fflonk: toy, one column and nothing else, 2^4", () => ToyCircuits.Smallest<Fr>(4)),
        Fflonk("fflonk: toy, a multiplicity column that nothing mentions, 2^4", UnusedMultiplicity),
        Fflonk("fflonk: toy vanilla, 0 inputs, 2^8", () => ToyCircuits.Vanilla<Fr>(8, 0)),
        Fflonk("fflonk: toy vanilla, 16 inputs, 2^8", () => ToyCircuits.Vanilla<Fr>(8, 16)),
        Fflonk("fflonk: toy vanilla, 17 inputs, 2^8", () => ToyCircuits.Vanilla<Fr>(8, 17)),
        Fflonk("fflonk: toy rotation with a column of zeros, 2^8", () => ToyCircuits.Rotation<Fr>(8)),
        Fflonk("fflonk: toy bus, three groups, 2^9", () => ToyCircuits.Bus<Fr>(9)),
        ("fflonk: vanilla, 1 input, 2^8", () => ProvedCircuit.Vanilla(8, CommitmentScheme.Fflonk)),
        ("fflonk: gate library with lookups, 1 input, 2^12", () => ProvedCircuit.Full(12, CommitmentScheme.Fflonk)),
        ("fflonk: settlement/payments/8, 6 inputs, 2^15", () => ProvedCircuit.Payments(8, CommitmentScheme.Fflonk)),
    ];

    private static readonly Lazy<List<DeployedVerifier>> _deployed = new(() =>
        DeployedVerifier.Deploy([.. _shapes.Select(shape => shape.Prove() with { Name = shape.Name })], DeployedVerifier.Settings));

    /// <summary>All names, for parametrised tests.</summary>
    public static IEnumerable<string> Names => _shapes.Select(shape => shape.Name);

    /// <summary>Shapes whose calls are cheap enough for thousands of them, and which have every part between them.</summary>
    public static string[] Small { get; } =
    [
        .. new[] { 0, 1, 2, 4, 6, 8, 9, 11 }.Select(i => _shapes[i].Name),
        .. Names.Where(name => name.StartsWith(CommitmentScheme.ShplonkWide.Name(), StringComparison.Ordinal) && name.Contains("toy", StringComparison.Ordinal)),
        .. Fflonks.Where(name => name.Contains("toy", StringComparison.Ordinal)),
    ];

    /// <summary>Those with fflonk.</summary>
    public static IEnumerable<string> Fflonks => Names.Where(name => name.StartsWith("fflonk", StringComparison.Ordinal));

    /// <summary>The contracts, all made on first use.</summary>
    public static IReadOnlyList<DeployedVerifier> All => _deployed.Value;

    /// <summary>The contract of a shape.</summary>
    public static DeployedVerifier Get(string name) => _deployed.Value.Single(verifier => verifier.Circuit.Name == name);

    private static (string Name, Func<ProvedCircuit> Prove) Toy(string name, Func<ToyCircuit<Fr>> make) => (name, () => ProvedCircuit.Toy(name, make()));

    private static (string Name, Func<ProvedCircuit> Prove) Fflonk(string name, Func<ToyCircuit<Fr>> make) =>
        (name, () => ProvedCircuit.Toy(name, make(), CommitmentScheme.Fflonk));

    private static (string Name, Func<ProvedCircuit> Prove) Wide(string circuit, Func<ToyCircuit<Fr>> make)
    {
        var name = $"{CommitmentScheme.ShplonkWide.Name()}: {circuit}";
        return (name, () => ProvedCircuit.Toy(name, make(), CommitmentScheme.ShplonkWide));
    }

    private static ToyCircuit<Fr> UnusedMultiplicity()
    {
        var builder = new ToyBuilder<Fr>("toy/unused", new(1, 0, 1, 1, [], []), 4);
        builder.Copy(0, 1, 0, 2);
        return builder.Build((assignment, random) =>
        {
            for (var row = 0L; row < builder.Usable; row++)
                assignment.Advice[0][row] = Fr.FromUInt64((ulong)random.NextInt64());
            assignment.Advice[0][2] = assignment.Advice[0][1];
        });
    }
}
