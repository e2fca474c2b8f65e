using System.Numerics;

namespace Zk.Field.Tests;

/// <summary>Packed elements into blocks and back, and long products against the scalar operators.</summary>
[TestFixtureSource(typeof(KernelFixtures), nameof(KernelFixtures.All))]
internal sealed class BlockMemoryTests<T>(VectorKernel kernel)
    where T : unmanaged, IPrimeField<T>
{
    private static readonly BigInteger P = T.Characteristic;
    private static readonly T[] Elements = [.. FieldSamples.Skewed(P).Select(T.FromBigInteger), .. FieldSamples.Random<T>(64, seed: 1)];
    private readonly BlockDriver<T> _blocks = BlockDriver<T>.Create(kernel);

    [Test]
    public void LoadsAndStores()
    {
        for (var i = 0; i + 8 <= Elements.Length; i += 8)
        {
            var elements = Elements[i..(i + 8)];
            foreach (var scaled in new[] { false, true })
            {
                var block = _blocks.Load(elements, scaled);
                Assert.That(_blocks.Store(block, scaled), Is.EqualTo(elements));
                Assert.That(_blocks.Store(_blocks.Apply(BlockDriver<T>.Unary.Negate, block), scaled), Is.EqualTo(elements.Select(e => -e)));
            }
        }
    }

    [Test]
    public void GathersAndScatters()
    {
        var random = new Random(2);
        for (var n = 0; n < 50; n++)
        {
            var indices = Enumerable.Range(0, 8).Select(_ => random.Next(Elements.Length)).ToArray();
            var expected = indices.Select(i => Elements[i]).ToArray();
            foreach (var scaled in new[] { false, true })
            {
                var block = _blocks.Gather(Elements, indices, scaled);
                Assert.That(block, Is.EqualTo(_blocks.Load(expected, scaled)));
                var destination = new T[80];
                var places = Enumerable.Range(0, 8).Select(i => (10 * i) + random.Next(10)).ToArray();
                _blocks.Scatter(destination, places, block, scaled);
                for (var i = 0; i < destination.Length; i++)
                    Assert.That(destination[i], Is.EqualTo(places.Contains(i) ? expected[Array.IndexOf(places, i)] : T.Zero));
            }
        }
    }

    [Test]
    public void BroadcastsInsertsAndCopiesLanes()
    {
        foreach (var value in Elements.Take(20))
        {
            foreach (var scaled in new[] { false, true })
            {
                var block = _blocks.Broadcast(value, scaled);
                Assert.That(_blocks.Store(block, scaled), Has.All.EqualTo(value));
                _blocks.Insert(block, 5, Elements[^1], scaled);
                _blocks.CopyLane(block, 2, block, 5);
                Assert.That(_blocks.Store(block, scaled), Is.EqualTo(Enumerable.Range(0, 8).Select(i => i is 2 or 5 ? Elements[^1] : value)));
            }
        }
    }

    /// <summary>Some hundred thousand products that feed on each other; the kernels that this processor emulates get fewer.</summary>
    [Test]
    public void AgreesWithTheScalarOperators()
    {
        var rounds = kernel <= VectorKernels.Best ? 200 : 10;
        var a = FieldSamples.Random<T>(512, seed: 3);
        var b = FieldSamples.Random<T>(512, seed: 4);
        var r = FieldSamples.Random<T>(512, seed: 5);
        Elements.AsSpan(0, Math.Min(512, Elements.Length)).CopyTo(a);
        for (var n = 0; n < rounds; n++)
        {
            var expected = new T[512];
            for (var i = 0; i < 512; i++)
            {
                var x = (n & 1) == 0 ? a[i] * b[i] : (a[i] - b[i]).Square();
                expected[i] = x * r[i];
            }

            _blocks.MultiplyAll(r, a, b, square: (n & 1) != 0);
            if (!r.AsSpan().SequenceEqual(expected))
                Assert.That(r, Is.EqualTo(expected));
            (a, b) = (b, [.. r.Select((v, i) => v + a[i])]);
        }
    }
}
