using System.Numerics;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The one implementation of <see cref="PairingCurve{TFr}"/>, for curves y^2 = x^3 + b with a sextic twist and the tower of this library; a curve is
/// its type arguments.
/// </summary>
internal sealed unsafe class WeierstrassPairingCurve<TFr, TBase, TTower, TG1, TG2, TParameters>(string name) : PairingCurve<TFr>
    where TFr : unmanaged, IPrimeField<TFr>
    where TBase : unmanaged, IPrimeField<TBase>
    where TTower : struct, ITower<TBase, TTower>
    where TG1 : struct, IWeierstrassCurve<TBase, TG1>
    where TG2 : struct, IWeierstrassCurve<Fp2<TBase, TTower>, TG2>
    where TParameters : struct, IPairingParameters<TBase, TTower, TG2, TParameters>
{
    public override string Name { get; } = name;

    public override BigInteger BaseModulus => TBase.Characteristic;

    public override int G1Size => 2 * TBase.ByteLength;

    public override int G2Size => 2 * Fp2<TBase, TTower>.ByteLength;

    public override G1Point G1Generator { get; } = Encode(TG1.Generator);

    public override G2Point G2Generator { get; } = Encode(TG2.Generator);

    public override G1Point G1Infinity { get; } = Encode(default(AffinePoint<TBase, TG1>));

    public override G2Point G2Infinity { get; } = Encode(default(AffinePoint<Fp2<TBase, TTower>, TG2>));

    public override bool TryDecodeG1(ReadOnlySpan<byte> bytes, out G1Point point, out string reason) =>
        Wrap(PointEncoding.TryReadUncompressed<TBase, TG1>(bytes, out var affine, out reason), affine, out point);

    public override bool TryDecodeG2(ReadOnlySpan<byte> bytes, out G2Point point, out string reason) =>
        Wrap(PointEncoding.TryReadUncompressed<Fp2<TBase, TTower>, TG2>(bytes, out var affine, out reason), affine, out point);

    public override bool TryDecodeG2Montgomery(ReadOnlySpan<byte> bytes, out G2Point point, out string reason) =>
        Wrap(MontgomeryEncoding<TBase>.TryRead<Fp2<TBase, TTower>, TG2>(bytes, out var affine, out reason), affine, out point);

    public override bool TryDecompressG1(ReadOnlySpan<byte> bytes, out G1Point point, out string reason) =>
        Wrap(PointEncoding.TryReadCompressed<TBase, TG1>(bytes, out var affine, out reason), affine, out point);

    public override bool TryDecompressG2(ReadOnlySpan<byte> bytes, out G2Point point, out string reason) =>
        Wrap(PointEncoding.TryReadCompressed<Fp2<TBase, TTower>, TG2>(bytes, out var affine, out reason), affine, out point);

    public override byte[] Compress(G1Point point)
    {
        var bytes = new byte[G1Size / 2];
        PointEncoding.WriteCompressed(Decode(point), bytes);
        return bytes;
    }

    public override byte[] Compress(G2Point point)
    {
        var bytes = new byte[G2Size / 2];
        PointEncoding.WriteCompressed(Decode(point), bytes);
        return bytes;
    }

    public override G1Point Add(G1Point left, G1Point right) => Encode(Decode(left) + Decode(right));

    public override G1Point Negate(G1Point point) => Encode(-Decode(point));

    public override G1Point Multiply(G1Point point, TFr scalar) =>
        Encode(ScalarMultiplication.Multiply(JacobianPoint<TBase, TG1>.From(Decode(point)), scalar).ToAffine());

    public override G2Point Add(G2Point left, G2Point right) => Encode(Decode(left) + Decode(right));

    public override G2Point Negate(G2Point point) => Encode(-Decode(point));

    public override G2Point Multiply(G2Point point, TFr scalar) =>
        Encode(ScalarMultiplication.Multiply(JacobianPoint<Fp2<TBase, TTower>, TG2>.From(Decode(point)), scalar).ToAffine());

    public override G1Point LinearCombination(ReadOnlySpan<G1Point> points, ReadOnlySpan<TFr> scalars)
    {
        if (points.Length != scalars.Length)
            throw new ArgumentException($"{points.Length} points cannot be combined with {scalars.Length} scalars", nameof(scalars));
        using var bases = new NativeBuffer<AffinePoint<TBase, TG1>>(points.Length);
        for (var i = 0; i < points.Length; i++)
            bases[i] = Decode(points[i]);
        using var vector = new FieldVector<TFr>(scalars);
        return Encode(MultiExponentiation.Sum(bases.Pointer, vector, 0, points.Length, 1).ToAffine());
    }

    public override G1Vector<TFr> NewG1Vector(long count) => new AffineVector<TFr, TBase, TG1>(count);

    public override G1Point MultiExponentiate(
        G1Vector<TFr> bases, long baseStart, FieldVector<TFr> scalars, long scalarStart, long count, int threads)
    {
        ArgumentNullException.ThrowIfNull(scalars);
        ArgumentOutOfRangeException.ThrowIfNegative(scalarStart);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var vector = Own(bases);
        var points = vector.Range(baseStart, count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scalarStart, scalars.Length - count);
        var sum = MultiExponentiation.Sum(points, scalars, scalarStart, count, threads, null, vector.Plan, vector.Count);
        GC.KeepAlive(bases);
        return Encode(sum.ToAffine());
    }

    public override void FillMultiples(G1Vector<TFr> destination, long start, FieldVector<TFr> scalars, int threads)
    {
        ArgumentNullException.ThrowIfNull(scalars);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var points = Own(destination).WritableRange(start, scalars.Length);
        using var table = new FixedBaseTable<TBase, TG1, TFr>(TG1.Generator, scalars.Length);
        table.Fill(points, scalars, 0, scalars.Length, threads);
        GC.KeepAlive(destination);
    }

    public override bool PairingCheck(ReadOnlySpan<G1Point> g1, ReadOnlySpan<G2Point> g2)
    {
        var p = new AffinePoint<TBase, TG1>[g1.Length];
        for (var i = 0; i < p.Length; i++)
            p[i] = Decode(g1[i]);
        var q = new AffinePoint<Fp2<TBase, TTower>, TG2>[g2.Length];
        for (var i = 0; i < q.Length; i++)
            q[i] = Decode(g2[i]);
        return OptimalAte<TBase, TTower, TG1, TG2, TParameters>.Product(p, q).IsOne;
    }

    private static AffinePoint<TBase, TG1> Decode(G1Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return PointEncoding.ReadTrusted<TBase, TG1>(point.Bytes);
    }

    private static AffinePoint<Fp2<TBase, TTower>, TG2> Decode(G2Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return PointEncoding.ReadTrusted<Fp2<TBase, TTower>, TG2>(point.Bytes);
    }

    private static G1Point Encode(in AffinePoint<TBase, TG1> point)
    {
        var bytes = new byte[2 * TBase.ByteLength];
        PointEncoding.WriteUncompressed(point, bytes);
        return new G1Point(bytes);
    }

    private static G2Point Encode(in AffinePoint<Fp2<TBase, TTower>, TG2> point)
    {
        var bytes = new byte[2 * Fp2<TBase, TTower>.ByteLength];
        PointEncoding.WriteUncompressed(point, bytes);
        return new G2Point(bytes);
    }

    private static bool Wrap(bool read, in AffinePoint<TBase, TG1> affine, out G1Point point)
    {
        point = Encode(affine);
        return read;
    }

    private static bool Wrap(bool read, in AffinePoint<Fp2<TBase, TTower>, TG2> affine, out G2Point point)
    {
        point = Encode(affine);
        return read;
    }

    private static AffineVector<TFr, TBase, TG1> Own(G1Vector<TFr> vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        return vector as AffineVector<TFr, TBase, TG1> ?? throw new ArgumentException("the vector is of another curve", nameof(vector));
    }
}
