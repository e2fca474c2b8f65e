using NUnit.Framework;
using Zk.Field;

namespace Zk.Testing;

/// <summary>Bulk operations on field vectors against one element at a time.</summary>
public abstract class BulkLaws<T>
    where T : unmanaged, IPrimeField<T>
{
    private static readonly T S = FieldSamples.Random<T>(1, 77)[0];
    private static readonly T Start = FieldSamples.Random<T>(1, 78)[0];

    protected static IEnumerable<TestCaseData> Cases =>
        from count in new[] { 0, 1, 2, 7, 1023, 1024, 2049, 9000 }
        from threads in new[] { 1, 2, 3, 16 }
        select new TestCaseData(count, threads);

    [TestCaseSource(nameof(Cases))]
    public void ElementwiseOperations(int count, int threads)
    {
        var a = FieldSamples.Random<T>(count, 1);
        var b = FieldSamples.Random<T>(count, 2);
        using var source = new FieldVector<T>(b);
        Expect(a, v => FieldVectorOperations.Add<T>(v, source, threads), i => a[i] + b[i]);
        Expect(a, v => FieldVectorOperations.Subtract<T>(v, source, threads), i => a[i] - b[i]);
        Expect(a, v => FieldVectorOperations.MultiplyElementwise<T>(v, source, threads), i => a[i] * b[i]);
        Expect(a, v => FieldVectorOperations.MultiplyElementwise<T>(v, v, threads), i => a[i].Square());
        Expect(a, v => FieldVectorOperations.AddScaled(v, S, source, threads), i => a[i] + (S * b[i]));
        Expect(a, v => FieldVectorOperations.Scale(v, S, threads), i => a[i] * S);
        Expect(a, v => FieldVectorOperations.ScaleByPowers(v, Start, S, threads), i => a[i] * Start * S.Pow((ulong)i));
        Expect(a, v => FieldVectorOperations.FillPowers(v, Start, S, threads), i => Start * S.Pow((ulong)i));
    }

    [TestCaseSource(nameof(Cases))]
    public void InnerProductIsTheSumOfProducts(int count, int threads)
    {
        var a = FieldSamples.Random<T>(count, 3);
        var b = FieldSamples.Random<T>(count, 4);
        using var left = new FieldVector<T>(a);
        using var right = new FieldVector<T>(b);
        Assert.That(FieldVectorOperations.InnerProduct<T>(left, right, threads), Is.EqualTo(a.Zip(b, (x, y) => x * y).Aggregate(T.Zero, (x, y) => x + y)));
    }

    [TestCaseSource(nameof(Cases))]
    public void EvaluateSumsTheTerms(int count, int threads)
    {
        var c = FieldSamples.Random<T>(count, 5);
        using var v = new FieldVector<T>(c);
        foreach (var x in new[] { S, T.Zero, T.One, -T.One })
            Assert.That(FieldVectorOperations.Evaluate(v, x, threads), Is.EqualTo(NaiveEvaluate(c, x)));
    }

    [TestCaseSource(nameof(Cases))]
    public void DivideByLinearLeavesQuotientAndRemainder(int count, int threads)
    {
        var c = FieldSamples.Random<T>(count, 6);
        foreach (var root in new[] { S, T.Zero, T.One })
        {
            using var v = new FieldVector<T>(c);
            var remainder = FieldVectorOperations.DivideByLinear(v, root, threads);
            Assert.That(remainder, Is.EqualTo(NaiveEvaluate(c, root)));

            // quotient * (X - root) + remainder, coefficient by coefficient.
            for (var i = 0; i < count; i++)
            {
                var back = (i == 0 ? remainder : v[i - 1]) - (root * v[i]);
                if (back != c[i])
                    Assert.Fail($"coefficient {i}");
            }

            if (count > 0)
                Assert.That(v[count - 1].IsZero);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void PrefixesAreExclusiveAndReturnTheTotal(int count, int threads)
    {
        var a = FieldSamples.Random<T>(count, 8);
        var product = Start;
        var sum = Start;
        var products = new T[count];
        var sums = new T[count];
        for (var i = 0; i < count; i++)
        {
            (products[i], sums[i]) = (product, sum);
            product *= a[i];
            sum += a[i];
        }

        Expect(a, v => Assert.That(FieldVectorOperations.PrefixProduct(v, Start, threads), Is.EqualTo(product)), i => products[i]);
        Expect(a, v => Assert.That(FieldVectorOperations.PrefixSum(v, Start, threads), Is.EqualTo(sum)), i => sums[i]);
    }

    [TestCaseSource(nameof(Cases))]
    public void BatchInversionInvertsAllButZero(int count, int threads)
    {
        var a = FieldSamples.Random<T>(count, 9);
        for (var i = 0; i < count; i += 5)
            a[i] = T.Zero;
        if (count > 1)
            a[^1] = T.Zero;
        var expected = a.Select(x => x.IsZero ? x : x.Inverse()).ToArray();
        Expect(a, v => BatchInversion.Invert(v, threads), i => expected[i]);

        var span = a.ToArray();
        BatchInversion.Invert(span.AsSpan());
        Assert.That(span, Is.EqualTo(expected));

        var zeros = new T[count];
        BatchInversion.Invert(zeros.AsSpan());
        Assert.That(zeros, Is.All.EqualTo(T.Zero));
    }

    [Test]
    public void OperationsStayInsideTheirRange()
    {
        var a = FieldSamples.Random<T>(10, 10);
        using var v = new FieldVector<T>(a);
        FieldVectorOperations.Scale(v.Range(3, 4), T.Zero, 1);
        FieldVectorOperations.AddScaled(v.Range(3, 2), T.One, v.Range(8, 2), 1);
        Assert.That(Enumerable.Range(0, 10).Select(i => v[i]), Is.EqualTo(new[] { a[0], a[1], a[2], a[8], a[9], T.Zero, T.Zero, a[7], a[8], a[9] }));
    }

    [Test]
    public void WrongArgumentsAreRefused()
    {
        using var v = new FieldVector<T>(4);
        using var w = new FieldVector<T>(5);
        Assert.That(() => FieldVectorOperations.Add<T>(v, w, 1), Throws.ArgumentException.With.Message.Contains("4 and 5"));
        Assert.That(() => FieldVectorOperations.InnerProduct<T>(v, w, 1), Throws.ArgumentException);
        Assert.That(() => FieldVectorOperations.Scale(v, T.One, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => FieldVectorOperations.Evaluate(v, T.One, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => FieldVectorOperations.Scale(null!, T.One, 1), Throws.ArgumentNullException);
        Assert.That(() => v.Range(1, 2).Slice(1, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => v.Range(1, 2).Slice(-1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        var slice = w.Range(1, 4).Slice(2, 2);
        Assert.That((slice.Vector, slice.Start, slice.Count), Is.EqualTo((w, 3L, 2L)));
        v.Dispose();
        Assert.That(() => FieldVectorOperations.Scale(v, T.One, 1), Throws.InstanceOf<ObjectDisposedException>());
    }

    private static void Expect(T[] input, Action<FieldVector<T>> operation, Func<int, T> expected)
    {
        using var v = new FieldVector<T>(input);
        operation(v);
        for (var i = 0; i < input.Length; i++)
        {
            if (v[i] != expected(i))
                Assert.Fail($"element {i} of {input.Length}");
        }
    }

    private static T NaiveEvaluate(T[] coefficients, T x)
    {
        var sum = T.Zero;
        var power = T.One;
        foreach (var c in coefficients)
        {
            sum += c * power;
            power *= x;
        }

        return sum;
    }
}
