namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>An oracle tick as a circuit takes it.</summary>
/// <param name="Market">The market's id, 0 in an unused slot.</param>
/// <param name="Median">The lower median of the prices, 0 in an unused slot.</param>
/// <param name="Prices">As many as a tick may have: missing ones first, then by ascending signers.</param>
public sealed record OracleTickWitness(ulong Market, ulong Median, IReadOnlyList<SignedPriceWitness> Prices)
{
    /// <summary>An unused slot.</summary>
    public static OracleTickWitness Unused { get; } = new(0, 0, [.. Enumerable.Repeat(SignedPriceWitness.None, PerpetualProfile.PricesOfATick)]);

    /// <summary>The witness of a tick.</summary>
    public static OracleTickWitness Of(OracleTick tick)
    {
        ArgumentNullException.ThrowIfNull(tick);
        return new(
            (ulong)tick.Market,
            tick.Price,
            [.. Enumerable.Repeat(SignedPriceWitness.None, PerpetualProfile.PricesOfATick - tick.Prices.Count), .. tick.Prices.Select(SignedPriceWitness.Of)]);
    }
}

/// <summary>A signed price as a circuit takes it.</summary>
/// <param name="Signer">The signer's place in the configuration, counted from 1; 0 where there is none.</param>
/// <param name="Price">The price; any where there is none.</param>
/// <param name="Time">When it was signed; 0 where there is none.</param>
/// <param name="Signature">The signature; any where there is none.</param>
public sealed record SignedPriceWitness(ulong Signer, ulong Price, ulong Time, EdDsaSignature Signature)
{
    /// <summary>No price.</summary>
    public static SignedPriceWitness None { get; } = new(0, 0, 0, new EdDsaSignature(EdwardsPoint.Identity, 0));

    /// <summary>The witness of a price.</summary>
    public static SignedPriceWitness Of(SignedPrice price)
    {
        ArgumentNullException.ThrowIfNull(price);
        return new((ulong)price.Signer + 1, price.Price, price.Time, price.Signature ?? None.Signature);
    }
}
