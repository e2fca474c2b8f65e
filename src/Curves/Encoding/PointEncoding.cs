using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The two byte forms of a point, both read strictly, so that a point has exactly one of each. Field elements are big-endian, of an extension the
/// highest coefficient first.
/// <list type="bullet">
/// <item>Uncompressed, as EIP-196 and EIP-197 have it: x, then y; infinity is all zeros. A coordinate of BLS12-381 takes 48 bytes, a point of its G1
/// 96 and of its G2 192. EIP-2537 pads each of these numbers to 64 bytes and puts the lower coefficient first; the form that Zcash introduced differs
/// only in that it marks infinity by the bit 0x40.</item>
/// <item>Compressed, for moduli that leave two bits of their first byte free: x with flags in the two top bits of the first byte. 10: y is the
/// smaller of y and −y; 11: the larger; 01: infinity, all other bits zero; 00 is invalid. "Smaller" compares the encodings of y and −y as
/// big-endian numbers. This is not Zcash's compressed form, which has three flags.</item>
/// </list>
/// </summary>
public static class PointEncoding
{
    private const byte FlagMask = 0xC0;
    private const byte InfinityFlag = 0x40;
    private const byte SmallerFlag = 0x80;
    private const byte LargerFlag = 0xC0;

    /// <summary>
    /// Reads the uncompressed form: exact length, coordinates below the modulus, point on the curve, point in the subgroup of prime order.
    /// </summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="point">The point; infinity when refused.</param>
    /// <param name="reason">Why it was refused; empty when it was read.</param>
    public static bool TryReadUncompressed<TField, TCurve>(ReadOnlySpan<byte> bytes, out AffinePoint<TField, TCurve> point, out string reason)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        point = default;
        var n = TField.ByteLength;
        if (bytes.Length != 2 * n)
            return Refuse($"an uncompressed point has {2 * n} bytes, not {bytes.Length}", out reason);
        if (!TField.TryReadBigEndian(bytes[..n], out var x))
            return Refuse("the x coordinate is not below the field's modulus", out reason);
        if (!TField.TryReadBigEndian(bytes[n..], out var y))
            return Refuse("the y coordinate is not below the field's modulus", out reason);
        return Accept(new AffinePoint<TField, TCurve>(x, y), out point, out reason);
    }

    /// <summary>Writes the uncompressed form.</summary>
    /// <param name="point">The point.</param>
    /// <param name="destination">Exactly twice the length of a field element.</param>
    public static void WriteUncompressed<TField, TCurve>(in AffinePoint<TField, TCurve> point, Span<byte> destination)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        var n = TField.ByteLength;
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, 2 * n);
        point.X.WriteBigEndian(destination[..n]);
        point.Y.WriteBigEndian(destination[n..]);
    }

    /// <summary>Reads the compressed form with the same checks; costs a square root.</summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="point">The point; infinity when refused.</param>
    /// <param name="reason">Why it was refused; empty when it was read.</param>
    public static bool TryReadCompressed<TField, TCurve>(ReadOnlySpan<byte> bytes, out AffinePoint<TField, TCurve> point, out string reason)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        RequireFreeBits<TField>();
        point = default;
        var n = TField.ByteLength;
        if (bytes.Length != n)
            return Refuse($"a compressed point has {n} bytes, not {bytes.Length}", out reason);
        Span<byte> unflagged = stackalloc byte[n];
        bytes.CopyTo(unflagged);
        var flag = (byte)(bytes[0] & FlagMask);
        unflagged[0] &= unchecked((byte)~FlagMask);
        if (flag == 0)
            return Refuse("the flag bits do not mark a compressed point", out reason);
        if (flag == InfinityFlag)
        {
            reason = "";
            return !unflagged.ContainsAnyExcept((byte)0) || Refuse("infinity is followed by bits that are not zero", out reason);
        }

        if (!TField.TryReadBigEndian(unflagged, out var x))
            return Refuse("the x coordinate is not below the field's modulus", out reason);
        if (!((x.Square() * x) + TCurve.B).TrySqrt(out var y))
            return Refuse("no point of the curve has this x coordinate", out reason);
        if (y.IsZero && flag == LargerFlag)
            return Refuse("the flag for the larger y is set although y is zero", out reason);
        return Accept(new AffinePoint<TField, TCurve>(x, IsLarger(y) == (flag == LargerFlag) ? y : -y), out point, out reason);
    }

    /// <summary>Writes the compressed form.</summary>
    /// <param name="point">The point.</param>
    /// <param name="destination">Exactly the length of a field element.</param>
    public static void WriteCompressed<TField, TCurve>(in AffinePoint<TField, TCurve> point, Span<byte> destination)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        RequireFreeBits<TField>();
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, TField.ByteLength);
        point.X.WriteBigEndian(destination);
        destination[0] |= point.IsIdentity ? InfinityFlag : IsLarger(point.Y) ? LargerFlag : SmallerFlag;
    }

    /// <summary>Reads the uncompressed form of a point that this library itself encoded.</summary>
    /// <exception cref="ArgumentException">It is the encoding of another curve.</exception>
    internal static AffinePoint<TField, TCurve> ReadTrusted<TField, TCurve>(ReadOnlySpan<byte> bytes)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        var n = TField.ByteLength;
        if (bytes.Length == 2 * n && TField.TryReadBigEndian(bytes[..n], out var x) && TField.TryReadBigEndian(bytes[n..], out var y))
            return new(x, y);
        throw new ArgumentException("the point is of another curve", nameof(bytes));
    }

    private static bool IsLarger<TField>(TField y)
        where TField : unmanaged, IField<TField>
    {
        Span<byte> mine = stackalloc byte[TField.ByteLength];
        Span<byte> other = stackalloc byte[TField.ByteLength];
        y.WriteBigEndian(mine);
        (-y).WriteBigEndian(other);
        return mine.SequenceCompareTo(other) > 0;
    }

    private static void RequireFreeBits<TField>()
        where TField : unmanaged, IField<TField>
    {
        var coefficientBits = 8 * TField.ByteLength / TField.ExtensionDegree;
        if (TField.Characteristic.GetBitLength() + 2 > coefficientBits)
            throw new NotSupportedException("the modulus leaves no two bits for the flags of a compressed point");
    }

    private static bool Accept<TField, TCurve>(in AffinePoint<TField, TCurve> candidate, out AffinePoint<TField, TCurve> point, out string reason)
        where TField : unmanaged, IField<TField>
        where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    {
        point = default;
        if (!candidate.IsOnCurve)
            return Refuse("the point is not on the curve", out reason);
        if (!candidate.IsInSubgroup)
            return Refuse("the point is not in the subgroup of prime order", out reason);
        point = candidate;
        reason = "";
        return true;
    }

    private static bool Refuse(string why, out string reason)
    {
        reason = why;
        return false;
    }
}
