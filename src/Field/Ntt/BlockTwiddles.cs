namespace Zk.Field;

/// <summary>The twiddle factors of the transform of a scratch buffer, as scaled blocks below p.</summary>
internal unsafe interface IBlockTwiddles
{
    /// <summary>Whether results are to be multiplied by a number.</summary>
    bool IsScaling { get; }

    /// <summary>Whether the first two factors of block <paramref name="k"/> of any level are one.</summary>
    bool IsUnit(long k);

    /// <summary>The factor of level 0 alone.</summary>
    long* First();

    /// <summary>
    /// The factor of block <paramref name="k"/> of a level, then those of blocks 2 k and 2 k + 1 of the next. If results are multiplied by s, those of the last
    /// two levels are c, s times the other two, s, s c.
    /// </summary>
    long* Fetch(int level, long k);
}

/// <summary>Packed twiddle factors by level, as raw loads need them: one table for all levels, or one after the other on a coset.</summary>
internal readonly unsafe struct TwiddleLevels<T>(T* table, bool isCoset)
    where T : unmanaged, IPrimeField<T>
{
    /// <summary>The factors of the level of 2^<paramref name="level"/> blocks.</summary>
    public T* this[int level] => isCoset ? table + (1L << level) : table;
}

/// <summary>The first levels of a transform, the same in all lanes: broadcast once, in the order in which steps need them.</summary>
internal readonly unsafe struct SharedTwiddles<T, TBlocks> : IBlockTwiddles
    where T : unmanaged, IPrimeField<T>
    where TBlocks : struct, IBlockArithmetic<T>
{
    private readonly long* _table;
    private readonly int _log2;
    private readonly bool _hasUnits;

    /// <summary>Fills <paramref name="table"/>, of <see cref="Length"/> longs. A scale of one is none.</summary>
    public SharedTwiddles(long* table, int log2, TwiddleLevels<T> levels, bool hasUnits, T scale)
    {
        _table = table;
        _log2 = log2;
        _hasUnits = hasUnits;
        IsScaling = !scale.IsOne;
        TBlocks.BroadcastRaw(table, levels[0][0]);
        for (var level = log2 & 1; level < log2; level += 2)
        {
            var scales = IsScaling && level == log2 - 2;
            for (var k = 0L; k < 1L << level; k++)
            {
                var c = Fetch(level, k);
                TBlocks.BroadcastRaw(c, levels[level][k]);
                for (var i = 0; i < 2; i++)
                {
                    var next = levels[level + 1][(2 * k) + i];
                    TBlocks.BroadcastRaw(c + ((1 + i) * Size), scales ? next * scale : next);
                }

                if (scales)
                {
                    TBlocks.BroadcastScaled(c + (3 * Size), scale);
                    TBlocks.BroadcastRaw(c + (4 * Size), levels[level][k] * scale);
                }
            }
        }
    }

    public bool IsScaling { get; }

    private static int Size => TBlocks.BlockLength;

    /// <summary>The longs of a table for 2^<paramref name="log2"/> blocks: steps need less than a factor for each, and scaling half as many again.</summary>
    public static long Length(int log2) => (long)Size * ((3L << log2 >> 1) + 1);

    public bool IsUnit(long k) => _hasUnits && k == 0;

    public long* First() => _table;

    public long* Fetch(int level, long k)
    {
        var before = ((1L << level) - (1L << (_log2 & 1))) / 3;
        var each = IsScaling && level == _log2 - 2 ? 5 : 3;
        return _table + (Size * (1 + (3 * before) + (each * k)));
    }
}

/// <summary>The last levels of a transform, when lane l is row r_l: block k of a level is block r_l 2^level + k of the whole. Gathered when they are needed.</summary>
internal readonly unsafe struct LaneTwiddles<T, TBlocks> : IBlockTwiddles
    where T : unmanaged, IPrimeField<T>
    where TBlocks : struct, IBlockArithmetic<T>
{
    private readonly long* _factors;
    private readonly long* _offsets;
    private readonly TwiddleLevels<T> _levels;
    private readonly int _first;

    /// <summary>Rows of the level of 2^<paramref name="first"/> blocks, to be transformed through <paramref name="log2"/> levels.</summary>
    public LaneTwiddles(long* work, TwiddleLevels<T> levels, int first, int log2, long* rows)
    {
        _factors = work;
        _offsets = work + (3 * TBlocks.BlockLength);
        _levels = levels;
        _first = first;
        for (var level = 0; level < log2; level++)
        {
            for (var lane = 0; lane < 8; lane++)
                _offsets[(8 * level) + lane] = (rows[lane] << level) * sizeof(T);
        }
    }

    public bool IsScaling => false;

    /// <summary>Longs of working memory.</summary>
    public static long Length(int log2) => (3 * TBlocks.BlockLength) + (8L * log2);

    public bool IsUnit(long k) => false;

    public long* First()
    {
        TBlocks.GatherRaw(_factors, _levels[_first], _offsets);
        return _factors;
    }

    public long* Fetch(int level, long k)
    {
        var size = TBlocks.BlockLength;
        TBlocks.GatherRaw(_factors, _levels[_first + level] + k, _offsets + (8 * level));
        var next = _levels[_first + level + 1] + (2 * k);
        TBlocks.GatherRaw(_factors + size, next, _offsets + (8 * (level + 1)));
        TBlocks.GatherRaw(_factors + (2 * size), next + 1, _offsets + (8 * (level + 1)));
        return _factors;
    }
}
