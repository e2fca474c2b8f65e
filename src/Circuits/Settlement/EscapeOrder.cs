namespace Zk.Circuits.Settlement;

/// <summary>
/// What an account's owner signs to leave a frozen settlement contract with the whole balance of the final state. It has no nonce: each account leaves once.
/// </summary>
/// <param name="Account">The account's place.</param>
/// <param name="Recipient">The L1 address that the contract owes the balance then.</param>
public sealed record EscapeOrder(uint Account, EthereumAddress Recipient)
{
    /// <summary>The message: Poseidon2 (domain <see cref="HashDomains.Escape"/>) of [D, place, L1 address].</summary>
    /// <param name="domain">D (<see cref="SettlementDomain.Value"/>).</param>
    public Fr Message(Fr domain) =>
        Poseidon2.Hash(HashDomains.Escape, [domain, Fr.FromUInt64(Account), Fr.FromBigInteger(Recipient.Value)]);

    /// <summary>The signature of the account's key.</summary>
    public EdDsaSignature Sign(ReadOnlySpan<byte> secretKey, Fr domain) => EdDsa.Sign(secretKey, Message(domain));
}
