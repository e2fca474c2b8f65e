using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The committed configuration as a circuit takes it: secret inputs of proven widths whose hash is public. That the widths are proven makes the split
/// of each element unique, so the hash fixes every field. The circuit asserts what its own rows rest on: widths, keys, at least one signer a tick. The
/// order of tiers and risks and the other rules on loading are the governance's, which chooses the hash.
/// </summary>
internal static class ConfigGadget
{
    private const int BpsBits = 16;
    private const int QuorumBits = 8;
    private const int VolumeLimitBits = 64;
    private const int BoundBits = 64;
    private const int HalfBits = 128;

    /// <summary>Declares a configuration.</summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="inputs">The configuration.</param>
    /// <param name="markets">Markets of the profile; those that are not configured are zero.</param>
    public static ConfigWires Read(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PerpetualConfig> inputs, int markets)
    {
        using var scope = builder.Scope("config");
        var quorum = inputs.UInt("quorum", QuorumBits, c => (ulong)c.Quorum);
        var priceValidity = inputs.UInt("price validity", PerpetualUnits.WordBits, c => c.PriceValidity);
        var fundingValidity = inputs.UInt("funding validity", PerpetualUnits.WordBits, c => c.FundingValidity);
        var deviation = inputs.UInt("deviation", BpsBits, c => c.DeviationBps);
        var spread = inputs.UInt("spread", BpsBits, c => c.SpreadBps);
        var window = inputs.UInt("window", PerpetualUnits.WordBits, c => c.TwapWindow);
        var liquidationFee = inputs.UInt("liquidation fee", PerpetualConfig.FeePpmBits, c => c.LiquidationFeePpm);
        var volumeLimit = inputs.UInt("volume limit", VolumeLimitBits, c => c.VolumeLimit);
        var insuranceFloor = inputs.UInt("insurance floor", PerpetualUnits.AmountBits, c => c.InsuranceFloor);
        builder.AssertNonZero(quorum);
        var signers = new (Wire X, Wire Y)[PerpetualProfile.Signers];
        for (var i = 0; i < signers.Length; i++)
            signers[i] = ReadSigner(builder, inputs, i);
        var marketWires = new MarketConfigWires[markets];
        for (var m = 0; m < markets; m++)
        {
            var market = m;
            marketWires[m] = ReadMarket(builder, inputs.Select(c => market < c.Markets.Count ? c.Markets[market] : null));
        }

        var first = builder.Pack<Fr>(
        [
            (quorum, QuorumBits),
            (priceValidity, PerpetualUnits.WordBits),
            (fundingValidity, PerpetualUnits.WordBits),
            (deviation, BpsBits),
            (spread, BpsBits),
            (window, PerpetualUnits.WordBits),
            (liquidationFee, PerpetualConfig.FeePpmBits),
        ]);
        var second = builder.Pack<Fr>([(volumeLimit, VolumeLimitBits), (insuranceFloor, PerpetualUnits.AmountBits)]);
        var hash = builder.Poseidon2Hash(
            HashDomains.PerpetualConfig, [first, second, .. signers.SelectMany(s => new[] { s.X, s.Y }), .. marketWires.SelectMany(m => m.Elements)]);
        var (low, high) = Halves(builder, hash);
        return new ConfigWires(
            quorum, priceValidity, fundingValidity, deviation, spread, window, liquidationFee, volumeLimit, insuranceFloor, signers, marketWires, low, high);
    }

    /// <summary>A key that may sign, or (0, 0), which is none.</summary>
    private static (Wire X, Wire Y) ReadSigner(CircuitBuilder<Fr> builder, CircuitInputs<Fr, PerpetualConfig> inputs, int place)
    {
        var x = inputs.Field("signer x", c => place < c.Signers.Count ? c.Signers[place].X : Fr.Zero);
        var y = inputs.Field("signer y", c => place < c.Signers.Count ? c.Signers[place].Y : Fr.Zero);
        using var scope = builder.Scope("signer");
        var isNone = builder.IsZero(x);
        builder.AssertZeroIf(isNone, y);
        var isKey = builder.Not(isNone);
        builder.AssertPublicKey((builder.SelectConstant(isKey, x, BabyJubJub.Base.X), builder.SelectConstant(isKey, y, BabyJubJub.Base.Y)));
        return (x, y);
    }

    private static MarketConfigWires ReadMarket(CircuitBuilder<Fr> builder, CircuitInputs<Fr, MarketConfig?> inputs)
    {
        using var scope = builder.Scope("market");
        var cap = inputs.UInt("open interest cap", PerpetualUnits.AmountBits, m => m?.OpenInterestCap ?? 0);
        var rate = inputs.UInt("maximum funding rate", PerpetualUnits.FractionBits, m => m?.MaxFundingRate ?? 0);
        var isEnabled = inputs.Bit("enabled", m => m is not null);
        var tiers = new TierWires[PerpetualProfile.Tiers];
        var elements = new Wire[1 + tiers.Length];
        elements[0] = builder.Pack<Fr>([(cap, PerpetualUnits.AmountBits), (rate, PerpetualUnits.FractionBits), (isEnabled, 1)]);
        for (var k = 0; k < tiers.Length; k++)
        {
            var tier = k;
            tiers[k] = new TierWires(
                inputs.UInt("tier bound", BoundBits, m => m?.Tiers[tier].UpperBound ?? 0),
                inputs.UInt("initial risk", PerpetualUnits.FractionBits, m => m?.Tiers[tier].Initial ?? 0),
                inputs.UInt("maintenance risk", PerpetualUnits.FractionBits, m => m?.Tiers[tier].Maintenance ?? 0),
                inputs.UInt("close-out risk", PerpetualUnits.FractionBits, m => m?.Tiers[tier].CloseOut ?? 0));
            elements[1 + k] = builder.Pack<Fr>(
            [
                (tiers[k].Upper, BoundBits),
                (tiers[k].Initial, PerpetualUnits.FractionBits),
                (tiers[k].Maintenance, PerpetualUnits.FractionBits),
                (tiers[k].CloseOut, PerpetualUnits.FractionBits),
            ]);
        }

        return new MarketConfigWires(isEnabled, cap, rate, tiers, elements);
    }

    /// <summary>The hash mod and div 2^128, as the integer below r that it is: with r added it would be another pair of words.</summary>
    private static (UInt Low, UInt High) Halves(CircuitBuilder<Fr> builder, Wire hash)
    {
        using var scope = builder.Scope("halves");
        var wires = builder.Hint("halves of the hash", "both in range, as integers they sum to less than r, in the field to the hash", [hash], 2, static (input, output) =>
        {
            var value = input[0].ToBigInteger();
            var top = value >> HalfBits;
            output[0] = Fr.FromBigInteger(value - (top << HalfBits));
            output[1] = Fr.FromBigInteger(top);
        });
        var low = builder.ToUInt(wires[0], HalfBits);
        var high = builder.ToUInt(wires[1], Fr.BitLength - HalfBits);
        builder.AssertZero(low.Wire, new(Fr.FromBigInteger(BigInteger.One << HalfBits), high), new(-Fr.One, hash));
        builder.AssertBelow(low, high, Fr.Characteristic);
        return (low, high);
    }
}
