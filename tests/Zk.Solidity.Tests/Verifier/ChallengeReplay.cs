using System.Numerics;
using System.Text;
using Zk.Curves;
using Zk.Field;
using Zk.Plonk;

namespace Zk.Solidity.Tests;

/// <summary>The hint for any calldata, points off the curve too, which the library cannot even decode: the transcript once more, over raw bytes.</summary>
internal static class ChallengeReplay
{
    /// <summary>The inverse of all denominators at the ζ and y that this calldata leads to.</summary>
    public static BigInteger Hint(VerifyingKey<Fr> key, byte[] calldata)
    {
        var (zeta, y) = Points(key, calldata);
        return Denominators(key, zeta, y).Aggregate(Fr.One, (product, value) => product * value).Inverse().ToBigInteger();
    }

    /// <summary>ζ, ζ^n − 1, ζ − ω^i for the rows whose Lagrange polynomials occur, and with fflonk y − ζ and the factors of Z_0(y), Z_1(y), Z_2(y).</summary>
    public static List<Fr> Denominators(VerifyingKey<Fr> key, Fr zeta, Fr y)
    {
        var omega = Fr.RootOfUnity(key.Log2);
        List<Fr> values = [zeta, zeta.Pow((ulong)key.Rows) - Fr.One, zeta - omega.Pow((ulong)key.UsableRows - 1)];
        for (var i = 0UL; i < (ulong)Math.Max(1, key.System.PublicInputs); i++)
            values.Add(zeta - omega.Pow(i));
        if (key.Scheme == CommitmentScheme.Fflonk)
        {
            values.Add(y - zeta);
            foreach (var (size, atNext) in Packs(key))
            {
                values.Add(y.Pow((ulong)size) - zeta);
                if (atNext)
                    values.Add(y.Pow((ulong)size) - (zeta * omega));
            }
        }

        return values;
    }

    /// <summary>Columns of C_0, C_1, C_2, and whether they are opened on the next row too.</summary>
    public static (int Size, bool AtNext)[] Packs(VerifyingKey<Fr> key)
    {
        var (system, openings) = (key.System, key.Layout.Openings);
        var (fixedColumns, witness) = (system.FixedColumns + system.AdviceColumns, system.AdviceColumns + system.MultiplicityColumns);
        return [(fixedColumns, openings[0].AtNext), (witness, openings[fixedColumns].AtNext), (system.AccumulatorColumns, openings[fixedColumns + witness].AtNext)];
    }

    private static (Fr Zeta, Fr Y) Points(VerifyingKey<Fr> key, byte[] calldata)
    {
        var layout = key.Layout;
        var points = CalldataReference.SelectorLength + (key.System.PublicInputs * Abi.WordLength);
        byte[] Commitments(int start, int end) => calldata[(points + (64 * start))..(points + (64 * end))];
        var state = Keccak256.Hash(Encoding.ASCII.GetBytes(Transcript.Protocol));
        Fr Draw() => Fr.ReduceBigEndian(Keccak256.Hash([.. state, 0, 0, 0, 0]));
        state = Keccak256.Hash([.. state, .. key.Digest, .. calldata[CalldataReference.SelectorLength..points], .. Commitments(0, layout.AccumulatorStart)]);
        state = Keccak256.Hash([.. state, .. Commitments(layout.AccumulatorStart, layout.QuotientStart)]);
        state = Keccak256.Hash([.. state, .. Commitments(layout.QuotientStart, layout.OpeningProof)]);
        var zeta = Draw();
        state = Keccak256.Hash([.. state, .. calldata[(points + (64 * layout.CommitmentCount))..^Abi.WordLength]]);
        state = Keccak256.Hash([.. state, .. Commitments(layout.OpeningProof, layout.FinalOpeningProof)]);
        return (zeta, Draw());
    }
}
