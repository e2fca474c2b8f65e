using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The markets of a sample: prices as its scenario moves them, the oracles that sign them, funding.</summary>
internal sealed class SampleMarket
{
    private const ulong BasisPoints = 10_000;
    private const ulong MostFall = 900;
    private readonly PerpetualScenario _scenario;
    private readonly PerpetualConfig _config;
    private readonly ulong _seed;
    private readonly SampleRandom _random;
    private readonly ulong[] _prices;
    private readonly ulong[] _floors;

    public SampleMarket(PerpetualScenario scenario, PerpetualConfig config, PerpetualState state, ulong seed, SampleRandom random)
    {
        _scenario = scenario;
        _config = config;
        _seed = seed;
        _random = random;
        _prices = [.. state.Markets.Take(config.Markets.Count).Select(market => market.Price)];
        _floors = [.. _prices.Select(price => price / 2)];
    }

    /// <summary>How much of the open interest the batch before liquidated, in 1/10^4.</summary>
    public ulong Liquidated { get; set; }

    /// <summary>Moves the prices, and has the oracles sign them.</summary>
    /// <param name="batch">The batch, from 0.</param>
    /// <param name="time">Its time.</param>
    /// <param name="domain">D.</param>
    public IEnumerable<OracleTick> Ticks(int batch, uint time, Fr domain)
    {
        for (var market = 1; market <= _prices.Length; market++)
        {
            var price = Move(_prices[market - 1], _floors[market - 1]);
            _prices[market - 1] = price;
            var signed = _scenario == PerpetualScenario.OracleAttack && batch == 1 ? Share(price, BasisPoints + 2_500) : price;
            yield return Tick(market, signed, time, domain);
        }
    }

    /// <summary>A funding index within the allowed rate.</summary>
    public FundingTick Funding(int market, MarketState before, uint time)
    {
        var most = (ulong)(((BigInteger)_config.Markets[market - 1].MaxFundingRate * before.Price * (time - before.FundingTime)) >> PerpetualUnits.FractionBits);
        return new FundingTick(market, before.Funding + (long)_random.Below((2 * most) + 1) - (long)most);
    }

    private ulong Move(ulong price, ulong floor) => _scenario switch
    {
        PerpetualScenario.Crash => Math.Max(Share(price, BasisPoints - MostFall), floor),
        PerpetualScenario.Cascade => Share(price, BasisPoints - Math.Min(MostFall, 300 + (2 * Liquidated))),
        _ => Share(price, BasisPoints - 50 + _random.Below(101)),
    };

    /// <summary>Three to five of the oracles sign, each five in ten thousand off at most; in an attack the first one lies by two in a hundred.</summary>
    private OracleTick Tick(int market, ulong price, uint time, Fr domain)
    {
        var silent = _random.Below(3);
        var prices = new List<SignedPrice>();
        for (var signer = 0; signer < PerpetualSample.Oracles - (int)silent; signer++)
        {
            var seen = _scenario == PerpetualScenario.OracleAttack && signer == 0
                ? Share(price, BasisPoints + 200)
                : Share(price, BasisPoints - 5 + _random.Below(11));
            var signedAt = time - (uint)_random.Below(10);
            prices.Add(new SignedPrice(signer, seen, signedAt).Sign(PerpetualSample.OracleKey(_seed, (uint)signer), domain, market));
        }

        return new OracleTick(market, prices.Select(p => p.Price).Order().ElementAt((prices.Count - 1) / 2), prices);
    }

    private static ulong Share(ulong price, ulong basisPoints) => (ulong)((UInt128)price * basisPoints / BasisPoints);
}
