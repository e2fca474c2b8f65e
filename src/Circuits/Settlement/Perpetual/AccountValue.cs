using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// What an account is worth at the prices of the batch, and the margins that its positions demand. Each position's notional value |balance| · price picks
/// the risk factors of its tier.
/// </summary>
/// <param name="Total">TV = 2^32 · collateral + Σ price · balance, in .32.</param>
/// <param name="Initial">IMR = Σ notional · initial risk, in .64.</param>
/// <param name="Maintenance">MMR, likewise.</param>
/// <param name="CloseOut">CMR, likewise.</param>
/// <param name="HasTiers">Whether every position lies within a tier.</param>
public readonly record struct AccountValue(BigInteger Total, BigInteger Initial, BigInteger Maintenance, BigInteger CloseOut, bool HasTiers)
{
    private static readonly BigInteger _valueLimit = BigInteger.One << PerpetualUnits.ValueBits;
    private static readonly BigInteger _riskLimit = BigInteger.One << PerpetualUnits.RiskBits;

    /// <summary>Whether the account has its initial margin.</summary>
    public bool IsHealthy => Initial <= Total << PerpetualUnits.FractionBits;

    /// <summary>Whether the account is below its maintenance margin.</summary>
    public bool IsLiquidatable => Maintenance > Total << PerpetualUnits.FractionBits;

    /// <summary>Whether the account is below its close-out margin.</summary>
    public bool IsCloseOut => CloseOut > Total << PerpetualUnits.FractionBits;

    /// <summary>Whether the account owes more than it holds.</summary>
    public bool IsBankrupt => Total.Sign < 0;

    /// <summary>Whether TV lies in −2^95..2^95 − 1, every margin below 2^127 and every position within a tier.</summary>
    public bool IsInRange => HasTiers && Total >= -_valueLimit && Total < _valueLimit && Initial < _riskLimit && Maintenance < _riskLimit && CloseOut < _riskLimit;

    /// <summary>The value of an account whose funding is settled.</summary>
    /// <param name="account">The account.</param>
    /// <param name="markets">The markets after the ticks; those of the positions are configured.</param>
    /// <param name="config">The configuration.</param>
    public static AccountValue Of(PerpetualAccount account, IReadOnlyList<MarketState> markets, PerpetualConfig config)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(markets);
        ArgumentNullException.ThrowIfNull(config);
        var value = new AccountValue((BigInteger)account.Collateral << PerpetualUnits.FractionBits, 0, 0, 0, true);
        foreach (var position in account.Positions)
        {
            var worth = (BigInteger)markets[position.Market - 1].Price * position.Balance;
            var notional = BigInteger.Abs(worth);
            var tiers = config.Find(position.Market)?.Tiers ?? [];
            var tier = tiers.FirstOrDefault(t => notional <= (BigInteger)t.UpperBound << PerpetualUnits.FractionBits);
            value = new(
                value.Total + worth,
                value.Initial + (notional * tier.Initial),
                value.Maintenance + (notional * tier.Maintenance),
                value.CloseOut + (notional * tier.CloseOut),
                value.HasTiers && tier.UpperBound > 0);
        }

        return value;
    }

    /// <summary>
    /// Whether an account that only reduced a position has come no further from its margin: TV_old · MMR_new &lt;= TV_new · MMR_old, and, if it had no
    /// positions, TV_new >= TV_old.
    /// </summary>
    public bool IsNoWorseThan(AccountValue old) =>
        old.Total * Maintenance <= Total * old.Maintenance && (!old.Maintenance.IsZero || Total >= old.Total);

    /// <summary>
    /// The least collateral that must be added to this value, or if negative the most that may be taken, for <see cref="IsNoWorseThan"/> to hold of a
    /// position that was reduced.
    /// </summary>
    public BigInteger LeastForRatio(AccountValue old) => old.Maintenance.IsZero
        ? Ceiling(old.Total - Total, BigInteger.One << PerpetualUnits.FractionBits)
        : Ceiling((old.Total * Maintenance) - (Total * old.Maintenance), old.Maintenance << PerpetualUnits.FractionBits);

    /// <summary>The least collateral that must be added to this value, or if negative the most that may be taken, for the change of a reduced position to be legal.</summary>
    public BigInteger LeastForLegality(AccountValue old) =>
        BigInteger.Min(LeastForRatio(old), Ceiling(Initial - (Total << PerpetualUnits.FractionBits), BigInteger.One << (2 * PerpetualUnits.FractionBits)));

    private static BigInteger Ceiling(BigInteger dividend, BigInteger divisor) => -PerpetualArithmetic.Floor(-dividend, divisor);
}
