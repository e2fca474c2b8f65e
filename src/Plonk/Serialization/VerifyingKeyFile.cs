using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Verifying keys as files, binary or JSON (docs/formats.md). Either holds the whole constraint system, so that proofs are verified without the
/// circuit's code. Reading derives the key anew and compares its digest; keys that no honest setup makes are refused.
/// </summary>
public static class VerifyingKeyFile
{
    /// <summary>Writes the JSON form.</summary>
    /// <exception cref="ArgumentException">The key is larger than the format allows.</exception>
    public static void WriteJson<TF>(string path, VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF> => AtomicFile.Write(path, ToJson(key));

    /// <summary>Writes the binary form.</summary>
    /// <exception cref="ArgumentException">The key is larger than the format allows.</exception>
    public static void WriteBinary<TF>(string path, VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF> => AtomicFile.Write(path, ToBinary(key));

    /// <summary>Reads either form.</summary>
    /// <param name="path">The file.</param>
    /// <param name="curve">The curve that the key must be for.</param>
    /// <exception cref="ZkFormatException">The file is malformed, damaged, of another curve or version, or no key of an honest setup.</exception>
    public static VerifyingKey<TF> Read<TF>(string path, PairingCurve<TF> curve)
        where TF : unmanaged, IPrimeField<TF> => Parse(InputFile.ReadAllBytes(path, FormatLimits.KeyFileBytes), path, curve);

    /// <summary>The JSON form as UTF-8.</summary>
    public static byte[] ToJson<TF>(VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF>
    {
        FormatLimits.Require(key);
        return VerifyingKeyJson.Write(key);
    }

    /// <summary>The binary form.</summary>
    public static byte[] ToBinary<TF>(VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF>
    {
        FormatLimits.Require(key);
        return VerifyingKeyBinary.Write(key);
    }

    /// <summary>Reads either form from memory.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="curve">The curve that the key must be for.</param>
    /// <exception cref="ZkFormatException">As for <see cref="Read{TF}"/>.</exception>
    public static VerifyingKey<TF> Parse<TF>(ReadOnlyMemory<byte> bytes, string file, PairingCurve<TF> curve)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(curve);
        var key = JsonField.LooksLikeJson(bytes.Span) ? VerifyingKeyJson.Read(JsonField.Parse(bytes.Span, file), curve) : VerifyingKeyBinary.Read(bytes, file, curve);
        return FindWeakness(key) is { } weakness ? throw new ZkFormatException(file, "", weakness) : key;
    }

    /// <summary>
    /// Signs that a key does not come from an honest setup (the class of mistakes behind Groth16 verifiers with gamma = delta): τ is 0 or 1, or a
    /// permutation commitment is infinity or equals another one, though the columns hold distinct labels.
    /// </summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? FindWeakness<TF>(VerifyingKey<TF> key)
        where TF : unmanaged, IPrimeField<TF>
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.TauG2.IsInfinity)
            return "tau is 0";
        if (key.TauG2.Equals(key.Curve.G2Generator))
            return "tau is 1";
        var permutation = key.PermutationCommitments.ToList();
        if (permutation.Any(point => point.IsInfinity))
            return "the commitment to a permutation column is infinity";
        return permutation.Distinct().Count() < permutation.Count ? "two permutation columns have the same commitment" : null;
    }
}
