using System.Numerics;
using Zk.Curves;
using Zk.Field;

namespace Zk.Testing;

/// <summary>
/// A "pairing curve" whose points are their own discrete logarithms: s·G is the scalar s, and e(a, b) = ab. It hides and binds nothing, and it runs
/// the whole proof system over any field, a thousand times faster than a curve. A G1 point is s ‖ 7s, so that most byte strings are off the curve.
/// </summary>
public sealed class ExponentCurve<TF> : PairingCurve<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    public static ExponentCurve<TF> Instance { get; } = new();

    public override string Name => "exponent";

    public override BigInteger BaseModulus => TF.Characteristic;

    public override int G1Size => 2 * TF.ByteLength;

    public override int G2Size => 4 * TF.ByteLength;

    public override G1Point G1Generator => EncodeG1(TF.One);

    public override G2Point G2Generator => EncodeG2(TF.One);

    public override G1Point G1Infinity => EncodeG1(TF.Zero);

    public override G2Point G2Infinity => EncodeG2(TF.Zero);

    /// <summary>The discrete logarithm of a point.</summary>
    public static TF Log(G1Point point) => Read(point.Bytes);

    public override bool TryDecodeG1(ReadOnlySpan<byte> bytes, out G1Point point, out string reason)
    {
        point = G1Generator;
        reason = "";
        if (bytes.Length != G1Size)
            reason = "wrong length";
        else if (!TF.TryReadBigEndian(bytes[..TF.ByteLength], out var x) || !TF.TryReadBigEndian(bytes[TF.ByteLength..], out var y))
            reason = "a coordinate is not below q";
        else if (y != TF.FromUInt64(7) * x)
            reason = "not on the curve";
        else
            point = EncodeG1(x);
        return reason.Length == 0;
    }

    public override bool TryDecodeG2(ReadOnlySpan<byte> bytes, out G2Point point, out string reason)
    {
        point = G2Generator;
        reason = "";
        if (bytes.Length != G2Size)
            reason = "wrong length";
        else if (!TF.TryReadBigEndian(bytes[..TF.ByteLength], out var x) || bytes[TF.ByteLength..].ContainsAnyExcept((byte)0))
            reason = "not on the curve";
        else
            point = EncodeG2(x);
        return reason.Length == 0;
    }

    public override bool TryDecodeG2Montgomery(ReadOnlySpan<byte> bytes, out G2Point point, out string reason) => throw new NotSupportedException();

    public override byte[] Compress(G1Point point) => throw new NotSupportedException();

    public override byte[] Compress(G2Point point) => throw new NotSupportedException();

    public override bool TryDecompressG1(ReadOnlySpan<byte> bytes, out G1Point point, out string reason) => throw new NotSupportedException();

    public override bool TryDecompressG2(ReadOnlySpan<byte> bytes, out G2Point point, out string reason) => throw new NotSupportedException();

    public override G1Vector<TF> NewG1Vector(long count) => new ExponentVector(count);

    public override G1Point MultiExponentiate(G1Vector<TF> bases, long baseStart, FieldVector<TF> scalars, long scalarStart, long count, int threads) =>
        EncodeG1(FieldVectorOperations.InnerProduct(((ExponentVector)bases).Logs.Range(baseStart, count), scalars.Range(scalarStart, count), threads));

    public override G1Point LinearCombination(ReadOnlySpan<G1Point> points, ReadOnlySpan<TF> scalars)
    {
        var sum = TF.Zero;
        for (var i = 0; i < points.Length; i++)
            sum += scalars[i] * Log(points[i]);
        return EncodeG1(sum);
    }

    public override G1Point Add(G1Point left, G1Point right) => EncodeG1(Log(left) + Log(right));

    public override G1Point Negate(G1Point point) => EncodeG1(-Log(point));

    public override G2Point Add(G2Point left, G2Point right) => EncodeG2(Read(left.Bytes) + Read(right.Bytes));

    public override G2Point Negate(G2Point point) => EncodeG2(-Read(point.Bytes));

    public override G1Point Multiply(G1Point point, TF scalar) => EncodeG1(scalar * Log(point));

    public override G2Point Multiply(G2Point point, TF scalar) => EncodeG2(scalar * Read(point.Bytes));

    public override void FillMultiples(G1Vector<TF> destination, long start, FieldVector<TF> scalars, int threads) =>
        scalars.CopyTo(0, ((ExponentVector)destination).Logs, start, scalars.Length);

    public override bool PairingCheck(ReadOnlySpan<G1Point> g1, ReadOnlySpan<G2Point> g2)
    {
        var sum = TF.Zero;
        for (var i = 0; i < g1.Length; i++)
            sum += Log(g1[i]) * Read(g2[i].Bytes);
        return sum.IsZero;
    }

    private static TF Read(ReadOnlySpan<byte> bytes) => TF.TryReadBigEndian(bytes[..TF.ByteLength], out var value)
        ? value
        : throw new ArgumentException("no canonical scalar");

    private static G1Point EncodeG1(TF log)
    {
        var bytes = new byte[2 * TF.ByteLength];
        log.WriteBigEndian(bytes.AsSpan(0, TF.ByteLength));
        (TF.FromUInt64(7) * log).WriteBigEndian(bytes.AsSpan(TF.ByteLength));
        return new G1Point(bytes);
    }

    private static G2Point EncodeG2(TF log)
    {
        var bytes = new byte[4 * TF.ByteLength];
        log.WriteBigEndian(bytes.AsSpan(0, TF.ByteLength));
        return new G2Point(bytes);
    }

    private sealed class ExponentVector(long count) : G1Vector<TF>
    {
        public FieldVector<TF> Logs { get; } = new(count);

        public override long Count => Logs.Length;

        public override G1Point this[long index]
        {
            get => EncodeG1(Logs[index]);
            set => Logs[index] = Log(value);
        }

        public override long ByteSize => Logs.ByteSize;

        public override int Multiples => 1;

        public override long SizeWith(int multiples) => ByteSize;

        public override void Precompute(int multiples, int threads)
        {
        }

        public override bool TryStore(long start, ReadOnlySpan<byte> bytes, out string reason)
        {
            reason = "";
            for (; !bytes.IsEmpty; bytes = bytes[(2 * TF.ByteLength)..])
            {
                if (!Instance.TryDecodeG1(bytes[..(2 * TF.ByteLength)], out var point, out reason))
                    return false;
                this[start++] = point;
            }

            return true;
        }

        public override bool TryStoreMontgomery(long start, ReadOnlySpan<byte> bytes, out string reason) => throw new NotSupportedException();

        public override void CopyBytes(long start, Span<byte> destination)
        {
            for (var i = 0; i < destination.Length / (2 * TF.ByteLength); i++)
                this[start + i].Bytes.CopyTo(destination[(i * 2 * TF.ByteLength)..]);
        }

        public override void CopyTo(long start, G1Vector<TF> destination, long destinationStart, long count) =>
            Logs.CopyTo(start, ((ExponentVector)destination).Logs, destinationStart, count);

        protected override void Dispose(bool disposing) => Logs.Dispose();
    }
}
