using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk.Tests;

/// <summary>A small circuit with every kind of expression, and a key for it whose commitments are arbitrary points.</summary>
internal static class SerializationSamples
{
    public const int Log2 = 5;
    public static readonly Fr Tau = Fr.FromUInt64(0xC0FFEE);

    public static PairingCurve<Fr> Curve => Bn254.Curve;

    public static ConstraintSystem<Fr> ToySystem(long constant = 7)
    {
        var (a, b, c) = (Expression<Fr>.Advice(0), Expression<Fr>.Advice(1), Expression<Fr>.Advice(2));
        var on = Expression<Fr>.Fixed(0);
        return new ConstraintSystem<Fr>(
            adviceColumns: 3,
            fixedColumns: 3,
            multiplicityColumns: 1,
            publicInputs: 2,
            gates:
            [
                new("mul", on * ((a * b) - c + constant)),
                new("pow5 \u03b1", on * ((b + constant).Pow5() - Expression<Fr>.Advice(2, 1))),
            ],
            bus:
            [
                new("lookup", Expression<Fr>.Fixed(1), [a, 3]),
                new("table", -Expression<Fr>.Multiplicity(0), [Expression<Fr>.Fixed(2), 3]),
            ]);
    }

    public static G1Point Point(long n) => Curve.Multiply(Curve.G1Generator, Fr.FromBigInteger(n));

    /// <summary>The key with one commitment to all fixed columns.</summary>
    public static VerifyingKey<Fr> PackedKey() => new("toy/1", Log2, ToySystem(), Curve, [Point(2)], SrsSamples.TauG2(Tau), developmentSrs: true, CommitmentScheme.Fflonk);

    public static VerifyingKey<Fr> Key(CommitmentScheme scheme) => scheme == CommitmentScheme.Fflonk ? PackedKey() : Key(null, scheme: scheme);

    public static VerifyingKey<Fr> Key(
        ConstraintSystem<Fr>? system = null, Fr? tau = null, IReadOnlyList<G1Point>? commitments = null, CommitmentScheme scheme = CommitmentScheme.Shplonk)
    {
        system ??= ToySystem();
        commitments ??= [.. Enumerable.Range(2, system.FixedColumns + system.AdviceColumns).Select(i => i == 3 ? Curve.G1Infinity : Point(i))];
        return new VerifyingKey<Fr>("toy/1", Log2, system, Curve, commitments, SrsSamples.TauG2(tau ?? Tau), developmentSrs: true, scheme);
    }

    /// <summary>A proof of the right shape for a key; it proves nothing.</summary>
    public static Proof<Fr> Proof(VerifyingKey<Fr> key) => new(
        [.. Enumerable.Range(5, key.Layout.CommitmentCount).Select(i => Point(i))],
        [.. Enumerable.Range(9, key.Layout.EvaluationCount).Select(i => Fr.FromUInt64((ulong)i).Inverse())]);

    /// <summary>A circuit of that system; <paramref name="change"/> is one fixed value.</summary>
    public static CompiledCircuit<Fr> Circuit(ulong change = 1)
    {
        var rows = 1L << Log2;
        var columns = new List<FieldVector<Fr>>();
        for (var i = 0; i < 3; i++)
            columns.Add(new FieldVector<Fr>(rows));
        columns[0][2] = Fr.One;
        columns[1][4] = Fr.FromUInt64(change);
        var permutation = new NativeBuffer<uint>(3 * rows);
        for (var i = 0; i < permutation.Length; i++)
            permutation[i] = (uint)i;
        return new CompiledCircuit<Fr>("toy/1", ToySystem(), Log2, columns, permutation);
    }

    public static Srs<Fr> Srs() => SrsSamples.Srs(SrsSamples.Powers(Tau, (1 << Log2) + 8), SrsSamples.TauG2(Tau));

    /// <summary>A proving key of arbitrary columns.</summary>
    public static ProvingKey<Fr> ProvingKey(VerifyingKey<Fr> key, CompiledCircuit<Fr> circuit, Srs<Fr> srs)
    {
        var columns = new List<FieldVector<Fr>>();
        for (var i = 0; i < 6; i++)
        {
            columns.Add(new FieldVector<Fr>(circuit.Rows));
            for (var row = 0; row < circuit.Rows; row++)
                columns[i][row] = Fr.Random();
        }

        return new ProvingKey<Fr>(key, circuit, srs, columns);
    }
}
