using System.Buffers.Binary;
using System.Globalization;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Proofs as files, binary or JSON (docs/formats.md). A file names the curve and the digest of the verifying key; each coordinate and evaluation
/// stands there exactly once. Reading refuses numbers that are not canonical, points off the curve or at infinity and, with the key at hand,
/// counts that do not fit it.
/// </summary>
public static class ProofFile
{
    /// <summary>The value of <c>format</c> in the JSON form.</summary>
    public const string Format = "zk/proof/1";

    /// <summary>The first bytes of the binary form.</summary>
    public const string Magic = "zk.proof";

    /// <summary>The version of the binary form.</summary>
    public const uint Version = 1;

    private const int BinaryHead = BinaryHeader.Length + Keccak256.DigestLength + 8;

    /// <summary>Writes the JSON form.</summary>
    public static void WriteJson<TF>(string path, Proof<TF> proof, VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF> => AtomicFile.Write(path, ToJson(proof, key));

    /// <summary>Writes the binary form.</summary>
    public static void WriteBinary<TF>(string path, Proof<TF> proof, VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF> => AtomicFile.Write(path, ToBinary(proof, key));

    /// <summary>Reads either form.</summary>
    /// <param name="path">The file.</param>
    /// <param name="curve">The curve that the proof must be for.</param>
    /// <param name="key">The key that it must be for; null if that does not matter, as for making calldata.</param>
    /// <exception cref="ZkFormatException">The file is malformed, or made for another key.</exception>
    public static Proof<TF> Read<TF>(string path, PairingCurve<TF> curve, VerifyingKey<TF>? key)
        where TF : unmanaged, IPrimeField<TF> => Parse(InputFile.ReadAllBytes(path, FormatLimits.ProofFileBytes), path, curve, key);

    /// <summary>The JSON form as UTF-8.</summary>
    public static byte[] ToJson<TF>(Proof<TF> proof, VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(key);
        return JsonPoints.Document(writer =>
        {
            writer.WriteString("format", Format);
            writer.WriteString("curve", key.Curve.Name);
            writer.WriteString("verifyingKey", Hex(key));
            writer.WriteArray("commitments", proof.Commitments, writer.WriteG1);
            writer.WriteArray("evaluations", proof.Evaluations, writer.WriteScalar);
        });
    }

    /// <summary>The binary form.</summary>
    public static byte[] ToBinary<TF>(Proof<TF> proof, VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(key);
        var pointBytes = key.Curve.G1Size;
        var bytes = new byte[BinaryHead + (proof.Commitments.Count * pointBytes) + (proof.Evaluations.Count * TF.ByteLength)];
        new BinaryHeader(0, key.Curve.Name).Write(bytes, Magic, Version);
        key.Digest.CopyTo(bytes.AsSpan(BinaryHeader.Length));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(BinaryHead - 8), proof.Commitments.Count);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(BinaryHead - 4), proof.Evaluations.Count);
        var rest = bytes.AsSpan(BinaryHead);
        foreach (var commitment in proof.Commitments)
        {
            commitment.Bytes.CopyTo(rest);
            rest = rest[pointBytes..];
        }

        foreach (var evaluation in proof.Evaluations)
        {
            evaluation.WriteBigEndian(rest[..TF.ByteLength]);
            rest = rest[TF.ByteLength..];
        }

        return bytes;
    }

    /// <summary>Reads either form from memory; see <see cref="Read{TF}"/>.</summary>
    /// <exception cref="ZkFormatException">The content is malformed, or made for another key.</exception>
    public static Proof<TF> Parse<TF>(ReadOnlyMemory<byte> bytes, string file, PairingCurve<TF> curve, VerifyingKey<TF>? key)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(curve);
        return JsonField.LooksLikeJson(bytes.Span) ? ParseJson(JsonField.Parse(bytes.Span, file), curve, key) : ParseBinary(bytes, file, curve, key);
    }

    private static Proof<TF> ParseJson<TF>(JsonField document, PairingCurve<TF> curve, VerifyingKey<TF>? key)
        where TF : unmanaged, IPrimeField<TF>
    {
        var fields = document.Document(Format, "curve", "verifyingKey", "commitments", "evaluations");
        fields["curve"].Literal(curve.Name);
        var digest = fields["verifyingKey"].Hex(Keccak256.DigestLength);
        if (key is not null && !key.Digest.SequenceEqual(digest))
            throw fields["verifyingKey"].Error(OtherKey(key));
        var (commitments, evaluations) = Counts(key);
        return new Proof<TF>(
            [.. fields["commitments"].Array(commitments ?? 1, commitments ?? FormatLimits.ProofElements).Select(field => ReadCommitment(field, curve))],
            [.. fields["evaluations"].Array(evaluations ?? 1, evaluations ?? FormatLimits.ProofElements).Select(field => field.Scalar<TF>())]);
    }

    private static G1Point ReadCommitment<TF>(JsonField field, PairingCurve<TF> curve)
        where TF : unmanaged, IPrimeField<TF>
    {
        var point = JsonPoints.ReadG1(field, curve);
        return point.IsInfinity ? throw field.Error("is infinity, which no proof contains") : point;
    }

    private static Proof<TF> ParseBinary<TF>(ReadOnlyMemory<byte> bytes, string file, PairingCurve<TF> curve, VerifyingKey<TF>? key)
        where TF : unmanaged, IPrimeField<TF>
    {
        BinaryHeader.Read(bytes.Span, file, Magic, Version, knownFlags: 0).RequireCurve(curve.Name, file);
        var reader = new ByteReader(bytes[BinaryHeader.Length..], file);
        if (!reader.Bytes("verifying key", Keccak256.DigestLength).SequenceEqual(key is null ? bytes.Span.Slice(BinaryHeader.Length, Keccak256.DigestLength) : key.Digest))
            throw reader.Error("verifying key", OtherKey(key!));
        var (expectedCommitments, expectedEvaluations) = Counts(key);
        var commitmentCount = reader.U32("number of commitments", expectedCommitments ?? 1, expectedCommitments ?? FormatLimits.ProofElements);
        var evaluationCount = reader.U32("number of evaluations", expectedEvaluations ?? 1, expectedEvaluations ?? FormatLimits.ProofElements);
        reader.RequireRemaining((commitmentCount * curve.G1Size) + (evaluationCount * TF.ByteLength));
        var commitments = new G1Point[commitmentCount];
        for (var i = 0; i < commitments.Length; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"commitment {i}");
            if (!curve.TryDecodeG1(reader.Bytes(field, curve.G1Size), out commitments[i], out var reason))
                throw reader.Error(field, reason);
            if (commitments[i].IsInfinity)
                throw reader.Error(field, "is infinity, which no proof contains");
        }

        var evaluations = new TF[evaluationCount];
        for (var i = 0; i < evaluations.Length; i++)
            evaluations[i] = reader.Scalar<TF>(string.Create(CultureInfo.InvariantCulture, $"evaluation {i}"));
        return new Proof<TF>(commitments, evaluations);
    }

    private static (int? Commitments, int? Evaluations) Counts<TF>(VerifyingKey<TF>? key)
        where TF : unmanaged, IPrimeField<TF> => (key?.Layout.CommitmentCount, key?.Layout.EvaluationCount);

    private static string Hex<TF>(VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF> => "0x" + Convert.ToHexStringLower(key.Digest);

    private static string OtherKey<TF>(VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF> => $"the proof was made for another verifying key than {Hex(key)} of '{key.Circuit}'";
}
