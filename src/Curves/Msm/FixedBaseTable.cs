using System.Numerics;
using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// Many multiples of one point: the table holds d * 2^(c j) * base for d in 1..2^(c−1) and each window j, so that a multiple is one affine
/// addition a window, and the additions of a block of scalars share an inversion. Variable time.
/// </summary>
internal sealed unsafe class FixedBaseTable<TField, TCurve, TScalar> : IDisposable
    where TField : unmanaged, IField<TField>
    where TCurve : struct, IWeierstrassCurve<TField, TCurve>
    where TScalar : unmanaged, IPrimeField<TScalar>
{
    /// <summary>Scalars whose additions share an inversion.</summary>
    private const int Block = 1024;

    private readonly int _window;
    private readonly int _windows;
    private readonly int _half;
    private readonly NativeBuffer<AffinePoint<TField, TCurve>> _table;

    /// <summary>Builds a table that suits <paramref name="expected"/> multiples.</summary>
    public FixedBaseTable(in AffinePoint<TField, TCurve> basePoint, long expected)
    {
        // Wider windows save additions until the table, of 2^(c-1) points a window, costs as much as it saves or leaves the caches.
        _window = Math.Clamp(BitOperations.Log2((ulong)Math.Max(1, expected)) - 4, 3, 13);
        _windows = SignedDigits.Count(TScalar.BitLength - 1, _window);
        _half = 1 << (_window - 1);
        _table = new((long)_windows * _half);
        Build(basePoint);
    }

    /// <summary>destination[i] = scalars[start + i] * base.</summary>
    public void Fill(AffinePoint<TField, TCurve>* destination, FieldVector<TScalar> scalars, long start, long count, int threads) =>
        Parallel.For(
            0,
            (count + Block - 1) / Block,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new Worker(_windows),
            (block, _, worker) =>
            {
                var from = block * Block;
                worker.Fill(this, destination + from, scalars, start + from, (int)Math.Min(Block, count - from));
                return worker;
            },
            worker => worker.Dispose());

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    /// <summary>Doubles the filled part of every window at once: entries m+1..2m are entry m added to entries 1..m.</summary>
    private void Build(in AffinePoint<TField, TCurve> basePoint)
    {
        var table = _table.Pointer;
        var running = JacobianPoint<TField, TCurve>.From(basePoint);
        for (var w = 0; w < _windows; w++)
        {
            table[w * _half] = running.ToAffine();
            for (var i = 0; i < _window; i++)
                running = running.Double();
        }

        var left = new int[_windows * _half / 2];
        var right = new int[left.Length];
        using var scratch = new NativeBuffer<TField>(Math.Max(1, 2 * left.Length));
        for (var filled = 1; filled < _half; filled *= 2)
        {
            var pairs = 0;
            for (var w = 0; w < _windows; w++)
            {
                var first = w * _half;
                new Span<AffinePoint<TField, TCurve>>(table + first, filled).CopyTo(new(table + first + filled, filled));
                for (var i = 0; i < filled; i++)
                {
                    left[pairs] = first + filled + i;
                    right[pairs++] = first + filled - 1;
                }
            }

            fixed (int* l = left, r = right)
                AffineBatch<TField, TCurve>.AddInto(table, l, table, r, pairs, scratch.Pointer);
        }
    }

    /// <summary>One thread's room for a block.</summary>
    private sealed class Worker(int windows) : IDisposable
    {
        private readonly NativeBuffer<short> _digits = new((long)windows * Block);
        private readonly NativeBuffer<AffinePoint<TField, TCurve>> _addends = new(Block);
        private readonly NativeBuffer<TField> _scratch = new(2 * Block);
        private readonly TScalar[] _scalars = new TScalar[Block];
        private readonly bool[] _negative = new bool[Block];
        private readonly int[] _left = new int[Block];
        private readonly int[] _right = new int[Block];

        public void Fill(
            FixedBaseTable<TField, TCurve, TScalar> owner, AffinePoint<TField, TCurve>* destination, FieldVector<TScalar> scalars, long start, int count)
        {
            scalars.Load(start, _scalars.AsSpan(0, count));
            Span<ulong> magnitude = stackalloc ulong[TScalar.LimbCount];
            for (var i = 0; i < count; i++)
            {
                _negative[i] = SignedDigits.WriteMagnitude(_scalars[i], magnitude);
                SignedDigits.Recode(magnitude, owner._window, windows, _digits.Pointer + i, Block);
                destination[i] = default;
            }

            for (var w = 0; w < windows; w++)
            {
                var pairs = 0;
                for (var i = 0; i < count; i++)
                {
                    // The digits are kept negated.
                    int digit = _digits.Pointer[(w * Block) + i];
                    if (digit == 0)
                        continue;
                    var point = owner._table.Pointer[(w * owner._half) + Math.Abs(digit) - 1];
                    _addends.Pointer[pairs] = (digit > 0) ^ _negative[i] ? -point : point;
                    _left[pairs] = i;
                    _right[pairs] = pairs++;
                }

                fixed (int* left = _left, right = _right)
                    AffineBatch<TField, TCurve>.AddInto(destination, left, _addends.Pointer, right, pairs, _scratch.Pointer);
            }
        }

        public void Dispose()
        {
            _digits.Dispose();
            _addends.Dispose();
            _scratch.Dispose();
        }
    }
}
