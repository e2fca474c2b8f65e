using Zk.Field;
using F97 = Zk.Testing.TinyFp<Zk.Testing.Prime97>;

namespace Zk.Curves.Tests;

/// <summary>The kernels of multi-exponentiation on curves so small that every degenerate addition happens all the time.</summary>
public unsafe class ToyMsmTests
{
    [Test]
    public void BatchedAdditionOfEveryPairOfPoints()
    {
        Check<PrimeOrderToyCurve>();
        Check<EvenOrderToyCurve>();

        static void Check<TCurve>()
            where TCurve : struct, IWeierstrassCurve<F97, TCurve>
        {
            var all = ToyCurve<TCurve>.AllPoints;
            var pairs = (from p in all from q in all select (p, q)).ToArray();
            using var points = new NativeBuffer<AffinePoint<F97, TCurve>>(2 * pairs.Length);
            var (left, right) = (new int[pairs.Length], new int[pairs.Length]);
            for (var i = 0; i < pairs.Length; i++)
            {
                left[i] = 2 * i;
                right[i] = (2 * i) + 1;
                (points[2 * i], points[(2 * i) + 1]) = pairs[i];
            }

            using var scratch = new NativeBuffer<F97>(2 * pairs.Length);
            fixed (int* l = left, r = right)
                AffineBatch<F97, TCurve>.AddInto(points.Pointer, l, points.Pointer, r, pairs.Length, scratch.Pointer);
            for (var i = 0; i < pairs.Length; i++)
            {
                Assert.That(points[2 * i], Is.EqualTo(ToyCurve<TCurve>.NaiveAdd(pairs[i].p, pairs[i].q)), $"{pairs[i]}");
                Assert.That(points[(2 * i) + 1], Is.EqualTo(pairs[i].q));
            }
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
        foreach (var count in Enumerable.Range(0, 40).Concat([100, 500, 2047, 2048, 2049, 4097, 10000]))
        {
            var points = Enumerable.Range(0, count).Select(_ => all[random.Next(all.Count)]).ToArray();
            var scalars = Enumerable.Range(0, count).Select(_ => random.Next(79)).ToArray();
            var expected = Naive(points, scalars);
            Assert.That(Sum(points, scalars), Is.EqualTo(expected), $"{count} terms");
            Assert.That(Sum(points, scalars, threads: 3), Is.EqualTo(expected), $"{count} terms");
        }
    }

    [Test]
    public void FixedBaseGivesEveryMultiple()
    {
        foreach (var expected in new[] { 1, 100, 100_000 })
        {
            using var table = new FixedBaseTable<F97, PrimeOrderToyCurve, TinyFp<Prime79>>(PrimeOrderToyCurve.Generator, expected);
            var scalars = Enumerable.Range(0, 2500).Select(i => TinyFp<Prime79>.FromUInt64((ulong)i % 79)).ToArray();
            using var vector = new FieldVector<TinyFp<Prime79>>(scalars);
            using var results = new NativeBuffer<AffinePoint<F97, PrimeOrderToyCurve>>(2500);
            table.Fill(results.Pointer, vector, 0, 2500, 2);
            for (var i = 0; i < 2500; i++)
                Assert.That(results[i], Is.EqualTo(ToyCurve<PrimeOrderToyCurve>.NaiveMultiply(PrimeOrderToyCurve.Generator, i % 79)));
        }
    }

    private static AffinePoint<F97, PrimeOrderToyCurve> Sum(AffinePoint<F97, PrimeOrderToyCurve>[] points, int[] scalars, int threads = 1)
    {
        using var vector = new FieldVector<TinyFp<Prime79>>([.. scalars.Select(s => TinyFp<Prime79>.FromUInt64((ulong)s))]);
        fixed (AffinePoint<F97, PrimeOrderToyCurve>* p = points)
            return MultiExponentiation.Sum(p, vector, 0, points.Length, threads).ToAffine();
    }

    private static AffinePoint<F97, PrimeOrderToyCurve> Naive(AffinePoint<F97, PrimeOrderToyCurve>[] points, int[] scalars) =>
        points.Zip(scalars, ToyCurve<PrimeOrderToyCurve>.NaiveMultiply).Aggregate(default(AffinePoint<F97, PrimeOrderToyCurve>), ToyCurve<PrimeOrderToyCurve>.NaiveAdd);
}
