using Zk.Field;
using F97 = Zk.Testing.TinyFp<Zk.Testing.Prime97>;

namespace Zk.Curves.Tests;

/// <summary>The kernels of multi-exponentiation on curves so small that every degenerate addition happens all the time.</summary>
public unsafe class ToyMsmTests
{
    /// <summary>Field operators one by one, and the algorithm on blocks with blocks of operators.</summary>
    private static readonly VectorKernel[] _kernels = [VectorKernel.Portable, VectorKernel.Avx2];

    [Test]
    public void BatchedAdditionOfEveryPairOfPoints(
        [ValueSource(nameof(_kernels))] VectorKernel kernel, [Values(0u, 1u)] uint leftSign, [Values(0u, 1u)] uint rightSign, [Values(1, 3, 4, 7, 8, 9, 10_000)] int capacity)
    {
        Check<PrimeOrderToyCurve>();
        Check<EvenOrderToyCurve>();

        void Check<TCurve>()
            where TCurve : struct, IWeierstrassCurve<F97, TCurve>
        {
            var all = ToyCurve<TCurve>.AllPoints;
            var pairs = (from p in all from q in all select (p, q)).ToArray();
            using var points = new NativeBuffer<AffinePoint<F97, TCurve>>(2 * pairs.Length);
            using var batch = new AffineBatch<F97, TCurve>(kernel, capacity);
            for (var i = 0; i < pairs.Length; i++)
            {
                AffinePoint<F97, TCurve>* left = points.Pointer + (2 * i), right = left + 1;
                (*left, *right) = pairs[i];
                if (leftSign + rightSign == 0)
                    batch.Add(left, right, left);
                else
                    batch.AddSigned(left, leftSign, right, rightSign, left);
                if (batch.IsFull)
                    batch.Run(true);
            }

            batch.Run(true);
            for (var i = 0; i < pairs.Length; i++)
            {
                var (p, q) = (leftSign == 0 ? pairs[i].p : -pairs[i].p, rightSign == 0 ? pairs[i].q : -pairs[i].q);
                Assert.That(points[2 * i], Is.EqualTo(ToyCurve<TCurve>.NaiveAdd(p, q)), $"{p} {q}");
                Assert.That(points[(2 * i) + 1], Is.EqualTo(pairs[i].q));
            }
        }
    }

    /// <summary>Batches of random pairs without infinity, of which few or none are special, tell whether a sum is infinity.</summary>
    [Test]
    public void BatchesTellOfInfinity([ValueSource(nameof(_kernels))] VectorKernel kernel)
    {
        var random = new Random(3);
        var all = ToyCurve<PrimeOrderToyCurve>.AllPoints.Where(p => !p.IsIdentity).ToArray();
        using var points = new NativeBuffer<AffinePoint<F97, PrimeOrderToyCurve>>(60);
        using var batch = new AffineBatch<F97, PrimeOrderToyCurve>(kernel, 30);
        for (var n = 0; n < 2000; n++)
        {
            var pairs = Enumerable.Range(0, 1 + (n % 30)).Select(_ => (P: all[random.Next(all.Length)], Q: all[random.Next(all.Length)])).ToArray();
            for (var i = 0; i < pairs.Length; i++)
            {
                (points[2 * i], points[(2 * i) + 1]) = pairs[i];
                batch.Add(points.Pointer + (2 * i), points.Pointer + (2 * i) + 1, points.Pointer + (2 * i));
            }

            var told = batch.Run(false);
            var sums = pairs.Select(p => ToyCurve<PrimeOrderToyCurve>.NaiveAdd(p.P, p.Q)).ToArray();
            Assert.That(Enumerable.Range(0, sums.Length).Select(i => points[2 * i]), Is.EqualTo(sums));
            Assert.That(told || !sums.Any(s => s.IsIdentity));
        }
    }

    [Test]
    public void EverySumOfTwoMultiples()
    {
        var all = ToyCurve<PrimeOrderToyCurve>.AllPoints;
        var generator = PrimeOrderToyCurve.Generator;
        for (var m = 0; m < 79; m++)
        {
            for (var n = 0; n < 79; n += 3)
                Assert.That(Sum([generator, all[m]], [n, m]), Is.EqualTo(Naive([generator, all[m]], [n, m])));
        }
    }

    [Test]
    public void RandomSumsOfAllSizes()
    {
        var random = new Random(7);
        var all = ToyCurve<PrimeOrderToyCurve>.AllPoints;
        foreach (var count in Enumerable.Range(0, 40).Concat([100, 500, 4095, 4096, 4097, 8193, 10000]))
        {
            var points = Enumerable.Range(0, count).Select(_ => all[random.Next(all.Count)]).ToArray();
            var scalars = Enumerable.Range(0, count).Select(_ => random.Next(79)).ToArray();
            var expected = Naive(points, scalars);
            Assert.That(Sum(points, scalars), Is.EqualTo(expected), $"{count} terms");
            Assert.That(Sum(points, scalars, threads: 3), Is.EqualTo(expected), $"{count} terms");
            Assert.That(Sum(points, scalars, kernel: VectorKernel.Portable), Is.EqualTo(expected), $"{count} terms");
        }
    }

    [Test]
    public void FixedBaseGivesEveryMultiple([ValueSource(nameof(_kernels))] VectorKernel kernel)
    {
        foreach (var expected in new[] { 1, 100, 100_000 })
        {
            using var table = new FixedBaseTable<F97, PrimeOrderToyCurve, TinyFp<Prime79>>(PrimeOrderToyCurve.Generator, expected, kernel);
            var scalars = Enumerable.Range(0, 2500).Select(i => TinyFp<Prime79>.FromUInt64((ulong)i % 79)).ToArray();
            using var vector = new FieldVector<TinyFp<Prime79>>(scalars);
            using var results = new NativeBuffer<AffinePoint<F97, PrimeOrderToyCurve>>(2500);
            table.Fill(results.Pointer, vector, 0, 2500, 2);
            for (var i = 0; i < 2500; i++)
                Assert.That(results[i], Is.EqualTo(ToyCurve<PrimeOrderToyCurve>.NaiveMultiply(PrimeOrderToyCurve.Generator, i % 79)));
        }
    }

    [Test]
    public void MultiplesOfPointsOfEvenOrderAreRefused([ValueSource(nameof(_kernels))] VectorKernel kernel)
    {
        var all = ToyCurve<EvenOrderToyCurve>.AllPoints;
        foreach (var point in all)
        {
            using var points = new NativeBuffer<AffinePoint<F97, EvenOrderToyCurve>>(2);
            points[0] = point;
            var isInfinite = Enumerable.Range(0, 12).Aggregate(point, (p, _) => ToyCurve<EvenOrderToyCurve>.NaiveAdd(p, p)).IsIdentity;
            if (isInfinite && !point.IsIdentity)
                Assert.That(() => BaseMultiples.Fill(points.Pointer, 1, new(2, 12), 1, kernel), Throws.ArgumentException);
            else
                BaseMultiples.Fill(points.Pointer, 1, new(2, 12), 1, kernel);
        }
    }

    private static AffinePoint<F97, PrimeOrderToyCurve> Sum(AffinePoint<F97, PrimeOrderToyCurve>[] points, int[] scalars, int threads = 1, VectorKernel kernel = VectorKernel.Avx2)
    {
        using var vector = new FieldVector<TinyFp<Prime79>>([.. scalars.Select(s => TinyFp<Prime79>.FromUInt64((ulong)s))]);
        fixed (AffinePoint<F97, PrimeOrderToyCurve>* p = points)
            return MultiExponentiation.Sum(p, vector, 0, points.Length, threads, kernel).ToAffine();
    }

    private static AffinePoint<F97, PrimeOrderToyCurve> Naive(AffinePoint<F97, PrimeOrderToyCurve>[] points, int[] scalars) =>
        points.Zip(scalars, ToyCurve<PrimeOrderToyCurve>.NaiveMultiply).Aggregate(default(AffinePoint<F97, PrimeOrderToyCurve>), ToyCurve<PrimeOrderToyCurve>.NaiveAdd);
}
