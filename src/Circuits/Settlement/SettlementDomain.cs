namespace Zk.Circuits.Settlement;

/// <summary>
/// D, the domain that binds every signature and every batch to one chain and one contract:
/// keccak256(abi.encode(keccak256("zk/settlement/domain/1"), chainId, contract)) >> 8, so that it is below 2^248.
/// </summary>
/// <param name="ChainId">The chain id of EIP-155.</param>
/// <param name="Contract">The settlement contract on that chain.</param>
public sealed record SettlementDomain(ulong ChainId, EthereumAddress Contract)
{
    private static readonly byte[] _tag = Words.Tag("zk/settlement/domain/1");

    /// <summary>D as a field element.</summary>
    public Fr Value { get; } = Words.Challenge(_tag, Words.ToBytes(ChainId), Contract.ToWord());
}
