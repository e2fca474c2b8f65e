using NUnit.Framework;
using Zk.Field;

namespace Zk.Testing;

/// <summary>Number-theoretic transforms against evaluation term by term.</summary>
public abstract class TransformLaws<T>
    where T : unmanaged, IPrimeField<T>
{
    private static readonly int LargestSmall = Math.Min(EvaluationDomain<T>.MaximumLog2, 9);
    private static readonly int Largest = Math.Min(EvaluationDomain<T>.MaximumLog2, 13);

    protected static IEnumerable<int> Small => Enumerable.Range(0, LargestSmall + 1);

    protected static IEnumerable<int> All => Enumerable.Range(0, Largest + 1);

    [Test]
    public void DomainIsTheSubgroupGeneratedByOmega([ValueSource(nameof(Small))] int log2)
    {
        var domain = new EvaluationDomain<T>(log2);
        var elements = new HashSet<T>();
        var x = T.One;
        for (var i = 0; i < 1 << log2; i++, x *= domain.Omega)
            elements.Add(x);
        Assert.That(x.IsOne);
        Assert.That(elements, Has.Count.EqualTo(domain.Size));
        Assert.That((domain.Omega * domain.OmegaInverse).IsOne);
        Assert.That((T.FromUInt64((ulong)domain.Size) * domain.SizeInverse).IsOne);
        Assert.That(EvaluationDomain<T>.Shared(log2), Is.SameAs(EvaluationDomain<T>.Shared(log2)));
        Assert.That(EvaluationDomain<T>.Shared(log2).Omega, Is.EqualTo(domain.Omega));
    }

    [Test]
    public void ForwardEvaluatesOnTheDomain([ValueSource(nameof(Small))] int log2, [Values(1, 2, 3)] int threads)
    {
        var coefficients = FieldSamples.Random<T>(1 << log2, log2);
        using var v = new FieldVector<T>(coefficients);
        new EvaluationDomain<T>(log2).Forward(v, threads);
        Assert.That(ToArray(v), Is.EqualTo(NaiveCoset(coefficients, T.One, log2)));
    }

    [Test]
    public void ForwardCosetEvaluatesOnTheCoset([ValueSource(nameof(Small))] int log2, [Values(1, 2, 3)] int threads)
    {
        var coefficients = FieldSamples.Random<T>(1 << log2, 100 + log2);
        foreach (var shift in new[] { T.MultiplicativeGenerator, T.One, T.Zero, -T.One, FieldSamples.Random<T>(1, 7)[0] })
        {
            using var v = new FieldVector<T>(coefficients);
            new EvaluationDomain<T>(log2).ForwardCoset(v, shift, threads);
            Assert.That(ToArray(v), Is.EqualTo(NaiveCoset(coefficients, shift, log2)), $"shift {shift}");
        }
    }

    /// <summary>All sizes, each at some places: the first ones, the last one, and others of either parity.</summary>
    [Test]
    public void ForwardEvaluatesByHornersRule([ValueSource(nameof(All))] int log2, [Values(1, 2, 3)] int threads)
    {
        var (coefficients, domain, size) = (FieldSamples.Random<T>(1 << log2, 400 + log2), new EvaluationDomain<T>(log2), 1 << log2);
        foreach (var shift in new[] { T.One, T.MultiplicativeGenerator })
        {
            using var v = new FieldVector<T>(coefficients);
            domain.ForwardCoset(v, shift, threads);
            foreach (var place in new[] { 0, 1, 2, size / 2, (size / 2) + 1, size / 3, (size / 5 * 2) + 1, size - 1 }.Where(place => place < size))
            {
                var point = shift * domain.Omega.Pow((ulong)place);
                Assert.That(v[place], Is.EqualTo(coefficients.Reverse().Aggregate(T.Zero, (value, c) => (value * point) + c)), $"shift {shift}, place {place}");
            }
        }
    }

    [Test]
    public void InverseInterpolates([ValueSource(nameof(Small))] int log2, [Values(1, 2, 3)] int threads)
    {
        var coefficients = FieldSamples.Random<T>(1 << log2, 500 + log2);
        foreach (var shift in new[] { T.One, T.MultiplicativeGenerator })
        {
            using var v = new FieldVector<T>(NaiveCoset(coefficients, shift, log2));
            new EvaluationDomain<T>(log2).InverseCoset(v, shift, threads);
            Assert.That(ToArray(v), Is.EqualTo(coefficients), $"shift {shift}");
        }
    }

    [Test]
    public void InverseTransformsUndoForwardOnes([ValueSource(nameof(All))] int log2, [Values(1, 2, 3)] int threads)
    {
        var coefficients = FieldSamples.Random<T>(1 << log2, 200 + log2);
        var domain = new EvaluationDomain<T>(log2);
        using var v = new FieldVector<T>(coefficients);
        domain.Forward(v, threads);
        domain.Inverse(v, threads);
        Assert.That(ToArray(v), Is.EqualTo(coefficients));
        domain.ForwardCoset(v, T.MultiplicativeGenerator, threads);
        domain.InverseCoset(v, T.MultiplicativeGenerator, threads);
        Assert.That(ToArray(v), Is.EqualTo(coefficients));
    }

    [Test]
    public void ThreadsDoNotChangeTheResult([ValueSource(nameof(All))] int log2)
    {
        var coefficients = FieldSamples.Random<T>(1 << log2, 300 + log2);
        var domain = new EvaluationDomain<T>(log2);
        T[]? expected = null;
        foreach (var threads in new[] { 1, 2, 3, 16 })
        {
            using var v = new FieldVector<T>(coefficients);
            domain.ForwardCoset(v, T.MultiplicativeGenerator, threads);
            expected ??= ToArray(v);
            Assert.That(ToArray(v), Is.EqualTo(expected), $"{threads} threads");
        }
    }

    [Test]
    public void RangesLeaveTheRestOfTheVectorAlone()
    {
        var values = FieldSamples.Random<T>(LargestSmall == 0 ? 3 : (1 << LargestSmall) + 2, 5);
        using var v = new FieldVector<T>(values);
        var domain = new EvaluationDomain<T>(LargestSmall);
        domain.Forward(v.Range(1, domain.Size), 2);
        Assert.That(v[0], Is.EqualTo(values[0]));
        Assert.That(v[v.Length - 1], Is.EqualTo(values[^1]));
        Assert.That(v[1], Is.EqualTo(values[1..(1 + (int)domain.Size)].Aggregate(T.Zero, (a, b) => a + b)));
    }

    [Test]
    public void WrongArgumentsAreRefused()
    {
        var domain = new EvaluationDomain<T>(1);
        using var three = new FieldVector<T>(3);
        using var two = new FieldVector<T>(2);
        Assert.That(() => domain.Forward(three, 1), Throws.ArgumentException);
        Assert.That(() => domain.Inverse(three, 1), Throws.ArgumentException);
        Assert.That(() => domain.ForwardCoset(three, T.One, 1), Throws.ArgumentException);
        Assert.That(() => domain.Forward(two, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => domain.InverseCoset(two, T.Zero, 1), Throws.InstanceOf<DivideByZeroException>());
        Assert.That(() => new EvaluationDomain<T>(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new EvaluationDomain<T>(EvaluationDomain<T>.MaximumLog2 + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => EvaluationDomain<T>.Shared(EvaluationDomain<T>.MaximumLog2 + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => EvaluationDomain<T>.Shared(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>The values at shift * omega^i, one power and one sum at a time.</summary>
    protected static T[] NaiveCoset(T[] coefficients, T shift, int log2)
    {
        var values = new T[coefficients.Length];
        var x = shift;
        for (var i = 0; i < values.Length; i++, x *= T.RootOfUnity(log2))
        {
            var power = T.One;
            foreach (var c in coefficients)
            {
                values[i] += c * power;
                power *= x;
            }
        }

        return values;
    }

    protected static T[] ToArray(FieldVector<T> vector)
    {
        var values = new T[vector.Length];
        vector.Load(0, values);
        return values;
    }
}
