namespace Zk.Field.Tests;

/// <summary>Bounds, ranges and lifetime of buffers in native memory.</summary>
internal sealed class NativeMemoryTests
{
    [Test]
    public void NewMemoryIsZeroAndAligned([Values(0L, 1L, 1000L, (LargePages.Size / 4) - 1, (LargePages.Size / 2) + 100)] long length)
    {
        using var buffer = new NativeBuffer<uint>(length);
        unsafe
        {
            Assert.That((ulong)buffer.Pointer % 64, Is.Zero);
        }

        Assert.That(buffer.Length, Is.EqualTo(length));
        Assert.That(buffer.Slice(0, (int)length).ContainsAnyExcept(0u), Is.False);
        length = Math.Min(length, 1000);
        using var vector = new FieldVector<Fr>(length);
        Assert.That(vector.ByteSize, Is.EqualTo(32 * length));
        for (var i = 0L; i < length; i++)
            Assert.That(vector[i].IsZero);
    }

    [Test]
    public void LengthsThatCannotBeAreRefused()
    {
        Assert.That(() => new NativeBuffer<byte>(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new FieldVector<Fr>(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        foreach (var length in new[] { long.MaxValue, (long.MaxValue / 32) + 1, 1L << 58, 1L << 59 })
            Assert.That(() => new FieldVector<Fr>(length), Throws.InstanceOf<ArgumentOutOfRangeException>(), $"{length}");
        Assert.That(() => new FieldVector<Fr>(1L << 57), Throws.InstanceOf<OutOfMemoryException>());
    }

    [TestCase(-1)]
    [TestCase(10)]
    [TestCase(11)]
    [TestCase(1L << 32)]
    [TestCase(1L << 59)]
    [TestCase(long.MaxValue)]
    [TestCase(long.MinValue)]
    public void IndicesOutsideAreRefused(long index)
    {
        using var vector = new FieldVector<Fr>(10);
        using var buffer = new NativeBuffer<int>(10);
        Assert.That(() => vector[index], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => vector[index] = Fr.One, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => buffer[index], Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(-1, 1)]
    [TestCase(0, -1)]
    [TestCase(0, 11)]
    [TestCase(10, 1)]
    [TestCase(11, 0)]
    [TestCase(5, 6)]
    [TestCase(long.MaxValue, 1)]
    [TestCase(long.MaxValue, long.MaxValue)]
    [TestCase(1, long.MaxValue)]
    [TestCase(long.MinValue, long.MaxValue)]
    [TestCase(0, long.MinValue)]
    public void RangesOutsideAreRefused(long start, long count)
    {
        using var vector = new FieldVector<Fr>(10);
        using var other = new FieldVector<Fr>(10);
        Assert.That(() => vector.Range(start, count), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => vector.Clear(start, count), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => vector.CopyTo(start, other, 0, count), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => other.CopyTo(0, vector, start, count), Throws.InstanceOf<ArgumentOutOfRangeException>());
        if (count is >= 0 and < 100)
        {
            Assert.That(() => vector.Load(start, new Fr[count]), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => vector.Store(start, new Fr[count]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }

    [Test]
    public void EmptyRangesAtTheEndAreFine()
    {
        using var vector = new FieldVector<Fr>(10);
        Assert.That(vector.Range(10, 0).Count, Is.Zero);
        vector.Clear(10, 0);
        vector.CopyTo(10, vector, 0, 0);
        vector.Load(10, []);
    }

    [Test]
    public void LoadStoreCopyAndClearTouchTheirRangeOnly()
    {
        var values = FieldSamples.Random<Fr>(10, 1);
        using var vector = new FieldVector<Fr>(values);
        vector.Store(2, values.AsSpan(0, 3));
        vector.CopyTo(2, vector, 3, 4);
        vector.Clear(8, 1);
        var loaded = new Fr[10];
        vector.Load(0, loaded);
        Assert.That(loaded, Is.EqualTo(new[] { values[0], values[1], values[0], values[0], values[1], values[2], values[5], values[7], Fr.Zero, values[9] }));
        using var copy = vector.Clone();
        vector.Clear(0, 10);
        Assert.That(copy[9], Is.EqualTo(values[9]));
    }

    [Test]
    public void ClearReachesBeyondOneSpan()
    {
        const int Count = (1 << 20) + 5;
        using var vector = new FieldVector<TinyFp<Prime97>>(Count + 2);
        FieldVectorOperations.FillPowers(vector, TinyFp<Prime97>.One, TinyFp<Prime97>.One, 2);
        vector.Clear(1, Count);
        Assert.That(FieldVectorOperations.PrefixSum(vector, TinyFp<Prime97>.Zero, 1).Value, Is.EqualTo(2));
    }

    [Test]
    public void IndicesReach2To28Elements()
    {
        // Fresh memory is not resident until it is touched, so this costs a few pages.
        const long Count = 1L << 28;
        using var vector = new FieldVector<TinyFp<Prime97>>(Count);
        vector[Count - 1] = TinyFp<Prime97>.One;
        Assert.That(vector[Count - 1].IsOne);
        Assert.That(vector[(Count / 2) - 1].IsZero);
        Assert.That(() => vector[Count], Throws.InstanceOf<ArgumentOutOfRangeException>());
        vector.CopyTo(Count - 2, vector, 0, 2);
        Assert.That(vector[1].IsOne);
    }

    [Test]
    public void ByteOffsetsReachBeyond4GiB()
    {
        const long Count = (1L << 27) + 9;
        using var vector = new FieldVector<Fr>(Count);
        var tail = vector.Range(Count - 8, 8);
        FieldVectorOperations.FillPowers(tail, Fr.One, Fr.FromUInt64(2), 2);
        Assert.That(vector[Count - 1], Is.EqualTo(Fr.FromUInt64(128)));
        Assert.That(vector[0].IsZero && vector[Count - 9].IsZero, "nothing wrapped round");
        EvaluationDomain<Fr>.Shared(3).Forward(tail, 2);
        Assert.That(vector[Count - 8], Is.EqualTo(Fr.FromUInt64(255)));
        var loaded = new Fr[1];
        vector.Load(Count - 8, loaded);
        vector.Store(Count - 1, loaded);
        Assert.That(FieldVectorOperations.Evaluate(vector.Range(Count - 1, 1), Fr.One, 1), Is.EqualTo(Fr.FromUInt64(255)));
    }

    [Test]
    public void UseAfterDisposalIsRefusedAndDisposalRepeats()
    {
        var vector = new FieldVector<Fr>(10);
        vector.Dispose();
        vector.Dispose();
        Assert.That(() => vector[0], Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => vector.Load(0, new Fr[1]), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => vector.Clear(0, 1), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => vector.Clone(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => BatchInversion.Invert(vector, 1), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => EvaluationDomain<Fr>.Shared(0).Forward(vector.Range(0, 1), 1), Throws.InstanceOf<ObjectDisposedException>());
    }
}
