using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Sorts a range of scalars into classes by the length of their magnitude and writes each class's indices and digits. Zeros are left out, and so are scalars whose
/// point is infinity.
/// </summary>
internal sealed unsafe class ScalarReader<TScalar>
    where TScalar : unmanaged, IPrimeField<TScalar>
{
    private const int Block = 256;

    private readonly FieldVector<TScalar> _scalars;
    private readonly long _start;
    private readonly int _count;
    private readonly int _threads;
    private readonly int[] _classes;
    private readonly Func<int, bool> _isInfinity;
    private readonly int _pieces;

    /// <summary>Members of each class in each piece, [piece, class].</summary>
    private readonly int[,] _members;
    private readonly int[,] _lengths;

    /// <param name="scalars">The vector.</param>
    /// <param name="start">Index of the first scalar.</param>
    /// <param name="count">Number of scalars.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <param name="classes">The greatest <see cref="SignedDigits.Length"/> of each class, ascending.</param>
    /// <param name="isInfinity">Whether the point at an index is infinity; called on any thread.</param>
    public ScalarReader(FieldVector<TScalar> scalars, long start, int count, int threads, int[] classes, Func<int, bool> isInfinity)
    {
        _scalars = scalars;
        _start = start;
        _count = count;
        _threads = threads;
        _classes = classes;
        _isInfinity = isInfinity;
        _pieces = Math.Clamp(count / (16 * Block), 1, threads);
        _members = new int[_pieces, classes.Length];
        _lengths = new int[_pieces, classes.Length];
        ForEachPiece((piece, _, length, _, _) =>
        {
            var kind = ClassOf(length);
            _members[piece, kind]++;
            _lengths[piece, kind] = Math.Max(_lengths[piece, kind], length);
        });
    }

    /// <summary>How many scalars a class has, and the length of its longest.</summary>
    public (int Members, int Length) Measure(int kind)
    {
        var (members, length) = (0, 0);
        for (var piece = 0; piece < _pieces; piece++)
        {
            members += _members[piece, kind];
            length = Math.Max(length, _lengths[piece, kind]);
        }

        return (members, length);
    }

    /// <summary>
    /// Writes for each member of a class, in order, its index with the sign in bit 31, and its negated digits, those of a window <paramref name="stride"/> places
    /// after those of the window before.
    /// </summary>
    public void Write(int kind, int window, int windows, uint* indices, short* negatedDigits, long stride)
    {
        var next = new int[_pieces];
        for (var piece = 1; piece < _pieces; piece++)
            next[piece] = next[piece - 1] + _members[piece - 1, kind];
        ForEachPiece((piece, index, length, negative, magnitude) =>
        {
            if (ClassOf(length) != kind)
                return;
            var at = next[piece]++;
            indices[at] = (uint)index | (negative ? 0x80000000 : 0);
            SignedDigits.Recode(magnitude, window, windows, negatedDigits + at, stride);
        });
    }

    private delegate void Visitor(int piece, int index, int length, bool negative, ReadOnlySpan<ulong> magnitude);

    private int ClassOf(int length)
    {
        var kind = 0;
        while (length > _classes[kind])
            kind++;
        return kind;
    }

    /// <summary>Visits the scalars that count, the pieces in parallel.</summary>
    private void ForEachPiece(Visitor visit)
    {
        var size = (_count + _pieces - 1) / _pieces;
        Parallel.For(0, _pieces, new ParallelOptions { MaxDegreeOfParallelism = _threads }, piece =>
        {
            var scalars = stackalloc TScalar[Block];
            var limbs = stackalloc ulong[Block * TScalar.LimbCount];
            var to = Math.Min(_count, (piece + 1) * size);
            for (var from = piece * size; from < to; from += Block)
            {
                var length = Math.Min(Block, to - from);
                _scalars.Load(_start + from, new Span<TScalar>(scalars, length));
                CanonicalLimbs<TScalar>.Write(scalars, limbs, length);
                for (var i = 0; i < length; i++)
                {
                    if (scalars[i].IsZero || _isInfinity(from + i))
                        continue;
                    var magnitude = new Span<ulong>(limbs + (i * TScalar.LimbCount), TScalar.LimbCount);
                    var negative = SignedDigits.TakeMagnitude<TScalar>(magnitude);
                    visit(piece, from + i, SignedDigits.Length(magnitude), negative, magnitude);
                }
            }
        });
    }
}
