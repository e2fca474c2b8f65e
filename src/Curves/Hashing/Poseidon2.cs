using System.Runtime.CompilerServices;

namespace Zk.Curves;

/// <summary>
/// Poseidon2 over the BN254 scalar field (ePrint 2023/323), in the instance that the authors publish as <c>poseidon2_instance_bn256</c>
/// (HorizenLabs/poseidon2): width t = 3, S-box x^5, 8 full and 56 partial rounds, 128-bit security. Width 3 has the external matrix
/// circ(2, 1, 1) and the internal matrix [[2, 1, 1], [1, 2, 1], [1, 1, 3]]. A permutation starts with one external matrix, then 4 full rounds,
/// 56 partial rounds (constant and S-box on element 0 only), 4 full rounds; each round is constants, S-box, matrix. Variable time only inside
/// the field arithmetic.
/// </summary>
public static class Poseidon2
{
    /// <summary>Width of the state.</summary>
    public const int Width = 3;

    /// <summary>Full rounds, half of them before and half after the partial ones.</summary>
    public const int FullRounds = 8;

    /// <summary>Partial rounds.</summary>
    public const int PartialRounds = 56;

    private const int HalfFull = FullRounds / 2 * Width;
    private static readonly Fr[] _constants = MakeConstants();

    /// <summary>
    /// The 80 round constants: full rounds 0..3 (three each, elements 0, 1, 2), then the 56 partial rounds (one each), then full rounds 4..7.
    /// </summary>
    public static ReadOnlySpan<Fr> RoundConstants => _constants;

    /// <summary>The permutation, in place.</summary>
    /// <param name="state">Three elements.</param>
    public static void Permute(Span<Fr> state)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, Width);
        Permute(ref state[0], ref state[1], ref state[2]);
    }

    /// <summary>The 2-to-1 compression of Merkle trees: element 0 of the permutation of [left, right, 0].</summary>
    public static Fr Compress(in Fr left, in Fr right)
    {
        Fr a = left, b = right, c = default;
        Permute(ref a, ref b, ref c);
        return a;
    }

    /// <summary>
    /// The sponge with rate 2: the state starts as [0, 0, domain * 2^32 + inputs.Length]; each pair of inputs is added to elements 0 and 1 and the
    /// state permuted (an odd last input comes alone; no input at all permutes once); the digest is element 0. The capacity element fixes the
    /// length, so no padding is needed, and since it is never 0, no digest is computed as <see cref="Compress"/> computes its own.
    /// </summary>
    /// <param name="domain">What is hashed, from <see cref="HashDomains"/>: 1..2^31 − 1.</param>
    /// <param name="inputs">Any number of elements.</param>
    public static Fr Hash(ulong domain, ReadOnlySpan<Fr> inputs)
    {
        ArgumentOutOfRangeException.ThrowIfZero(domain);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(domain, (ulong)int.MaxValue);
        Fr a = default, b = default, c = Fr.FromUInt64((domain << 32) + (ulong)inputs.Length);
        var at = 0;
        do
        {
            if (at < inputs.Length)
                a += inputs[at];
            if (at + 1 < inputs.Length)
                b += inputs[at + 1];
            Permute(ref a, ref b, ref c);
            at += 2;
        }
        while (at < inputs.Length);
        return a;
    }

    private static void Permute(ref Fr x0, ref Fr x1, ref Fr x2)
    {
        Fr a = x0, b = x1, c = x2;
        var constants = _constants;
        MultiplyExternal(ref a, ref b, ref c);
        var at = 0;
        for (; at < HalfFull; at += Width)
            FullRound(ref a, ref b, ref c, constants, at);
        for (; at < HalfFull + PartialRounds; at++)
        {
            a = Quintic(a + constants[at]);
            var sum = a + b + c;
            a += sum;
            b += sum;
            c += c + sum;
        }

        for (; at < constants.Length; at += Width)
            FullRound(ref a, ref b, ref c, constants, at);
        x0 = a;
        x1 = b;
        x2 = c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FullRound(ref Fr a, ref Fr b, ref Fr c, Fr[] constants, int at)
    {
        a = Quintic(a + constants[at]);
        b = Quintic(b + constants[at + 1]);
        c = Quintic(c + constants[at + 2]);
        MultiplyExternal(ref a, ref b, ref c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyExternal(ref Fr a, ref Fr b, ref Fr c)
    {
        var sum = a + b + c;
        a += sum;
        b += sum;
        c += sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fr Quintic(in Fr x) => x.Square().Square() * x;

    private static Fr[] MakeConstants()
    {
        var grain = new GrainLfsr(Fr.BitLength, Width, FullRounds, PartialRounds);
        var constants = new Fr[(FullRounds * Width) + PartialRounds];
        for (var i = 0; i < constants.Length; i++)
            constants[i] = Fr.FromBigInteger(grain.NextBelow(Fr.Characteristic));
        return constants;
    }
}
