namespace Zk.Field.Tests;

/// <summary>Bulk operations on blocks, by every kernel, against one element at a time: at all remainders, offsets and cuts between threads.</summary>
[TestFixtureSource(typeof(KernelFixtures), nameof(KernelFixtures.All))]
internal sealed unsafe class BlockBulkTests<T>(VectorKernel kernel)
    where T : unmanaged, IPrimeField<T>
{
    private static readonly T S = FieldSamples.Random<T>(1, 77)[0];
    private static readonly T Start = FieldSamples.Random<T>(1, 78)[0];

    private delegate void Operation(T* values);

    private static IEnumerable<TestCaseData> Cases =>
        from count in new[] { 1, 7, 8, 9, 15, 64, 71, 500, 2015, 2016, 2017, 2024, 4031, 4099 }
        from threads in count < 4000 ? new[] { 1 } : [1, 2, 3]
        select new TestCaseData(count, threads);

    [TestCaseSource(nameof(Cases))]
    public void MapsElements(int count, int threads)
    {
        var a = Inputs(count, 1);
        var b = Inputs(count, 2);
        fixed (T* s = b)
        {
            var source = s;
            Expect(a, v => BlockBulk.Add(kernel, v, source, count, threads), i => a[i] + b[i]);
            Expect(a, v => BlockBulk.Subtract(kernel, v, source, count, threads), i => a[i] - b[i]);
            Expect(a, v => BlockBulk.Subtract(kernel, v, v, count, threads), _ => T.Zero);
            Expect(a, v => BlockBulk.MultiplyElementwise(kernel, v, source, count, threads), i => a[i] * b[i]);
            Expect(a, v => BlockBulk.MultiplyElementwise(kernel, v, v, count, threads), i => a[i] * a[i]);
            foreach (var scalar in new[] { S, T.Zero, -T.One })
            {
                Expect(a, v => BlockBulk.AddScaled(kernel, v, scalar, source, count, threads), i => a[i] + (scalar * b[i]));
                Expect(a, v => BlockBulk.AddScaled(kernel, v, scalar, v, count, threads), i => a[i] + (scalar * a[i]));
                Expect(a, v => BlockBulk.Scale(kernel, v, scalar, count, threads), i => scalar * a[i]);
            }

            fixed (T* l = a)
                Assert.That(BlockBulk.InnerProduct(kernel, l, s, count, threads), Is.EqualTo(a.Zip(b, (x, y) => x * y).Aggregate(T.Zero, (x, y) => x + y)));
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void AppliesPowers(int count, int threads)
    {
        var a = Inputs(count, 3);
        foreach (var (first, ratio) in new[] { (Start, S), (-T.One, -T.One), (Start, T.Zero) })
        {
            var powers = new T[count];
            var power = first;
            for (var i = 0; i < count; i++, power *= ratio)
                powers[i] = power;
            Expect(a, v => BlockBulk.ApplyPowers(kernel, v, first, ratio, fills: true, count, threads), i => powers[i]);
            Expect(a, v => BlockBulk.ApplyPowers(kernel, v, first, ratio, fills: false, count, threads), i => a[i] * powers[i]);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void EvaluatesAndDivides(int count, int threads)
    {
        var a = Inputs(count, 4);
        foreach (var x in new[] { S, T.Zero, T.One, -T.One })
        {
            var quotient = new T[count];
            var state = T.Zero;
            for (var i = count - 1; i >= 0; i--)
            {
                quotient[i] = state;
                state = a[i] + (x * state);
            }

            Expect(a, v => Assert.That(BlockBulk.Evaluate(kernel, v, x, count, threads), Is.EqualTo(state)), i => a[i]);
            Expect(a, v => Assert.That(BlockBulk.DivideByLinear(kernel, v, x, count, threads), Is.EqualTo(state)), i => quotient[i]);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void MultipliesUp(int count, int threads)
    {
        foreach (var zeroAt in new[] { -1, count / 2 })
        {
            var a = Inputs(count, 5).Select((x, i) => i == zeroAt ? T.Zero : x.IsZero ? T.One : x).ToArray();
            var products = new T[count];
            var product = Start;
            for (var i = 0; i < count; i++, product *= a[i - 1])
                products[i] = product;
            Expect(a, v => Assert.That(BlockBulk.PrefixProduct(kernel, v, Start, count, threads), Is.EqualTo(product)), i => products[i]);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Inverts(int count, int threads)
    {
        foreach (var period in new[] { 1, 2, 5, int.MaxValue })
        {
            var a = Inputs(count, 6);
            for (var i = 0; i < count; i += Math.Min(period, count))
                a[i] = T.Zero;
            var expected = a.ToArray();
            BatchInversionByOne(expected);
            Expect(a, v => BlockBulk.Invert(kernel, v, count, threads), i => expected[i]);
        }
    }

    /// <summary>Random elements after the extremes of the packed form: 0, 1, p - 1 and their like.</summary>
    private static T[] Inputs(int count, int seed)
    {
        var values = FieldSamples.Random<T>(count, seed);
        var skewed = FieldSamples.Skewed(T.Characteristic);
        for (var i = 0; i < Math.Min(count / 2, skewed.Count); i++)
            values[i] = T.FromBigInteger(skewed[(i * seed) % skewed.Count]);
        return values;
    }

    private static void BatchInversionByOne(T[] values)
    {
        // Short spans are inverted by scalar loops.
        foreach (var chunk in Enumerable.Range(0, (values.Length + 31) / 32))
            BatchInversion.Invert(values.AsSpan(32 * chunk, Math.Min(32, values.Length - (32 * chunk))));
    }

    /// <summary>Runs an operation on the input between guards, at an odd offset, and compares all.</summary>
    private static void Expect(T[] input, Operation operation, Func<int, T> expected)
    {
        const int Guard = 3;
        var memory = FieldSamples.Random<T>((2 * Guard) + 1, 9);
        T[] buffer = [.. memory[..Guard], .. input, .. memory[Guard..]];
        fixed (T* v = buffer)
            operation(v + Guard);
        Assert.That(buffer[..Guard], Is.EqualTo(memory[..Guard]));
        Assert.That(buffer[(Guard + input.Length)..], Is.EqualTo(memory[Guard..]));
        for (var i = 0; i < input.Length; i++)
        {
            if (buffer[Guard + i] != expected(i))
                Assert.Fail($"element {i} of {input.Length}");
        }
    }
}
