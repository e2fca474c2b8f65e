using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// The additions of an <see cref="AffineBatch{TField, TCurve}"/> by block arithmetic: lane i of group g adds pair 8 g + i. Lists of addresses are filled up to
/// whole groups with copies of a pair, which write the same sum once more.
/// <para>
/// Numbers. Everything is loaded raw, as x R. Let a . b = a b / R' be Multiply; nonzero residues are a group under it. Prefix products of the differences D = dx R
/// are taken in it, and the number I put in for the inverse of a lane's whole product P is c R'^2 / P. Then a pair's I . prefix is c R'^2 / D, and
/// (dy R) . that is c slope R', a slope scaled with c. With c^2 = R / R' the square of it is slope^2 R, raw like
/// x1 and x2, and times (x1 - x3) R / c, a shift, it is slope (x1 - x3) R, raw like y1. So no conversion costs a multiplication.
/// </para>
/// <para>
/// Bounds, for p below R'/35: products are below 1.1 p as one factor is below 1.1 p and the other is one or a difference of packed numbers, below p. x3 is in
/// (-3.05 p, 1.05 p), so (x1 - x3) / c is below 65/4 p for five limbs (c = 1/4), which must be within the bound of values; for eight (c = 2^-16) that is no limit.
/// </para>
/// </summary>
internal unsafe struct BlockAddition<TField, TCurve> : IBlockVisitor<TField>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    /// <summary>Blocks of scratch memory beside the prefix products; two are room for eight points.</summary>
    public const int Temporaries = 10;

    private const int Lanes = 8;

    private readonly long* _left;
    private readonly long* _right;
    private readonly long* _sum;
    private readonly byte* _signs;
    private readonly int _groups;
    private readonly long* _scratch;

    /// <param name="left">Addresses of left operands.</param>
    /// <param name="right">Addresses of right operands.</param>
    /// <param name="sum">Where sums go.</param>
    /// <param name="signs">Two bytes a group, whose bits say which left and right operands to negate; or null.</param>
    /// <param name="groups">Eights of pairs.</param>
    /// <param name="scratch">Room for <see cref="Temporaries"/> blocks and one more than groups.</param>
    /// <param name="mayBeInfinite">Whether an operand may be infinity.</param>
    public BlockAddition(long* left, long* right, long* sum, byte* signs, int groups, long* scratch, bool mayBeInfinite)
    {
        _left = left;
        _right = right;
        _sum = sum;
        _signs = signs;
        _groups = groups;
        _scratch = scratch;
        MayBeInfinite = mayBeInfinite;
    }

    /// <summary>Whether an operand may be infinity and, afterwards, whether a sum may.</summary>
    public bool MayBeInfinite { get; private set; }

    /// <inheritdoc/>
    public void Visit<TBlocks>()
        where TBlocks : struct, IBlockArithmetic<TField>
    {
        // Special pairs are rare in most uses, and that there is none shows at once: infinity has x = 0, and equal x make the product zero.
        var special = MayBeInfinite && HasZero();
        if (!special)
            special = !TryMultiply<TBlocks>(false);
        if (special)
            TryMultiply<TBlocks>(true);
        MayBeInfinite = false;
        Invert<TBlocks>();
        for (var g = _groups - 1; g >= 0; g--)
            Add<TBlocks>(g, special);
    }

    private static long* Block<TBlocks>(long* scratch, int index)
        where TBlocks : struct, IBlockArithmetic<TField> => scratch + (index * (long)TBlocks.BlockLength);

    /// <summary>Whether the first word of some operand is zero, as it is for infinity.</summary>
    private readonly bool HasZero()
    {
        var zero = false;
        for (var k = 0; k < Lanes * _groups; k++)
            zero |= *(int*)_left[k] == 0 | *(int*)_right[k] == 0;
        return zero;
    }

    /// <summary>Fetches a group's operands while multiplications keep the processor from looking so far ahead itself.</summary>
    private readonly void Prefetch(int group)
    {
        if (!Sse.IsSupported || (uint)group >= (uint)_groups)
            return;
        for (var k = Lanes * group; k < Lanes * (group + 1); k++)
        {
            Sse.Prefetch0((void*)_left[k]);
            Sse.Prefetch0((void*)_right[k]);
        }
    }

    private readonly AffinePoint<TField, TCurve> Operand(long* list, int group, int lane, int side)
    {
        var point = *(AffinePoint<TField, TCurve>*)list[(Lanes * group) + lane];
        return _signs != null && ((_signs[(2 * group) + side] >> lane) & 1) != 0 ? -point : point;
    }

    /// <summary>Prefix products of all x2 - x1, one chain a lane; if so told, with substitutes for those of special pairs.</summary>
    /// <returns>Whether no product is zero; else they are of no use.</returns>
    private readonly bool TryMultiply<TBlocks>(bool special)
        where TBlocks : struct, IBlockArithmetic<TField>
    {
        var x1 = Block<TBlocks>(_scratch, 1);
        var dx = Block<TBlocks>(_scratch, 2);
        var prefix = Block<TBlocks>(_scratch, Temporaries);
        TBlocks.BroadcastRaw(prefix, TField.One);
        for (var g = 0; g < _groups; g++, prefix += TBlocks.BlockLength)
        {
            Prefetch(g + 1);
            TBlocks.GatherRaw(x1, null, _left + (Lanes * g));
            TBlocks.GatherRaw(dx, null, _right + (Lanes * g));
            TBlocks.Subtract(dx, dx, x1);
            for (var lane = 0; special && lane < Lanes; lane++)
            {
                var p = Operand(_left, g, lane, 0);
                var q = Operand(_right, g, lane, 1);
                if (AffineAddition.IsSpecial(p, q))
                    TBlocks.InsertRaw(dx, lane, AffineAddition.SpecialDenominator(p, q));
            }

            TBlocks.Multiply(prefix + TBlocks.BlockLength, dx, prefix);
        }

        return TBlocks.ZeroMask(prefix) == 0;
    }

    /// <summary>Writes c R'^2 over the whole product of each lane to temporary 0, by one inversion.</summary>
    [SkipLocalsInit]
    private readonly void Invert<TBlocks>()
        where TBlocks : struct, IBlockArithmetic<TField>
    {
        TField* products = stackalloc TField[Lanes], prefixes = stackalloc TField[Lanes];
        TBlocks.StoreRaw(products, Block<TBlocks>(_scratch, Temporaries + _groups));
        var product = products[0];
        for (var i = 1; i < Lanes; i++)
        {
            prefixes[i] = product;
            product *= products[i];
        }

        // The number P is the element P / R, whose inverse is the number R^2 / P; what lacks is (R' / R)^2 c = 2^(3/2 ScaleBits).
        var inverse = product.Inverse() * TField.FromUInt64(1UL << (3 * TBlocks.ScaleBits / 2));
        for (var i = Lanes - 1; i > 0; i--)
        {
            var next = inverse * products[i];
            products[i] = inverse * prefixes[i];
            inverse = next;
        }

        products[0] = inverse;
        TBlocks.LoadRaw(_scratch, products);
    }

    /// <summary>Adds the pairs of a group; temporary 0 has the inverse of the products up to it, and then of those before it.</summary>
    private void Add<TBlocks>(int group, bool special)
        where TBlocks : struct, IBlockArithmetic<TField>
    {
        var inverse = Block<TBlocks>(_scratch, 0);
        var x1 = Block<TBlocks>(_scratch, 1);
        var x2 = Block<TBlocks>(_scratch, 2);
        var dx = Block<TBlocks>(_scratch, 3);
        var y1 = Block<TBlocks>(_scratch, 4);
        var dy = Block<TBlocks>(_scratch, 5);
        var slope = Block<TBlocks>(_scratch, 6);
        var x3 = Block<TBlocks>(_scratch, 7);
        long* left = _left + (Lanes * group), right = _right + (Lanes * group), sum = _sum + (Lanes * group);
        Prefetch(group - 1);
        TBlocks.GatherRaw(x1, null, left);
        TBlocks.GatherRaw(x2, null, right);
        TBlocks.GatherRaw(y1, (void*)sizeof(TField), left);
        TBlocks.GatherRaw(dy, (void*)sizeof(TField), right);
        if (_signs != null)
        {
            TBlocks.Negate(slope, y1);
            TBlocks.Select(y1, _signs[2 * group], slope, y1);
            TBlocks.Negate(slope, dy);
            TBlocks.Select(dy, _signs[(2 * group) + 1], slope, dy);
        }

        TBlocks.Subtract(dx, x2, x1);
        TBlocks.Subtract(dy, dy, y1);
        var results = (AffinePoint<TField, TCurve>*)Block<TBlocks>(_scratch, 8);
        var withoutSlope = special ? Substitute<TBlocks>(group, dx, dy, results) : 0;
        TBlocks.Multiply(slope, inverse, Block<TBlocks>(_scratch, Temporaries + group));
        TBlocks.Multiply(inverse, dx, inverse);
        TBlocks.Multiply(slope, dy, slope);
        TBlocks.Square(x3, slope);
        TBlocks.Subtract(x3, x3, x1);
        TBlocks.Subtract(x3, x3, x2);
        TBlocks.Subtract(x1, x1, x3);
        TBlocks.ShiftLeft(x1, x1, TBlocks.ScaleBits / 2);
        TBlocks.Multiply(x1, slope, x1);
        TBlocks.Subtract(y1, x1, y1);
        TBlocks.ScatterRaw(null, sum, x3);
        TBlocks.ScatterRaw((void*)sizeof(TField), sum, y1);
        for (var lane = 0; withoutSlope >> lane != 0; lane++)
        {
            if (((withoutSlope >> lane) & 1) != 0)
                *(AffinePoint<TField, TCurve>*)sum[lane] = results[lane];
        }
    }

    /// <summary>Puts a tangent for the chord of equal points, and any slope where the sum needs none.</summary>
    /// <returns>The lanes that need no slope; their sums are in <paramref name="results"/>.</returns>
    private int Substitute<TBlocks>(int group, long* dx, long* dy, AffinePoint<TField, TCurve>* results)
        where TBlocks : struct, IBlockArithmetic<TField>
    {
        var withoutSlope = 0;
        for (var lane = 0; lane < Lanes; lane++)
        {
            var p = Operand(_left, group, lane, 0);
            var q = Operand(_right, group, lane, 1);
            if (!AffineAddition.IsSpecial(p, q))
                continue;
            TBlocks.InsertRaw(dx, lane, AffineAddition.SpecialDenominator(p, q));
            if (AffineAddition.IsDoubling(p, q))
            {
                TBlocks.InsertRaw(dy, lane, AffineAddition.TangentNumerator(p));
            }
            else
            {
                withoutSlope |= 1 << lane;
                results[lane] = AffineAddition.SumWithoutSlope(p, q);
                MayBeInfinite |= results[lane].IsIdentity;
            }
        }

        return withoutSlope;
    }
}
