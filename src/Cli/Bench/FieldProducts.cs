using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Zk.Cli;

/// <summary>Nanoseconds of one product in one field, by the scalar operator and by blocks, both over operands that stay in the first-level cache.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Scalar">By the operator, independent products.</param>
/// <param name="Vector">By the selected kernel, independent products of blocks that are loaded already.</param>
internal sealed record FieldProducts(string Field, double Scalar, double Vector)
{
    /// <summary>16 blocks of two factors and a result: 15 KiB for five limbs, 24 KiB for eight.</summary>
    private const int Count = 128;

    private const int Repetitions = 200;
    private const int Runs = 25;

    /// <summary>The fields of both pairing curves.</summary>
    public static IReadOnlyList<FieldProducts> Measure(CancellationToken cancellation) =>
    [
        Measure<Fr>("bn254 Fr", cancellation),
        Measure<Fp256<Bn254Fq>>("bn254 Fq", cancellation),
        Measure<BlsFr>("bls12-381 Fr", cancellation),
        Measure<Fp384<Bls12381Fq>>("bls12-381 Fq", cancellation),
    ];

    /// <summary>As an entry of a JSON report.</summary>
    public JsonNode ToJson() => new JsonObject { ["field"] = Field, ["scalar_ns"] = Scalar, ["vector_ns"] = Vector };

    private static FieldProducts Measure<T>(string name, CancellationToken cancellation)
        where T : unmanaged, IPrimeField<T>
    {
        var factors = new T[2 * Count];
        foreach (ref var factor in factors.AsSpan())
            factor = T.Random();
        var results = new T[Count];
        var scalar = Fastest(
            () =>
            {
                for (var i = 0; i < Count; i++)
                    results[i] = factors[i] * factors[Count + i];
            },
            cancellation);
        var products = new BlockProducts<T>(factors, cancellation);
        T.VisitBlocks(VectorKernels.Selected, ref products);
        return new(name, scalar, products.Nanoseconds);
    }

    /// <summary>Nanoseconds of one of the products that an operation makes <see cref="Count"/> of, in the fastest run.</summary>
    private static double Fastest(Action operation, CancellationToken cancellation)
    {
        var fastest = double.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < Repetitions; i++)
                operation();
            fastest = Math.Min(fastest, watch.Elapsed.TotalNanoseconds / (Repetitions * Count));
        }

        return fastest;
    }

    private struct BlockProducts<T>(T[] factors, CancellationToken cancellation) : IBlockVisitor<T>
        where T : unmanaged, IPrimeField<T>
    {
        public double Nanoseconds;

        public unsafe void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<T>
        {
            const int blocks = Count / IBlockArithmetic<T>.Lanes;
            using var space = new NativeBuffer<long>(3L * blocks * TBlocks.BlockLength);
            var left = space.Pointer;
            var right = left + (blocks * TBlocks.BlockLength);
            var products = right + (blocks * TBlocks.BlockLength);
            fixed (T* source = factors)
            {
                for (var i = 0; i < blocks; i++)
                {
                    TBlocks.LoadScaled(left + (i * TBlocks.BlockLength), source + (8 * i));
                    TBlocks.LoadRaw(right + (i * TBlocks.BlockLength), source + Count + (8 * i));
                }
            }

            Nanoseconds = Fastest(
                () =>
                {
                    for (var i = 0; i < blocks * TBlocks.BlockLength; i += TBlocks.BlockLength)
                        TBlocks.Multiply(products + i, left + i, right + i);
                },
                cancellation);
        }
    }
}
