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

    private readonly VectorKernel _kernel;
    private readonly int _window;
    private readonly int _windows;
    private readonly int _half;
    private readonly NativeBuffer<AffinePoint<TField, TCurve>> _table;

    /// <summary>Whether some multiple in the table may be infinity: only that of a base of small order.</summary>
    private bool _mayBeInfinite;

    /// <summary>Builds a table that suits <paramref name="expected"/> multiples, by <see cref="VectorKernels.Selected"/> unless told another kernel.</summary>
    public FixedBaseTable(in AffinePoint<TField, TCurve> basePoint, long expected, VectorKernel? kernel = null)
    {
        _kernel = kernel ?? VectorKernels.Selected;

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
            () => new Worker(_kernel, _windows),
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
        _mayBeInfinite = basePoint.IsIdentity;
        var table = _table.Pointer;
        var running = JacobianPoint<TField, TCurve>.From(basePoint);
        for (var w = 0; w < _windows; w++)
        {
            table[w * _half] = running.ToAffine();
            for (var i = 0; i < _window; i++)
                running = running.Double();
        }

        using var batch = new AffineBatch<TField, TCurve>(_kernel, Block);
        for (var filled = 1; filled < _half; filled *= 2)
        {
            for (var w = 0; w < _windows; w++)
            {
                var first = table + (w * _half);
                for (var i = 0; i < filled; i++)
                {
                    batch.Add(first + i, first + filled - 1, first + filled + i);
                    if (batch.IsFull)
                        _mayBeInfinite |= batch.Run(true);
                }
            }

            _mayBeInfinite |= batch.Run(true);
        }
    }

    /// <summary>One thread's room for a block.</summary>
    private sealed class Worker(VectorKernel kernel, int windows) : IDisposable
    {
        private readonly NativeBuffer<short> _digits = new((long)windows * Block);
        private readonly AffineBatch<TField, TCurve> _batch = new(kernel, Block);
        private readonly TScalar[] _scalars = new TScalar[Block];
        private readonly bool[] _negative = new bool[Block];

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

            var mayBeInfinite = owner._mayBeInfinite;
            for (var w = 0; w < windows; w++)
            {
                for (var i = 0; i < count; i++)
                {
                    // The digits are kept negated.
                    int digit = _digits.Pointer[(w * Block) + i];
                    if (digit == 0)
                        continue;
                    var point = owner._table.Pointer + (w * owner._half) + Math.Abs(digit) - 1;
                    var negative = (digit > 0) ^ _negative[i];
                    if (destination[i].IsIdentity)
                        destination[i] = negative ? -*point : *point;
                    else
                        _batch.AddSigned(destination + i, 0, point, negative ? 1u : 0, destination + i);
                }

                mayBeInfinite |= _batch.Run(mayBeInfinite);
            }
        }

        public void Dispose()
        {
            _digits.Dispose();
            _batch.Dispose();
        }
    }
}
