namespace Zk.Field.Tests;

/// <summary>
/// Moduli that leave the upper limbs empty, here 2^64 - 2^32 + 1, are too small for quotients told from the highest limb; bulk operations then use the
/// field's own operators.
/// </summary>
internal sealed class SmallModulusTests
{
    [Test]
    public void BlocksAreOfPackedElements([Values] VectorKernel kernel)
    {
        var probe = default(Probe);
        Small.VisitBlocks(kernel, ref probe);
        Assert.That(probe.LimbBound, Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void TransformsAndProductsAreRight()
    {
        const int log2 = 9;
        var values = Enumerable.Range(0, 1 << log2).Select(i => i % 3 == 0 ? -Small.FromUInt64((ulong)i) : Small.FromUInt64((ulong)(i * i))).ToArray();
        using var vector = new FieldVector<Small>(values);
        var domain = EvaluationDomain<Small>.Shared(log2);
        domain.Forward(vector, 1);
        var point = Small.RootOfUnity(log2).Pow(77);
        Assert.That(vector[77], Is.EqualTo(values.AsEnumerable().Reverse().Aggregate(Small.Zero, (sum, v) => (sum * point) + v)));
        domain.Inverse(vector, 1);
        using var factors = new FieldVector<Small>(values);
        FieldVectorOperations.MultiplyElementwise<Small>(vector, factors, 1);
        for (var i = 0; i < values.Length; i++)
            Assert.That(vector[i], Is.EqualTo(values[i] * values[i]));
    }

    private struct Probe : IBlockVisitor<Small>
    {
        public long LimbBound;

        public void Visit<TBlocks>()
            where TBlocks : struct, IBlockArithmetic<Small> => LimbBound = TBlocks.LimbBound;
    }

    internal readonly struct SmallModulus : IModulus256
    {
        public static string Decimal => "18446744069414584321";

        public static ulong NegativeInverse => 0xfffffffeffffffff;

        public static ulong Generator => 7;

        public static ulong P0 => 0xffffffff00000001;

        public static ulong P1 => 0;

        public static ulong P2 => 0;

        public static ulong P3 => 0;
    }
}
