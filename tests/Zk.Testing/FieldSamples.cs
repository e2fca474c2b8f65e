using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Zk.Field;

namespace Zk.Testing;

/// <summary>Elements for tests of any field: coefficient by coefficient a mixture of skewed and uniform values.</summary>
public static class FieldSamples
{
    /// <summary>
    /// Integers 0..p-1 that provoke carries and borrows: 0, 1, p-1, powers of two and their neighbours, runs of ones; each also as the canonical
    /// value whose Montgomery form it is.
    /// </summary>
    public static IReadOnlyList<BigInteger> Skewed(BigInteger p)
    {
        var bits = (int)p.GetBitLength();
        var limbs = (bits + 63) / 64;
        var values = new HashSet<BigInteger> { 0, 1, 2, 3, p - 1, p - 2, (p - 1) / 2, (p + 1) / 2, p >> 64, p & ulong.MaxValue };
        for (var k = 1; k < bits; k++)
        {
            if (k % 64 is 0 or 1 or 31 or 32 or 63 || k > bits - 3)
                values.UnionWith([BigInteger.One << k, (BigInteger.One << k) - 1, (BigInteger.One << k) + 1, p - (BigInteger.One << k)]);
        }

        for (var mask = 1; mask < 1 << limbs; mask++)
        {
            var v = BigInteger.Zero;
            for (var i = 0; i < limbs; i++)
            {
                if (((mask >> i) & 1) != 0)
                    v |= new BigInteger(ulong.MaxValue) << (64 * i);
            }

            values.Add(v & ((BigInteger.One << (bits - 1)) - 1));
        }

        var radixInverse = BigInteger.ModPow(BigInteger.One << (64 * limbs), p - 2, p);
        return [.. values.Select(v => Mod(v, p)).SelectMany(v => new[] { v, v * radixInverse % p }).Distinct()];
    }

    /// <summary>The remainder in 0..p-1.</summary>
    public static BigInteger Mod(BigInteger value, BigInteger p)
    {
        var r = BigInteger.Remainder(value, p);
        return r.Sign < 0 ? r + p : r;
    }

    /// <summary>A generator of integers 0..p-1, half of them skewed.</summary>
    public static Gen<BigInteger> Integers(BigInteger p)
    {
        var words = ((int)p.GetBitLength() / 32) + 2;
        var uniform = Gen.Choose(int.MinValue, int.MaxValue).ArrayOf(words)
            .Select(w => Mod(w.Aggregate(BigInteger.Zero, (a, x) => (a << 32) + (uint)x), p));
        return Gen.OneOf(Gen.Elements(Skewed(p).ToArray()), uniform);
    }

    /// <summary>A generator of elements of any field.</summary>
    public static Gen<T> Elements<T>()
        where T : unmanaged, IField<T> =>
        Integers(T.Characteristic).ArrayOf(T.ExtensionDegree).Select(c => FromCoefficients<T>(c));

    /// <summary>As <see cref="Elements{T}"/>, for properties.</summary>
    public static Arbitrary<T> Arbitrary<T>()
        where T : unmanaged, IField<T> => Elements<T>().ToArbitrary();

    /// <summary>The element with these canonical coefficients, highest power first.</summary>
    public static T FromCoefficients<T>(ReadOnlySpan<BigInteger> highestFirst)
        where T : unmanaged, IField<T>
    {
        var bytes = new byte[T.ByteLength];
        var size = T.ByteLength / T.ExtensionDegree;
        for (var i = 0; i < highestFirst.Length; i++)
            WriteBigEndian(highestFirst[i], bytes.AsSpan(i * size, size));
        return T.TryReadBigEndian(bytes, out var value) ? value : throw new ArgumentException("a coefficient is not below p", nameof(highestFirst));
    }

    /// <summary>Deterministic pseudo-random elements.</summary>
    public static T[] Random<T>(int count, int seed)
        where T : unmanaged, IPrimeField<T>
    {
        var random = new Random(seed);
        var bytes = new byte[T.ByteLength + 16];
        var values = new T[count];
        foreach (ref var v in values.AsSpan())
        {
            random.NextBytes(bytes);
            v = T.ReduceBigEndian(bytes);
        }

        return values;
    }

    /// <summary>Right-aligned big-endian bytes of a non-negative number that fits.</summary>
    public static void WriteBigEndian(BigInteger value, Span<byte> destination)
    {
        destination.Clear();
        var raw = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        raw.CopyTo(destination[(destination.Length - raw.Length)..]);
    }
}
