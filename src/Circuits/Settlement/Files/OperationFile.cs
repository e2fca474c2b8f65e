namespace Zk.Circuits.Settlement;

/// <summary>
/// One user's operation as a file, <c>zk/operation/1</c>: <c>chainId</c>, <c>contract</c> and the <c>operation</c>, which carries a
/// <c>signature</c> once it is signed. The signed <c>operation</c> object is what a batch lists.
/// </summary>
/// <param name="Domain">Chain and contract that the signature is for.</param>
/// <param name="Operation">The operation.</param>
public sealed record OperationFile(SettlementDomain Domain, SignedOperation Operation)
{
    private const string Format = "zk/operation/1";
    private const int MaximumBytes = 1 << 14;

    /// <summary>Reads a file, signed or not.</summary>
    /// <exception cref="ZkFormatException">The file is malformed, or holds a deposit, which nobody signs.</exception>
    public static OperationFile Read(string path)
    {
        var fields = JsonField.ReadFile(path, MaximumBytes).Document(Format, "chainId", "contract", "operation");
        var domain = new SettlementDomain(fields["chainId"].UnsignedText(), fields["contract"].Address());
        return OperationJson.Read(fields["operation"], requireSignature: false) is SignedOperation operation
            ? new OperationFile(domain, operation)
            : throw fields["operation"].Error("a deposit is not signed");
    }

    /// <summary>The same file, signed.</summary>
    public OperationFile Sign(ReadOnlySpan<byte> secretKey) => this with { Operation = Operation.Sign(secretKey, Domain.Value) };

    /// <summary>The bytes of the file.</summary>
    public byte[] Write() => JsonFile.Write(Format, json =>
    {
        json.WriteDecimal("chainId", Domain.ChainId);
        json.WriteString("contract", Domain.Contract.ToString());
        json.WritePropertyName("operation");
        OperationJson.Write(json, Operation);
    });
}
