using System.Numerics;
using System.Text;
using Zk.Curves;
using Zk.Field;
using Zk.Plonk;

namespace Zk.Solidity.Tests;

/// <summary>The hint for any calldata, points off the curve too, which the library cannot even decode: the transcript once more, over raw bytes.</summary>
internal static class ChallengeReplay
{
    /// <summary>The inverse of all denominators at the ζ that this calldata leads to.</summary>
    public static BigInteger Hint(VerifyingKey<Fr> key, byte[] calldata)
    {
        var zeta = Zeta(key, calldata);
        var omega = Fr.RootOfUnity(key.Log2);
        var product = zeta * (zeta.Pow((ulong)key.Rows) - Fr.One) * (zeta - omega.Pow((ulong)key.UsableRows - 1));
        for (var i = 0UL; i < (ulong)Math.Max(1, key.System.PublicInputs); i++)
            product *= zeta - omega.Pow(i);
        return product.Inverse().ToBigInteger();
    }

    private static Fr Zeta(VerifyingKey<Fr> key, byte[] calldata)
    {
        var layout = key.Layout;
        var points = CalldataReference.SelectorLength + (key.System.PublicInputs * Abi.WordLength);
        byte[] Commitments(int start, int end) => calldata[(points + (64 * start))..(points + (64 * end))];
        var state = Keccak256.Hash(Encoding.ASCII.GetBytes(Transcript.Protocol));
        state = Keccak256.Hash([.. state, .. key.Digest, .. calldata[CalldataReference.SelectorLength..points], .. Commitments(0, layout.AccumulatorStart)]);
        state = Keccak256.Hash([.. state, .. Commitments(layout.AccumulatorStart, layout.QuotientStart)]);
        state = Keccak256.Hash([.. state, .. Commitments(layout.QuotientStart, layout.OpeningProof)]);
        return Fr.ReduceBigEndian(Keccak256.Hash([.. state, 0, 0, 0, 0]));
    }
}
