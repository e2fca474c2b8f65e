namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The ranges of <c>settlement/perpetual</c>, in bits. Collateral and amounts are in the token's smallest unit, sizes in the market's; a price is 32.32
/// collateral for one unit of size, a funding index .32 of the same, a risk factor .32.
/// </summary>
public static class PerpetualUnits
{
    /// <summary>Bits of amounts, sizes, quotes, fees and open interest; a signed balance or collateral lies in −2^63..2^63 − 1.</summary>
    public const int AmountBits = 63;

    /// <summary>Bits of a price, at least 1, and of a reference price, 0 for none.</summary>
    public const int PriceBits = 64;

    /// <summary>Bits after the binary point of prices, funding indices, risk factors and values.</summary>
    public const int FractionBits = 32;

    /// <summary>Bits of times, expiries, nonces, order numbers and accounts.</summary>
    public const int WordBits = 32;

    /// <summary>Bits of a market's number in data and messages; 0 is no market.</summary>
    public const int MarketBits = 8;

    /// <summary>Bits of the sum of price times seconds.</summary>
    public const int AccumulatorBits = 96;

    /// <summary>Bits of the volume of a window.</summary>
    public const int VolumeBits = 95;

    /// <summary>A total value TV lies in −2^95..2^95 − 1, in .32.</summary>
    public const int ValueBits = 95;

    /// <summary>Bits of a sum of notional times risk factor, in .64.</summary>
    public const int RiskBits = 127;

    /// <summary>Bits of a market's open interest times its price, in .32.</summary>
    public const int NotionalBits = 90;

    /// <summary>What is added to a signed 64-bit number so that it is none: 2^63.</summary>
    public const ulong Bias = 1UL << 63;

    /// <summary>The bound of amounts: 2^63.</summary>
    public const ulong AmountLimit = 1UL << AmountBits;

    /// <summary>A signed number as it stands in leaves and data: plus 2^63.</summary>
    public static ulong Biased(long value) => unchecked((ulong)value + Bias);
}
