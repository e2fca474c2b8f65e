namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>An oracle tick as a circuit takes it.</summary>
/// <param name="Market">The market's id, 0 in an unused slot.</param>
/// <param name="Prices">As many as a tick may have, by ascending signers, missing ones last.</param>
public sealed record OracleTickWitness(ulong Market, IReadOnlyList<SignedPriceWitness> Prices)
{
    /// <summary>An unused slot.</summary>
    public static OracleTickWitness Unused { get; } = new(0, Padded([]));

    /// <summary>The witness of a tick.</summary>
    public static OracleTickWitness Of(OracleTick tick)
    {
        ArgumentNullException.ThrowIfNull(tick);
        return new((ulong)tick.Market, Padded(tick.Prices));
    }

    private static SignedPriceWitness[] Padded(IReadOnlyList<SignedPrice> prices) =>
        [.. prices.Select(SignedPriceWitness.Of), .. Enumerable.Repeat(SignedPriceWitness.None, PerpetualProfile.PricesOfATick - prices.Count)];
}

/// <summary>A signed price as a circuit takes it.</summary>
/// <param name="IsUsed">Whether there is one.</param>
/// <param name="Signer">The signer's place in the configuration, from 0.</param>
/// <param name="Price">The price; 0 where there is none.</param>
/// <param name="Time">When it was signed; 0 where there is none.</param>
/// <param name="Signature">The signature; any where there is none.</param>
public sealed record SignedPriceWitness(bool IsUsed, ulong Signer, ulong Price, ulong Time, EdDsaSignature Signature)
{
    /// <summary>No price.</summary>
    public static SignedPriceWitness None { get; } = new(false, 0, 0, 0, new EdDsaSignature(EdwardsPoint.Identity, 0));

    /// <summary>The witness of a price.</summary>
    public static SignedPriceWitness Of(SignedPrice price)
    {
        ArgumentNullException.ThrowIfNull(price);
        return new(true, (ulong)price.Signer, price.Price, price.Time, price.Signature ?? None.Signature);
    }
}
