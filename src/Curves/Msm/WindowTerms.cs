namespace Zk.Curves;

/// <summary>What windows add up: digits times points, each point with its multiples.</summary>
/// <param name="signedIndices">For each entry the point's index, and in bit 31 whether it is to be negated.</param>
/// <param name="count">Number of entries.</param>
/// <param name="negatedDigits">Minus the digits: that of entry i in window w for multiple s at w * stride + s * multipleStride + i.</param>
/// <param name="stride">Distance between windows.</param>
/// <param name="multiples">Multiples of a point that the windows take.</param>
/// <param name="multipleStride">Distance between the digits for one multiple and for the next.</param>
/// <param name="multipleDistance">What to add to an index for the point's next multiple.</param>
internal readonly unsafe struct WindowTerms(
    uint* signedIndices, int count, short* negatedDigits, long stride, int multiples, long multipleStride, uint multipleDistance)
{
    /// <summary>Number of entries.</summary>
    public int Count { get; } = count;

    /// <summary>Multiples of a point.</summary>
    public int Multiples { get; } = multiples;

    /// <summary>The indices, with signs.</summary>
    public uint* SignedIndices { get; } = signedIndices;

    /// <summary>What to add to an index for a multiple.</summary>
    public uint Offset(int multiple) => (uint)multiple * multipleDistance;

    /// <summary>The negated digits of a window for a multiple.</summary>
    public short* Digits(int window, int multiple) => negatedDigits + (window * stride) + (multiple * multipleStride);
}
