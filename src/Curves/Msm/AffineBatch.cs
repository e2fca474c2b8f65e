using System.Runtime.CompilerServices;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Many independent additions of affine points that share one field inversion (Montgomery's trick): 5M + 1S each and a share of the inversion,
/// against 8M + 2S for the cheapest inversion-free mixed addition. Exact on every input: equal and opposite points and infinity take a
/// branch of their own. Variable time. One instance serves one thread.
/// </summary>
internal sealed unsafe class AffineBatch<TField, TCurve> : IDisposable
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    /// <summary>Below so many pairs the join of eight lanes costs more than it saves.</summary>
    private const int FewPairs = 4;

    /// <summary>
    /// Whether 65/4 p is within a block's bound of values, 2^259 for five limbs, as <see cref="BlockAddition{TField, TCurve}"/> needs; it is for every p but
    /// the greatest of 255 bits.
    /// </summary>
    private static readonly bool _hasRoom = TField.Characteristic.GetBitLength() != 255 || (TField.Characteristic * 65 / 4).GetBitLength() <= 259;

    private readonly VectorKernel _kernel;
    private readonly int _capacity;
    private readonly NativeBuffer<long> _lists;
    private readonly NativeBuffer<byte> _signs;
    private readonly NativeBuffer<long> _scratch;
    private bool _signed;

    /// <param name="kernel">The kernel to use.</param>
    /// <param name="capacity">The most pairs of a batch.</param>
    public AffineBatch(VectorKernel kernel, int capacity)
    {
        const int lanes = 8;
        _kernel = kernel;
        _capacity = capacity;
        var padded = (capacity + lanes - 1) / lanes * lanes;
        _lists = new(3L * padded);
        Left = (AffinePoint<TField, TCurve>**)_lists.Pointer;
        Right = Left + padded;
        Sum = Right + padded;
        _signs = new(2 * padded / lanes);

        // A block has at most two limbs more than a packed element has; one by one, a pair takes two elements.
        var words = (sizeof(TField) + sizeof(long) - 1) / sizeof(long);
        var blocks = BlockAddition<TField, TCurve>.Temporaries + 1 + (padded / lanes);
        _scratch = new(Math.Max(2L * padded * words, (long)blocks * lanes * (words + 2)));
    }

    /// <summary>Number of pairs.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is room for no more.</summary>
    public bool IsFull => Count == _capacity;

    private AffinePoint<TField, TCurve>** Left { get; }

    private AffinePoint<TField, TCurve>** Right { get; }

    private AffinePoint<TField, TCurve>** Sum { get; }

    /// <summary>Whether additions by a kernel are faster than by the field's own operators. Extension fields have no kernels.</summary>
    public static bool IsVectorised(VectorKernel kernel) => kernel != VectorKernel.Portable && TField.ExtensionDegree == 1 && _hasRoom;

    /// <summary>
    /// Asks for *sum = *left + *right at the next <see cref="Run"/>. Sums are distinct from one another and from other pairs' operands.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(AffinePoint<TField, TCurve>* left, AffinePoint<TField, TCurve>* right, AffinePoint<TField, TCurve>* sum)
    {
        var k = Count++;
        Left[k] = left;
        Right[k] = right;
        Sum[k] = sum;
    }

    /// <summary>As <see cref="Add"/>, with an operand negated where its sign is 1 and not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddSigned(
        AffinePoint<TField, TCurve>* left, uint leftSign, AffinePoint<TField, TCurve>* right, uint rightSign, AffinePoint<TField, TCurve>* sum)
    {
        // Points are aligned to more than a byte, so the sign has room in the address.
        _signed = true;
        Add((AffinePoint<TField, TCurve>*)((nuint)left | leftSign), (AffinePoint<TField, TCurve>*)((nuint)right | rightSign), sum);
    }

    /// <summary>Does the additions asked for.</summary>
    /// <param name="mayBeInfinite">Whether an operand may be infinity.</param>
    /// <returns>Whether a sum may be infinity.</returns>
    public bool Run(bool mayBeInfinite)
    {
        var infinite = false;
        for (var k = Count; k % 8 != 0; k++)
        {
            Left[k] = Left[k - 1];
            Right[k] = Right[k - 1];
            Sum[k] = Sum[k - 1];
        }

        if (_signed)
            CollectSigns();
        if (Count >= FewPairs && IsVectorised(_kernel))
        {
            var addition = new BlockAddition<TField, TCurve>(
                (long*)Left, (long*)Right, (long*)Sum, _signed ? _signs.Pointer : null, (Count + 7) / 8, _scratch.Pointer, mayBeInfinite);
            TField.VisitBlocks(_kernel, ref addition);
            infinite = addition.MayBeInfinite;
        }
        else if (Count > 0)
        {
            AddOneByOne();
            infinite = true;
        }

        Count = 0;
        _signed = false;
        return infinite;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lists.Dispose();
        _signs.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Takes the signs out of the addresses: bit k % 8 of bytes 2 (k / 8), for left operands, and 2 (k / 8) + 1.</summary>
    private void CollectSigns()
    {
        for (var first = 0; first < Count; first += 8)
        {
            nuint left = 0, right = 0;
            for (var k = first + 7; k >= first; k--)
            {
                left = (left << 1) | ((nuint)Left[k] & 1);
                right = (right << 1) | ((nuint)Right[k] & 1);
                Left[k] = (AffinePoint<TField, TCurve>*)((nuint)Left[k] & ~(nuint)1);
                Right[k] = (AffinePoint<TField, TCurve>*)((nuint)Right[k] & ~(nuint)1);
            }

            _signs.Pointer[first / 4] = (byte)left;
            _signs.Pointer[(first / 4) + 1] = (byte)right;
        }
    }

    private void AddOneByOne()
    {
        var scratch = (TField*)_scratch.Pointer;
        var denominators = scratch + Count;
        var product = TField.One;
        for (var k = 0; k < Count; k++)
        {
            var p = Operand(Left, k, 0);
            var q = Operand(Right, k, 1);
            var d = AffineAddition.IsSpecial(p, q) ? AffineAddition.SpecialDenominator(p, q) : q.X - p.X;
            scratch[k] = product;
            denominators[k] = d;
            product *= d;
        }

        var inverse = product.Inverse();
        for (var k = Count - 1; k >= 0; k--)
        {
            var p = Operand(Left, k, 0);
            var q = Operand(Right, k, 1);
            var d = inverse * scratch[k];
            inverse *= denominators[k];
            if (!AffineAddition.IsSpecial(p, q))
                *Sum[k] = AffineAddition.Chord(p, q, (q.Y - p.Y) * d);
            else if (AffineAddition.IsDoubling(p, q))
                *Sum[k] = AffineAddition.Chord(p, q, AffineAddition.TangentNumerator(p) * d);
            else
                *Sum[k] = AffineAddition.SumWithoutSlope(p, q);
        }
    }

    private AffinePoint<TField, TCurve> Operand(AffinePoint<TField, TCurve>** list, int k, int side) =>
        _signed && ((_signs.Pointer[(k / 8 * 2) + side] >> (k % 8)) & 1) != 0 ? -*list[k] : *list[k];
}
