using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// A structured reference string of KZG commitments (Kate, Zaverucha, Goldberg 2010): [τ^0]_1, ..., [τ^(N−1)]_1 and [τ]_2 for a τ that nobody may
/// know. It serves every circuit that needs at most N powers.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
public sealed class Srs<TF> : IDisposable
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>Powers made or combined at a time: 2 MB of scalars.</summary>
    private const int ChunkLength = 1 << 16;

    /// <summary>
    /// Takes ownership of the powers. Nothing about them is checked here: <see cref="Check"/> does that, and the readers of files call it.
    /// </summary>
    /// <param name="curve">The curve.</param>
    /// <param name="powers">At least two points.</param>
    /// <param name="tauG2">[τ]_2.</param>
    /// <param name="isDevelopment">Whether one machine made it, so that whoever controlled that machine can forge proofs.</param>
    public Srs(PairingCurve<TF> curve, G1Vector<TF> powers, G2Point tauG2, bool isDevelopment)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(powers);
        ArgumentNullException.ThrowIfNull(tauG2);
        ArgumentOutOfRangeException.ThrowIfLessThan(powers.Count, 2);
        Curve = curve;
        Powers = powers;
        TauG2 = tauG2;
        IsDevelopment = isDevelopment;
    }

    /// <summary>The curve.</summary>
    public PairingCurve<TF> Curve { get; }

    /// <summary>N, the number of powers in G1.</summary>
    public long Size => Powers.Count;

    /// <summary>[τ^i]_1 at index i.</summary>
    public G1Vector<TF> Powers { get; }

    /// <summary>[τ]_2.</summary>
    public G2Point TauG2 { get; }

    /// <summary>Whether one machine made it: for development only, and every tool that uses it says so.</summary>
    public bool IsDevelopment { get; }

    /// <summary>
    /// Makes an SRS for development from the system's random source. τ and its powers are overwritten afterwards as well as a managed runtime
    /// can; that is no substitute for a ceremony.
    /// </summary>
    /// <param name="curve">The curve.</param>
    /// <param name="size">N, at least 2.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="progress">Receives the finished part, 0 to 1.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    public static Srs<TF> CreateForDevelopment(
        PairingCurve<TF> curve,
        long size,
        int threads,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        var tau = TF.Zero;
        while (tau.IsZero || tau.IsOne)
            tau = TF.Random();
        var powers = curve.NewG1Vector(size);
        try
        {
            FillPowers(curve, powers, tau, threads, progress, cancellation);
            return new Srs<TF>(curve, powers, curve.Multiply(curve.G2Generator, tau), isDevelopment: true);
        }
        catch
        {
            powers.Dispose();
            throw;
        }
        finally
        {
            Wipe(ref tau);
        }
    }

    /// <summary>
    /// Checks everything that can be checked: the first power is the generator; τ is not 0, not 1 and no root of unity of an order below N; and
    /// e([τ^(i+1)]_1, [1]_2) = e([τ^i]_1, [τ]_2) for all i at once, by a combination with random 128-bit coefficients. That the points lie on the
    /// curve and in its subgroup is established when they are read.
    /// </summary>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    /// <returns>What is wrong, or <see langword="null"/> if nothing is.</returns>
    public string? Check(int threads, CancellationToken cancellation = default) =>
        CheckPoints(cancellation) ?? (RatioHolds(0, Size - 1, threads, cancellation) ? null : NameBrokenRatio(threads, cancellation));

    /// <inheritdoc/>
    public void Dispose() => Powers.Dispose();

    private static void FillPowers(PairingCurve<TF> curve, G1Vector<TF> powers, TF tau, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        var power = TF.One;
        for (var start = 0L; start < powers.Count; start += ChunkLength)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scalars = new FieldVector<TF>(Math.Min(ChunkLength, powers.Count - start));
            try
            {
                for (var i = 0L; i < scalars.Length; i++)
                {
                    scalars[i] = power;
                    power *= tau;
                }

                curve.FillMultiples(powers, start, scalars, threads);
            }
            finally
            {
                scalars.Clear(0, scalars.Length);
            }

            progress?.Report((double)(start + scalars.Length) / powers.Count);
        }

        Wipe(ref power);
    }

    /// <summary>Not inlined, so that the store is not removed as dead.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Wipe(ref TF secret) => secret = TF.Zero;

    /// <summary>The part of <see cref="Check"/> that single points show, without a pairing.</summary>
    internal string? CheckPoints(CancellationToken cancellation)
    {
        if (TauG2.IsInfinity)
            return "tau is 0: [tau]_2 is infinity";
        if (TauG2.Equals(Curve.G2Generator))
            return "tau is 1: [tau]_2 is the generator of G2";
        if (!Powers[0].Equals(Curve.G1Generator))
            return "power 0 is not the generator of G1";
        if (Powers[1].IsInfinity)
            return "tau is 0: power 1 is infinity";
        if (Powers[1].Equals(Curve.G1Generator))
            return "tau is 1: power 1 is the generator of G1";
        using var block = new NativeBuffer<byte>((long)Curve.G1Size << 12);
        for (var start = 0L; start < Size; start += 1 << 12)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = (int)Math.Min(1 << 12, Size - start);
            var bytes = block.Slice(0, count * Curve.G1Size);
            Powers.CopyBytes(start, bytes);
            for (var i = 0; i < count; i++)
            {
                var point = bytes.Slice(i * Curve.G1Size, Curve.G1Size);
                if (!point.ContainsAnyExcept((byte)0))
                    return $"power {start + i} is infinity";
                if (start + i > 0 && point.SequenceEqual(Curve.G1Generator.Bytes))
                    return $"power {start + i} is the generator of G1 again: tau is a root of unity";
            }
        }

        return null;
    }

    /// <summary>
    /// Whether powers start+1..start+count are τ times powers start..start+count−1: with random c_i, e(Σ c_i [τ^(i+1)], [1]) = e(Σ c_i [τ^i], [τ]).
    /// A wrong SRS passes with probability 2^−128.
    /// </summary>
    private bool RatioHolds(long start, long count, int threads, CancellationToken cancellation)
    {
        var current = new List<G1Point>();
        var next = new List<G1Point>();
        for (var end = start + count; start < end; start += ChunkLength)
        {
            cancellation.ThrowIfCancellationRequested();
            using var coefficients = RandomCoefficients(Math.Min(ChunkLength, end - start));
            current.Add(Curve.MultiExponentiate(Powers, start, coefficients, 0, coefficients.Length, threads));
            next.Add(Curve.MultiExponentiate(Powers, start + 1, coefficients, 0, coefficients.Length, threads));
        }

        return Curve.PairingCheck([Combine(next, TF.One), Combine(current, -TF.One)], [Curve.G2Generator, TauG2]);
    }

    private G1Point Combine(List<G1Point> points, TF factor)
    {
        var scalars = new TF[points.Count];
        Array.Fill(scalars, factor);
        return Curve.LinearCombination([.. points], scalars);
    }

    private static FieldVector<TF> RandomCoefficients(long count)
    {
        var coefficients = new FieldVector<TF>(count);
        Span<byte> bytes = stackalloc byte[TF.ByteLength];
        for (var i = 0L; i < count; i++)
        {
            RandomNumberGenerator.Fill(bytes[..16]);
            coefficients[i] = TF.TryReadLittleEndian(bytes, out var value)
                ? value
                : throw new NotSupportedException("the scalar field has fewer than 128 bits");
        }

        return coefficients;
    }

    /// <summary>Finds the first wrong power by halving.</summary>
    private string NameBrokenRatio(int threads, CancellationToken cancellation)
    {
        var start = 0L;
        for (var count = Size - 1; count > 1;)
        {
            var half = count / 2;
            if (RatioHolds(start, half, threads, cancellation))
                (start, count) = (start + half, count - half);
            else
                count = half;
        }

        return $"power {start + 1} is not power {start} times the tau of [tau]_2";
    }
}
