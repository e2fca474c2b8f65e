using System.Numerics;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Points as snarkjs keeps them in its binary files: x, then y, coefficients of an extension lowest first, each little-endian in Montgomery form
/// a * R mod p with R = 2^(8 n) for n bytes; infinity is all zeros. Read as strictly as every other form.
/// </summary>
internal static class MontgomeryEncoding<TBase>
    where TBase : unmanaged, IPrimeField<TBase>
{
    private static readonly TBase _inverseOfR = TBase.FromBigInteger(BigInteger.One << (8 * TBase.ByteLength)).Inverse();

    public static bool TryRead<TField, TCurve>(ReadOnlySpan<byte> bytes, out AffinePoint<TField, TCurve> point, out string reason)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        var n = TField.ByteLength;
        point = default;
        if (bytes.Length != 2 * n)
        {
            reason = $"a point has {2 * n} bytes, not {bytes.Length}";
            return false;
        }

        // Rewritten as the canonical form, so that there is one set of checks.
        Span<byte> canonical = stackalloc byte[2 * n];
        if (!TryConvert(bytes[..n], canonical[..n]))
        {
            reason = "the x coordinate is not below the field's modulus";
            return false;
        }

        if (!TryConvert(bytes[n..], canonical[n..]))
        {
            reason = "the y coordinate is not below the field's modulus";
            return false;
        }

        return PointEncoding.TryReadUncompressed(canonical, out point, out reason);
    }

    private static bool TryConvert(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var n = TBase.ByteLength;
        for (var at = 0; at < source.Length; at += n)
        {
            if (!TBase.TryReadLittleEndian(source.Slice(at, n), out var value))
                return false;
            (value * _inverseOfR).WriteBigEndian(destination.Slice(source.Length - at - n, n));
        }

        return true;
    }
}
