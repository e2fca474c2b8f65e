using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Doubles points over and over, eight at a time, in Jacobian coordinates x = X/Z^2, y = Y/Z^3: dbl-2009-l of the Explicit-Formulas Database with X Y^2 for
/// ((X + Y^2)^2 - X^2 - Y^4) / 2, which is 3M + 4S. Infinity, with Z = 0, stays so, and a point of order two becomes it.
/// <para>
/// Bounds, for p below R'/32; all blocks are scaled. At first |X| and |Y| are below 1.1 p, as products of which one factor is below 1.1 p and the other below p, and later in
/// [0, 1.01 p) by a reduction; |Z| is below 2.2 p in 2 units. So |4 X Y^2| is below 4.2 p, |8 Y^4| below 8.4 p, |3 X^2| = |e| below 3.2 p, |e^2| below 1.4 p,
/// and before their reductions |X3| is below 10 p and |Y3| below 1.6 p + 8.4 p, of at most 9 units.
/// </para>
/// </summary>
/// <param name="points">Affine points, a whole number of eights.</param>
/// <param name="count">How many.</param>
/// <param name="doublings">How often to double.</param>
/// <param name="x">Where X goes.</param>
/// <param name="y">Where Y goes.</param>
/// <param name="z">Where Z goes.</param>
internal readonly unsafe struct BlockDoubling<TField, TCurve>(
    AffinePoint<TField, TCurve>* points, int count, int doublings, TField* x, TField* y, TField* z) : IBlockVisitor<TField>
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
{
    private const int Lanes = 8;

    private readonly AffinePoint<TField, TCurve>* _points = points;
    private readonly int _count = count;
    private readonly int _doublings = doublings;
    private readonly TField* _x = x;
    private readonly TField* _y = y;
    private readonly TField* _z = z;

    /// <inheritdoc/>
    public void Visit<TBlocks>()
        where TBlocks : struct, IBlockArithmetic<TField>
    {
        using var blocks = new NativeBuffer<long>(8L * TBlocks.BlockLength);
        var offsets = stackalloc long[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
            offsets[lane] = lane * sizeof(AffinePoint<TField, TCurve>);
        long* bx = Block<TBlocks>(blocks, 0), by = Block<TBlocks>(blocks, 1), bz = Block<TBlocks>(blocks, 2);

        // 2^ScaleBits, so that raw numbers times it are scaled ones: a scaled load may be too large to work with.
        var scale = Block<TBlocks>(blocks, 7);
        TBlocks.BroadcastScaled(scale, TField.FromUInt64(1UL << TBlocks.ScaleBits));
        for (var i = 0; i < _count; i += Lanes)
        {
            TBlocks.GatherRaw(bx, _points + i, offsets);
            TBlocks.Multiply(bx, bx, scale);
            TBlocks.GatherRaw(by, (byte*)(_points + i) + sizeof(TField), offsets);
            TBlocks.Multiply(by, by, scale);
            TBlocks.BroadcastScaled(bz, TField.One);
            for (var lane = 0; lane < Lanes; lane++)
            {
                if (_points[i + lane].IsIdentity)
                    TBlocks.InsertScaled(bz, lane, TField.Zero);
            }

            for (var n = 0; n < _doublings; n++)
                Double<TBlocks>(blocks);
            TBlocks.StoreScaled(_x + i, bx);
            TBlocks.StoreScaled(_y + i, by);
            TBlocks.StoreScaled(_z + i, bz);
        }
    }

    private static long* Block<TBlocks>(NativeBuffer<long> blocks, int index)
        where TBlocks : struct, IBlockArithmetic<TField> => blocks.Pointer + (index * (long)TBlocks.BlockLength);

    private static void Double<TBlocks>(NativeBuffer<long> blocks)
        where TBlocks : struct, IBlockArithmetic<TField>
    {
        long* x = Block<TBlocks>(blocks, 0), y = Block<TBlocks>(blocks, 1), z = Block<TBlocks>(blocks, 2), d = Block<TBlocks>(blocks, 3);
        long* e = Block<TBlocks>(blocks, 4), c = Block<TBlocks>(blocks, 5), t = Block<TBlocks>(blocks, 6);

        // Z3 = 2 Y Z, d = 4 X Y^2, c = 8 Y^4, e = 3 X^2.
        TBlocks.Multiply(z, y, z);
        TBlocks.Add(z, z, z);
        TBlocks.Square(y, y);
        TBlocks.Multiply(d, x, y);
        TBlocks.Add(d, d, d);
        TBlocks.Add(d, d, d);
        TBlocks.Square(c, y);
        TBlocks.Add(c, c, c);
        TBlocks.Add(c, c, c);
        TBlocks.Add(c, c, c);
        TBlocks.Square(t, x);
        TBlocks.Add(e, t, t);
        TBlocks.Add(e, e, t);
        TBlocks.Normalise(e, e);

        // X3 = e^2 - 2 d, Y3 = e (d - X3) - c.
        TBlocks.Square(x, e);
        TBlocks.Subtract(x, x, d);
        TBlocks.Subtract(x, x, d);
        TBlocks.Reduce(x, x);
        TBlocks.Subtract(d, d, x);
        TBlocks.Normalise(d, d);
        TBlocks.Multiply(y, e, d);
        TBlocks.Subtract(y, y, c);
        TBlocks.Reduce(y, y);
    }
}
