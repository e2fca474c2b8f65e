using Zk.Field;
using static Zk.Curves.Tests.NodeCurves;

namespace Zk.Curves.Tests;

/// <summary>The pairing curves against @noble/curves.</summary>
[TestFixture(typeof(Fr), typeof(Fq), typeof(Bn254Tower), typeof(Bn254G1), typeof(Bn254G2), typeof(Bn254Pairing))]
[TestFixture(typeof(BlsFr), typeof(BlsFq), typeof(Bls12381Tower), typeof(Bls12381G1), typeof(Bls12381G2), typeof(Bls12381Pairing))]
internal sealed class NodePairingTests<TFr, TBase, TTower, TG1, TG2, TParameters>
    where TFr : unmanaged, IPrimeField<TFr>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
    where TG1 : struct, IWeierstrassCurve<TBase, TG1>
    where TG2 : struct, IWeierstrassCurve<Fp2<TBase, TTower>, TG2>
    where TParameters : struct, IPairingParameters<TBase, TTower, TG2, TParameters>
{
    private static readonly PairingCurve<TFr> _curve = PairingCurves.With<TFr>();
    private static readonly string _name = _curve.Name;
    private static readonly TFr[] _scalars = Scalars<TFr>();

    [Test]
    public void MultiplesOfTheGenerators()
    {
        var answers = Ask<string>([
            .. _scalars.Select(s => new { op = "g1", curve = _name, scalar = $"{s}" }), .. _scalars.Select(s => new { op = "g2", curve = _name, scalar = $"{s}" })]);
        Assert.That(_scalars.Select(s => Hex(_curve.Multiply(_curve.G1Generator, s).Bytes)), Is.EqualTo(answers[.._scalars.Length]));
        Assert.That(_scalars.Select(s => Hex(_curve.Multiply(_curve.G2Generator, s).Bytes)), Is.EqualTo(answers[_scalars.Length..]));
    }

    [Test]
    public void SumOfMultiples()
    {
        using var bases = _curve.NewG1Vector(_scalars.Length);
        for (var i = 0; i < _scalars.Length; i++)
            bases[i] = _curve.G1Generator;
        using var vector = new FieldVector<TFr>(_scalars);
        var answer = Ask<string>([new { op = "g1sum", curve = _name, scalars = _scalars.Select(s => $"{s}").ToArray() }]);
        Assert.That(Hex(_curve.MultiExponentiate(bases, 0, vector, 0, _scalars.Length, 1).Bytes), Is.EqualTo(answer[0]));
    }

    /// <summary>The value in Fq12 itself: both use the same tower and the same multiple of the final exponent.</summary>
    [Test]
    public void Pairings()
    {
        (TFr P, TFr Q)[] pairs = [(TFr.One, TFr.One), (_scalars[6], _scalars[7]), (-TFr.One, _scalars[8]), (_scalars[9], -TFr.One)];
        var answers = Ask<string>([.. pairs.Select(x => new { op = "pairing", curve = _name, p = $"{x.P}", q = $"{x.Q}" })]);
        for (var i = 0; i < pairs.Length; i++)
        {
            var p = ScalarMultiplication.Multiply(TG1.Generator, pairs[i].P);
            var q = ScalarMultiplication.Multiply(TG2.Generator, pairs[i].Q);
            var bytes = new byte[Fp12<TBase, TTower>.ByteLength];
            OptimalAte<TBase, TTower, TG1, TG2, TParameters>.Product([p], [q]).WriteBigEndian(bytes);
            Assert.That(Hex(bytes), Is.EqualTo(answers[i]));
        }
    }
}

/// <summary>Questions for curves.mjs.</summary>
internal static class NodeCurves
{
    public static T[] Scalars<T>()
        where T : unmanaged, IPrimeField<T> =>
        [T.Zero, T.One, T.FromUInt64(2), -T.One, -T.FromUInt64(2), T.FromUInt64(ulong.MaxValue), .. FieldSamples.Random<T>(14, 99)];

    public static T[] Ask<T>(object[] questions) => NodeOracle.Run<T[]>("curves.mjs", questions);

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
