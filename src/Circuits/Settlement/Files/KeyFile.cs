namespace Zk.Circuits.Settlement;

/// <summary>
/// A secret key as a file, <c>zk/key/1</c>: <c>secretKey</c> and <c>publicKey</c>, 32 bytes each in hexadecimal. The secret stands there in the
/// clear; the one who writes the file keeps others from reading it.
/// </summary>
public static class KeyFile
{
    private const string Format = "zk/key/1";
    private const int MaximumBytes = 1 << 12;

    /// <summary>The bytes of a key file.</summary>
    public static byte[] Write(ReadOnlySpan<byte> secretKey)
    {
        var secret = secretKey.ToArray();
        var publicKey = EdDsa.PublicKey(secret).Pack();
        return JsonFile.Write(Format, json =>
        {
            json.WriteHex("secretKey", secret);
            json.WriteHex("publicKey", publicKey);
        });
    }

    /// <summary>Reads the secret key from a file.</summary>
    /// <exception cref="ZkFormatException">The file is malformed, or its two keys do not belong together.</exception>
    public static byte[] Read(string path)
    {
        var fields = JsonField.ReadFile(path, MaximumBytes).Document(Format, "secretKey", "publicKey");
        var secret = fields["secretKey"].Hex(EdDsa.SecretKeyLength);
        var publicKey = fields["publicKey"].Hex(EdwardsPoint.PackedLength);
        return EdDsa.PublicKey(secret).Pack().AsSpan().SequenceEqual(publicKey)
            ? secret
            : throw fields["publicKey"].Error("is not the public key of the secret key");
    }
}
