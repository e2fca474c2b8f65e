using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Zk.Curves;
using Zk.Plonk;

namespace Zk.Solidity.Tests;

/// <summary>
/// The verdict of the C# verifier on calldata, decoded as docs/protocol.md section 11 describes it: the proof must decode strictly and be valid, and the bytes must be
/// those that encode it, so that selector, length and hint count too.
/// </summary>
internal static class CalldataReference
{
    /// <summary>Bytes before the words.</summary>
    public const int SelectorLength = 4;

    /// <summary>What a word is.</summary>
    public enum WordKind
    {
        PublicInput,
        X,
        Y,
        Evaluation,
        Hint,
    }

    /// <summary>The kinds of all words in order.</summary>
    public static List<WordKind> Words(VerifyingKey<Fr> key) =>
    [
        .. Enumerable.Repeat(WordKind.PublicInput, key.System.PublicInputs),
        .. Enumerable.Repeat(new[] { WordKind.X, WordKind.Y }, key.Layout.CommitmentCount).SelectMany(pair => pair),
        .. Enumerable.Repeat(WordKind.Evaluation, key.Layout.EvaluationCount),
        WordKind.Hint,
    ];

    /// <summary>A word as a number.</summary>
    public static BigInteger Read(byte[] calldata, int word) => Abi.UintAt(calldata[SelectorLength..], word);

    /// <summary>The calldata with another word.</summary>
    public static byte[] With(byte[] calldata, int word, BigInteger value)
    {
        var changed = calldata.ToArray();
        Abi.Word(value).CopyTo(changed, SelectorLength + (word * Abi.WordLength));
        return changed;
    }

    /// <summary>Whether the C# verifier accepts.</summary>
    public static bool Accepts(VerifyingKey<Fr> key, byte[] calldata) =>
        TryDecode(key, calldata, out var proof, out var inputs)
        && new Verifier<Fr>(key).Verify(proof, inputs)
        && SolidityCalldata.TryEncode(key, proof, inputs, out var encoded, out _)
        && encoded.AsSpan().SequenceEqual(calldata);

    private static bool TryDecode(VerifyingKey<Fr> key, byte[] calldata, [NotNullWhen(true)] out Proof<Fr>? proof, out Fr[] inputs)
    {
        proof = null;
        inputs = new Fr[key.System.PublicInputs];
        if (calldata.Length != SelectorLength + (Words(key).Count * Abi.WordLength))
            return false;
        var at = SelectorLength;
        var (points, evaluations) = (new G1Point[key.Layout.CommitmentCount], new Fr[key.Layout.EvaluationCount]);
        if (!TryScalars(calldata, ref at, inputs))
            return false;
        for (var i = 0; i < points.Length; i++, at += 2 * Abi.WordLength)
        {
            if (!key.Curve.TryDecodeG1(calldata.AsSpan(at, 2 * Abi.WordLength), out points[i], out _))
                return false;
        }

        if (!TryScalars(calldata, ref at, evaluations))
            return false;
        proof = new Proof<Fr>(points, evaluations);
        return true;
    }

    private static bool TryScalars(byte[] calldata, ref int at, Fr[] scalars)
    {
        for (var i = 0; i < scalars.Length; i++, at += Abi.WordLength)
        {
            if (!Fr.TryReadBigEndian(calldata.AsSpan(at, Abi.WordLength), out scalars[i]))
                return false;
        }

        return true;
    }
}
