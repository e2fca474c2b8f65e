using System.Numerics;
using Zk.Field;

namespace Zk.Curves.Tests;

[TestFixture(typeof(Fq), typeof(Bn254G1), typeof(Fr))]
[TestFixture(typeof(Fq2), typeof(Bn254G2), typeof(Fr))]
[TestFixture(typeof(BlsFq), typeof(Bls12381G1), typeof(BlsFr))]
[TestFixture(typeof(BlsFq2), typeof(Bls12381G2), typeof(BlsFr))]
[TestFixture(typeof(TinyFp<Prime97>), typeof(PrimeOrderToyCurve), typeof(TinyFp<Prime79>))]
internal sealed class AffineGroupLawTests<TField, TCurve, TScalar> : GroupLaws<AffinePoint<TField, TCurve>>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    where TScalar : unmanaged, IPrimeField<TScalar>
{
    protected override IReadOnlyList<AffinePoint<TField, TCurve>> Samples { get; } = CurveSamples<TField, TCurve>.Few;

    protected override BigInteger Exponent => TScalar.Characteristic;
}

[TestFixture(typeof(Fq), typeof(Bn254G1), typeof(Fr))]
[TestFixture(typeof(Fq2), typeof(Bn254G2), typeof(Fr))]
[TestFixture(typeof(BlsFq), typeof(Bls12381G1), typeof(BlsFr))]
[TestFixture(typeof(BlsFq2), typeof(Bls12381G2), typeof(BlsFr))]
[TestFixture(typeof(TinyFp<Prime97>), typeof(PrimeOrderToyCurve), typeof(TinyFp<Prime79>))]
internal sealed class JacobianGroupLawTests<TField, TCurve, TScalar> : GroupLaws<JacobianPoint<TField, TCurve>>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    where TScalar : unmanaged, IPrimeField<TScalar>
{
    protected override IReadOnlyList<JacobianPoint<TField, TCurve>> Samples { get; } =
        CurveSamples<TField, TCurve>.Projective(p => JacobianPoint<TField, TCurve>.From(p));

    protected override BigInteger Exponent => TScalar.Characteristic;
}

[TestFixture(typeof(Fq), typeof(Bn254G1), typeof(Fr))]
[TestFixture(typeof(Fq2), typeof(Bn254G2), typeof(Fr))]
[TestFixture(typeof(BlsFq), typeof(Bls12381G1), typeof(BlsFr))]
[TestFixture(typeof(BlsFq2), typeof(Bls12381G2), typeof(BlsFr))]
[TestFixture(typeof(TinyFp<Prime97>), typeof(PrimeOrderToyCurve), typeof(TinyFp<Prime79>))]
internal sealed class XyzzGroupLawTests<TField, TCurve, TScalar> : GroupLaws<XyzzPoint<TField, TCurve>>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    where TScalar : unmanaged, IPrimeField<TScalar>
{
    protected override IReadOnlyList<XyzzPoint<TField, TCurve>> Samples { get; } =
        CurveSamples<TField, TCurve>.Projective(p => XyzzPoint<TField, TCurve>.From(p));

    protected override BigInteger Exponent => TScalar.Characteristic;
}

internal sealed class EdwardsGroupLawTests : GroupLaws<EdwardsPoint>
{
    protected override IReadOnlyList<EdwardsPoint> Samples { get; } =
        [.. EdwardsPointTests.Torsion(), BabyJubJub.Base, -BabyJubJub.Base, BabyJubJub.Base + BabyJubJub.Base, BabyJubJub.Generator];

    protected override BigInteger Exponent => BabyJubJub.Cofactor * BabyJubJub.SubgroupOrder;
}

internal sealed class ExtendedEdwardsGroupLawTests : GroupLaws<ExtendedEdwardsPoint>
{
    protected override IReadOnlyList<ExtendedEdwardsPoint> Samples { get; } = MakeSamples();

    protected override BigInteger Exponent => BabyJubJub.Cofactor * BabyJubJub.SubgroupOrder;

    /// <summary>Affine points with Z = 1, and the same with a grown Z.</summary>
    private static ExtendedEdwardsPoint[] MakeSamples()
    {
        EdwardsPoint[] affine = [.. EdwardsPointTests.Torsion(), BabyJubJub.Base, -BabyJubJub.Base, BabyJubJub.Generator];
        var far = ExtendedEdwardsPoint.From(BabyJubJub.Generator).Double().Double();
        return [.. affine.Select(ExtendedEdwardsPoint.From), .. affine.Skip(6).Select(p => ExtendedEdwardsPoint.From(p) + far - far)];
    }
}

internal static class CurveSamples<TField, TCurve>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    public static AffinePoint<TField, TCurve>[] Few { get; } =
        [.. new BigInteger[] { 0, 1, -1, 2, -2, 3, 12345 }.Select(n => ScalarMultiplication.Multiply(TCurve.Generator, n))];

    /// <summary>Each sample with the smallest and with a grown denominator.</summary>
    public static T[] Projective<T>(Func<AffinePoint<TField, TCurve>, T> from)
        where T : unmanaged, IGroup<T>
    {
        var far = from(ScalarMultiplication.Multiply(TCurve.Generator, 40)).Double();
        return [.. Few.Select(p => from(p)), .. Few.Select(p => from(p) + far - far)];
    }
}
