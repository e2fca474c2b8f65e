namespace Zk.Field;

/// <summary>
/// Butterflies of eight transforms side by side, one a lane, on raw blocks with scaled twiddle factors. The decomposition is that of <see cref="NttKernel"/>.
/// <para>
/// Bounds. Data is bounded in units (<see cref="IBlockArithmetic{T}"/>) and in value, below X p in magnitude. Twiddle factors have one unit and are below p;
/// R' is above 32 p, so that a product is below (1 + X/32) p. Fresh data has 1 unit and X = 1. A radix-4 step takes 3 units: it multiplies sums of up
/// to 4, the most allowed; it carries in x0, the one operand that it does not multiply, and so gives 3 units. X becomes
/// X + (1 + X/32) + (1 + (X + 1 + X/32)/32), that is 1.07 X + 2.04, and factors are up to X + 1 + X/32. Each fourth step reduces x0 instead of carrying in it,
/// whence X = 3.9 at most. A step without twiddle factors takes fresh or reduced operands, one that scales multiplies all; they give X = 4.01 and 4.3. In
/// the three steps from there X reaches 6.7, 9.2, 11.9, and factors stay below 13.5. A radix-2 step takes and gives less than a radix-4 step does.
/// So no value reaches 16 p, and all are below 2^(52 L - 1).
/// </para>
/// </summary>
internal static unsafe class BlockButterflies<T, TBlocks>
    where T : unmanaged, IPrimeField<T>
    where TBlocks : struct, IBlockArithmetic<T>
{
    /// <summary>Blocks of working memory that a transform needs besides its data.</summary>
    public const int WorkBlocks = 3;

    /// <summary>Steps from one reduction to the next.</summary>
    private const int ReductionPeriod = 4;

    private static int Size => TBlocks.BlockLength;

    /// <summary>
    /// A transform of 2^<paramref name="log2"/> blocks in place, with results in bit-reversed order, and multiplied by the scale of the twiddle
    /// factors if they have one; then <paramref name="log2"/> is at least 2. Fresh data has been through no steps; what another transform left has been
    /// through those <paramref name="done"/> by that.
    /// </summary>
    public static void Transform<TTwiddles>(long* x, int log2, int done, ref TTwiddles twiddles, long* work)
        where TTwiddles : struct, IBlockTwiddles
    {
        if ((log2 & 1) == 0)
        {
            Steps(x, log2, 0, 0, done, ref twiddles, work);
            return;
        }

        var half = Size << (log2 - 1);
        var c = twiddles.IsUnit(0) ? null : twiddles.First();
        for (var i = 0; i < half; i += Size)
            Radix2(x + i, x + half + i, c, done, work);
        Steps(x, log2 - 1, 1, 0, done + 1, ref twiddles, work);
        Steps(x + half, log2 - 1, 1, 1, done + 1, ref twiddles, work);
    }

    /// <summary>The steps that a transform takes.</summary>
    public static int StepsOf(int log2) => (log2 + 1) / 2;

    /// <summary>
    /// Radix-4 steps on block <paramref name="k"/> of a level, of 2^<paramref name="log2"/> blocks of lanes; depth first, so that work proceeds in ever inner
    /// caches. <paramref name="done"/> counts the steps that the data has been through.
    /// </summary>
    private static void Steps<TTwiddles>(long* x, int log2, int level, long k, int done, ref TTwiddles twiddles, long* work)
        where TTwiddles : struct, IBlockTwiddles
    {
        if (log2 == 0)
            return;
        var c = twiddles.Fetch(level, k);
        var quarter = (long)Size << (log2 - 2);
        if (log2 == 2 && twiddles.IsScaling)
        {
            ScalingRadix4(x, c, work);
            return;
        }

        if (twiddles.IsUnit(k))
        {
            for (var i = 0L; i < quarter; i += Size)
                UnitRadix4(x + i, quarter, c, done, work);
        }
        else
        {
            for (var i = 0L; i < quarter; i += Size)
                Radix4(x + i, quarter, c, done, work);
        }

        for (var i = 0; i < 4; i++)
            Steps(x + (i * quarter), log2 - 2, level + 2, (4 * k) + i, done + 1, ref twiddles, work);
    }

    /// <summary>Makes one unit of the operand of a step that it does not multiply.</summary>
    private static void Prepare(long* x0, int done)
    {
        if (done % ReductionPeriod == ReductionPeriod - 1)
            TBlocks.Reduce(x0, x0);
        else if (done > 0)
            TBlocks.Normalise(x0, x0);
    }

    /// <summary>x0 + c x1 and x0 - c x1; no c is one, for fresh data.</summary>
    private static void Radix2(long* x0, long* x1, long* c, int done, long* work)
    {
        Prepare(x0, done);
        if (c is null)
            TBlocks.Copy(work, x1);
        else
            TBlocks.Multiply(work, x1, c);
        TBlocks.AddSubtract(x0, x1, x0, work);
    }

    /// <summary>Two steps on x0, x1, x2, x3, which are <paramref name="stride"/> longs apart; c is that of the first step, then those of the second.</summary>
    private static void Radix4(long* x0, long stride, long* c, int done, long* work)
    {
        Prepare(x0, done);
        long* x2 = x0 + (2 * stride), x3 = x2 + stride;
        TBlocks.Multiply(x2, x2, c);
        TBlocks.Multiply(x3, x3, c);
        SecondStep(x0, stride, c, work);
    }

    /// <summary>The two steps with their results multiplied by s; c is c, s times those of the second step, s, s c.</summary>
    private static void ScalingRadix4(long* x, long* c, long* work)
    {
        long* x2 = x + (2 * Size), x3 = x2 + Size;
        TBlocks.Multiply(x3, x3, c);
        TBlocks.Multiply(x, x, c + (3 * Size));
        TBlocks.Multiply(x2, x2, c + (4 * Size));
        SecondStep(x, Size, c, work);
    }

    private static void SecondStep(long* x0, long stride, long* c, long* work)
    {
        long* x1 = x0 + stride, x3 = x1 + (2 * stride), y1 = work;
        TBlocks.AddSubtract(y1, x3, x1, x3);
        TBlocks.Multiply(y1, y1, c + Size);
        TBlocks.Multiply(x3, x3, c + (2 * Size));
        Combine(x0, stride, work);
    }

    /// <summary>The two steps when the first two factors are one: then the third is a square root of -1.</summary>
    private static void UnitRadix4(long* x0, long stride, long* c, int done, long* work)
    {
        long* x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride, y1 = work;
        if (done > 0)
        {
            TBlocks.Reduce(x0, x0);
            TBlocks.Reduce(x1, x1);
            TBlocks.Reduce(x2, x2);
            TBlocks.Reduce(x3, x3);
        }

        TBlocks.AddSubtract(y1, x3, x1, x3);
        TBlocks.Normalise(y1, y1);
        TBlocks.Multiply(x3, x3, c + (2 * Size));
        Combine(x0, stride, work);
    }

    /// <summary>The sums of the second step: x0 + x2 and x0 - x2, plus and minus the products, the first in <paramref name="y1"/> and the second in x3.</summary>
    private static void Combine(long* x0, long stride, long* y1)
    {
        long* x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride, y0 = y1 + Size, y2 = y0 + Size;
        TBlocks.AddSubtract(y0, y2, x0, x2);
        TBlocks.AddSubtract(x0, x1, y0, y1);
        TBlocks.AddSubtract(x2, x3, y2, x3);
    }
}
