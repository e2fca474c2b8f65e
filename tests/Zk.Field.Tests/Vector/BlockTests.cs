using System.Numerics;

namespace Zk.Field.Tests;

/// <summary>Fixtures of block arithmetic: every field by every kernel, whatever the processor has.</summary>
internal sealed class KernelFixtures
{
    public static IEnumerable<TestFixtureData> All() => Of(Enum.GetValues<VectorKernel>());

    /// <summary>Without the portable one, whose blocks are packed elements and not limbs.</summary>
    public static IEnumerable<TestFixtureData> Vectors() => Of(VectorKernel.Avx2, VectorKernel.Avx512);

    private static IEnumerable<TestFixtureData> Of(params VectorKernel[] kernels)
    {
        foreach (var kernel in kernels)
        {
            foreach (var field in new[] { typeof(Fr), typeof(Fq), typeof(BlsFr), typeof(BlsFq) })
                yield return new TestFixtureData(kernel) { TypeArgs = [field] };
        }
    }
}

/// <summary>The arithmetic contract of <see cref="IBlockArithmetic{T}"/>, against big integers.</summary>
[TestFixtureSource(typeof(KernelFixtures), nameof(KernelFixtures.Vectors))]
internal sealed class BlockTests<T>(VectorKernel kernel)
    where T : unmanaged, IPrimeField<T>
{
    private const int Count = 300;
    private static readonly BigInteger P = T.Characteristic;
    private readonly BlockDriver<T> _blocks = BlockDriver<T>.Create(kernel);

    private BigInteger ValueBound => _blocks.Factor / 2;

    private BigInteger ReducibleBound => BigInteger.Min(ValueBound, P << 9);

    [TestCase(1, 1)]
    [TestCase(1, 4)]
    [TestCase(2, 2)]
    [TestCase(4, 1)]
    public void MultipliesUpToItsBounds(int unitsA, int unitsB)
    {
        var a = Samples(unitsA, ValueBound, 1);
        var b = Samples(unitsB, ValueBound, 2);
        foreach (var (x, y) in a.Zip(b))
            CheckProduct(_blocks.Apply(BlockDriver<T>.Binary.Multiply, x, y), _blocks.Values(x), _blocks.Values(y));
    }

    [Test]
    public void SquaresUpToItsBounds([Values(1, 2)] int units)
    {
        foreach (var x in Samples(units, ValueBound, 3))
            CheckProduct(_blocks.Apply(BlockDriver<T>.Unary.Square, x), _blocks.Values(x), _blocks.Values(x));
    }

    /// <summary>All digits that make a low product or a sum come out at a power of two, where rounding to nearest has ties.</summary>
    [Test]
    public void MultipliesDigitsWithTies()
    {
        long[] digits = [0, 1, -1, 1L << 51, -(1L << 51), (1L << 51) - 1, (1L << 51) + 1, 1L << 26, 1L << 25, (1L << 52) - 1];
        var random = new Random(4);
        for (var n = 0; n < Count; n++)
        {
            var (x, y) = (Random(), Random());
            CheckProduct(_blocks.Apply(BlockDriver<T>.Binary.Multiply, x, y), _blocks.Values(x), _blocks.Values(y));
            CheckProduct(_blocks.Apply(BlockDriver<T>.Unary.Square, x), _blocks.Values(x), _blocks.Values(x));
        }

        long[] Random()
        {
            var block = new long[8 * _blocks.Limbs];
            for (var i = 0; i < block.Length; i++)
                block[i] = i < block.Length - 8 ? digits[random.Next(digits.Length)] : random.Next(-3, 4);
            return block;
        }
    }

    [Test]
    public void AddsSubtractsAndNegatesExactly()
    {
        foreach (var (x, y) in Samples(8, ValueBound / 2, 5).Zip(Samples(8, ValueBound / 2, 6)))
        {
            var (a, b) = (_blocks.Values(x), _blocks.Values(y));
            Assert.That(_blocks.Values(_blocks.Apply(BlockDriver<T>.Binary.Add, x, y)), Is.EqualTo(a.Zip(b, (v, w) => v + w)));
            Assert.That(_blocks.Values(_blocks.Apply(BlockDriver<T>.Binary.Subtract, x, y)), Is.EqualTo(a.Zip(b, (v, w) => v - w)));
            Assert.That(_blocks.Values(_blocks.Apply(BlockDriver<T>.Unary.Negate, x)), Is.EqualTo(a.Select(v => -v)));
            Assert.That(_blocks.Apply(BlockDriver<T>.Unary.Copy, x), Is.EqualTo(x));
        }
    }

    [Test]
    public void NormalisesWithoutChangingTheValue()
    {
        foreach (var x in Samples(16, ValueBound, 7))
        {
            var y = _blocks.Apply(BlockDriver<T>.Unary.Normalise, x);
            Assert.That(_blocks.Values(y), Is.EqualTo(_blocks.Values(x)));
            Assert.That(y, Has.All.InRange(-_blocks.LimbBound, _blocks.LimbBound));
        }
    }

    [Test]
    public void ShiftsLeft([Values(0, 1, 2, 4, 16, 32)] int count)
    {
        foreach (var x in Samples(16, ValueBound >> count, 12))
        {
            var y = _blocks.ShiftLeft(x, count);
            Assert.That(_blocks.Values(y), Is.EqualTo(_blocks.Values(x).Select(v => v << count)));
            Assert.That(y, Has.All.InRange(-_blocks.LimbBound, _blocks.LimbBound));
        }
    }

    [Test]
    public void ScaledNumbersAreShiftedByTheScaleBits() =>
        Assert.That(_blocks.Factor, Is.EqualTo(BigInteger.One << ((64 * T.LimbCount) + _blocks.ScaleBits)));

    [Test]
    public void ReducesAndCanonicalises()
    {
        foreach (var x in Samples(16, ReducibleBound, 8).Concat(Multiples()))
        {
            var expected = _blocks.Values(x).Select(v => FieldSamples.Mod(v, P)).ToArray();
            var reduced = _blocks.Apply(BlockDriver<T>.Unary.Reduce, x);
            Assert.That(_blocks.Values(reduced).Select(v => FieldSamples.Mod(v, P)), Is.EqualTo(expected));
            Assert.That(_blocks.Values(reduced), Has.All.InRange(BigInteger.Zero, P + (P >> 16)));
            Assert.That(reduced, Has.All.InRange(-_blocks.LimbBound, _blocks.LimbBound));
            var canonical = _blocks.Apply(BlockDriver<T>.Unary.Canonicalise, x);
            Assert.That(_blocks.Values(canonical), Is.EqualTo(expected));
            Assert.That(canonical, Has.All.InRange(0L, (1L << 52) - 1));
            Assert.That(_blocks.Store(x, scaled: false).Select(Stored), Is.EqualTo(expected));
        }
    }

    [Test]
    public void LoadsDigits()
    {
        T[] elements = [.. FieldSamples.Skewed(P).Select(T.FromBigInteger), .. FieldSamples.Random<T>(64, seed: 12)];
        var shift = (52 * _blocks.Limbs) - (64 * T.LimbCount);
        for (var i = 0; i + 8 <= elements.Length; i += 8)
        {
            var source = elements.AsSpan(i, 8);
            var packed = source.ToArray().Select(Stored).ToArray();
            var (raw, scaled) = (_blocks.Load(source, scaled: false), _blocks.Load(source, scaled: true));
            Assert.That(_blocks.Values(raw), Is.EqualTo(packed));
            Assert.That(_blocks.Values(scaled), Is.EqualTo(packed.Select(v => v << shift)));
            Assert.That(raw.Concat(scaled), Has.All.InRange(0L, (1L << 52) - 1));
            Assert.That(_blocks.Values(_blocks.Broadcast(source[0], scaled: false)), Has.All.EqualTo(packed[0]));
            Assert.That(_blocks.Values(_blocks.Broadcast(source[0], scaled: true)), Has.All.EqualTo((packed[0] << shift) % P));
        }
    }

    [Test]
    public void FindsZerosAndEquals()
    {
        foreach (var x in Samples(8, ReducibleBound / 2, 9).Concat(Multiples()))
        {
            var values = _blocks.Values(x);
            Assert.That(_blocks.ZeroMask(x), Is.EqualTo(Bits(i => (values[i] % P).IsZero)));
            var others = (long[])x.Clone();
            Array.Reverse(others, 0, 8);
            Assert.That(_blocks.EqualMask(x, x), Is.EqualTo(255));
            Assert.That(_blocks.EqualMask(x, others), Is.EqualTo(Bits(i => ((values[i] - _blocks.Values(others)[i]) % P).IsZero)));
        }
    }

    [Test]
    public void SelectsLanes()
    {
        var (a, b) = (Samples(16, ValueBound, 10).First(), Samples(16, ValueBound, 11).Last());
        for (var mask = 0; mask < 256; mask++)
        {
            var selected = _blocks.Select(mask, a, b);
            Assert.That(selected, Is.EqualTo(a.Select((v, i) => ((mask >> (i & 7)) & 1) != 0 ? v : b[i])));
        }
    }

    private static BigInteger Stored(T element) => FieldSamples.Mod(element.ToBigInteger() << (64 * T.LimbCount), P);

    private static int Bits(Func<int, bool> lane) => Enumerable.Range(0, 8).Sum(i => lane(i) ? 1 << i : 0);

    private IEnumerable<long[]> Samples(int units, BigInteger valueBound, int seed) =>
        BlockSamples.Bounded(_blocks.Limbs, units * _blocks.LimbBound, valueBound, Count, seed);

    /// <summary>Multiples of p and their neighbours, with a limb borrowed from the next.</summary>
    private IEnumerable<long[]> Multiples()
    {
        var multiples = Enumerable.Range(-16, 33).Select(k => k * P).Concat([(P << 9) - P, P - (P << 9)]).Where(v => BigInteger.Abs(v) < ReducibleBound - 1);
        foreach (var value in multiples)
        {
            var block = new long[8 * _blocks.Limbs];
            for (var lane = 0; lane < 8; lane++)
            {
                var v = value + (lane & 3) - 1;
                for (var i = 0; i < _blocks.Limbs - 1; i++, v >>= 52)
                    block[(8 * i) + lane] = (long)(v & ((BigInteger.One << 52) - 1));
                block[(8 * (_blocks.Limbs - 1)) + lane] = (long)v;
                if (lane > 3)
                    (block[lane], block[8 + lane]) = (block[lane] - (1L << 52), block[8 + lane] + 1);
            }

            yield return block;
        }
    }

    private void CheckProduct(long[] r, BigInteger[] a, BigInteger[] b)
    {
        var values = _blocks.Values(r);
        for (var i = 0; i < 8; i++)
        {
            Assert.That(((values[i] * _blocks.Factor) - (a[i] * b[i])) % P, Is.EqualTo(BigInteger.Zero));
            var spread = BigInteger.Abs(a[i] * b[i]) / _blocks.Factor;
            Assert.That(values[i], Is.InRange(-P - spread - 1, P + spread + 1));
        }

        Assert.That(r, Has.All.InRange(-_blocks.LimbBound, _blocks.LimbBound));
    }
}
