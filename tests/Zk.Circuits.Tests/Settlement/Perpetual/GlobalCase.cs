using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;

namespace Zk.Circuits.Tests.Settlement.Perpetual;

/// <summary>What <see cref="GlobalCircuit"/> makes a witness from.</summary>
/// <param name="Profile">The circuit's size.</param>
/// <param name="Globals">The global part.</param>
/// <param name="Changes">Changes of open interest, as operations on accounts would report them.</param>
internal sealed record GlobalCase(PerpetualProfile Profile, GlobalWitness Globals, IReadOnlyList<(int Market, long Change)> Changes)
{
    public GlobalCase With(params IReadOnlyList<OracleTick> ticks) =>
        this with { Globals = Globals with { OracleTicks = [.. ticks.Select(OracleTickWitness.Of), .. Globals.OracleTicks.Skip(ticks.Count)] } };

    public GlobalCase With(params IReadOnlyList<FundingTick> ticks) =>
        this with { Globals = Globals with { FundingTicks = [.. ticks.Select(FundingTickWitness.Of), .. Globals.FundingTicks.Skip(ticks.Count)] } };

    public GlobalCase With(params IReadOnlyList<(int Market, long Change)> changes) => this with { Changes = [.. changes, .. Changes.Skip(changes.Count)] };

    public GlobalCase With(Func<GlobalWitness, GlobalWitness> change) => this with { Globals = change(Globals) };

    public GlobalCase WithConfig(Func<PerpetualConfig, PerpetualConfig> change) => With(g => g with { Config = change(g.Config) });

    public GlobalCase WithScalars(Func<PerpetualScalars, PerpetualScalars> change) => With(g => g with { Scalars = change(g.Scalars) });

    /// <summary>With another record of the first market.</summary>
    public GlobalCase WithMarket(Func<MarketState, MarketState> change) => With(g => g with { Markets = [change(g.Markets[0]), .. g.Markets.Skip(1)] });

    /// <summary>The batch that this would be, and the state before it; null if operations on accounts would have to explain the changes of open interest.</summary>
    public (PerpetualState State, PerpetualBatch Batch)? Batch
    {
        get
        {
            if (Changes.Any(c => c.Change != 0))
                return null;
            var operations = new PerpetualOperations
            {
                OracleTicks = [.. Globals.OracleTicks.Where(t => t.Market != 0).Select(Tick)],
                FundingTicks = [.. Globals.FundingTicks.Where(t => t.Market != 0).Select(t => new FundingTick((int)t.Market, unchecked((long)(t.Index - PerpetualUnits.Bias))))],
            };
            var state = new PerpetualState(SparseMerkleTree<PerpetualAccount>.Empty, Globals.Markets, Globals.PreviousTime, Globals.Scalars);
            return (state, new PerpetualBatch(PaymentsWorld.Context, Globals.Config, Globals.Time, 0, Globals.Reset, operations));
        }
    }

    /// <summary>The tick of which this is the witness. The median is the circuit's business, so it is right.</summary>
    private static OracleTick Tick(OracleTickWitness tick)
    {
        SignedPrice[] prices = [.. tick.Prices.Where(p => p.IsUsed).Select(p => new SignedPrice((int)p.Signer, p.Price, (uint)p.Time, p.Signature))];
        return new((int)tick.Market, GlobalWorld.LowerMedian(prices.Select(p => p.Price)), prices);
    }

    /// <summary>With another signed price in the first tick.</summary>
    public GlobalCase WithPrice(int place, Func<SignedPriceWitness, SignedPriceWitness> change) => With(g => g with
    {
        OracleTicks = [g.OracleTicks[0] with { Prices = [.. g.OracleTicks[0].Prices.Select((p, i) => i == place ? change(p) : p)] }, .. g.OracleTicks.Skip(1)],
    });
}

/// <summary>
/// The global part alone, with the operations on accounts replaced by what they would report: scalars that stay as they are, and changes of open interest.
/// Its outputs are public inputs.
/// </summary>
internal sealed class GlobalCircuit(PerpetualProfile profile) : CircuitDefinition<Fr, GlobalCase>
{
    /// <summary>Slots that change open interest.</summary>
    public const int Changes = 2;

    public const uint FeeAccount = 77;

    /// <summary>The root of the account tree before and after: nobody has an account.</summary>
    public static Fr Accounts { get; } = SparseMerkleTree<PerpetualAccount>.Empty.Root;

    public override string Name => "globals";

    public override void Define(CircuitBuilder<Fr> builder, CircuitInputs<Fr, GlobalCase> inputs)
    {
        var begin = GlobalGadget.Begin(builder, inputs.Select(c => c.Globals), profile, inputs.Field("domain", c => GlobalWorld.Domain));
        var changes = new (Wire, SignedInt)[Changes];
        for (var i = 0; i < Changes; i++)
        {
            var slot = i;
            changes[i] = (
                inputs.Field("changed market", c => (BigInteger)c.Changes[slot].Market),
                builder.ToSignedInt(inputs.Field("change", c => (BigInteger)c.Changes[slot].Change), 63));
        }

        var end = GlobalGadget.End(builder, begin, begin.Start, changes);
        IReadOnlyList<Bit>[] operations = [.. Enumerable.Range(2, 8).Select(type => new[] { builder.Constant(type == 3) })];
        var header = GlobalGadget.HeaderWords(
            builder, begin, inputs.UInt("fee account", 32, c => (BigInteger)FeeAccount), begin.Start.Tripped, [builder.Constant(true), builder.Constant(false)], operations);
        builder.Public("prevRoot", begin.Before.With(builder, builder.Constant(Accounts)));
        builder.Public("nextRoot", end.With(builder, builder.Constant(Accounts)));
        for (var i = 0; i < header.Length; i++)
            builder.Public($"header {i}", header[i]);
        for (var i = 0; i < begin.OracleTicks.Count; i++)
            builder.Public($"oracle tick {i}", begin.OracleTicks[i].Word);
        for (var i = 0; i < begin.FundingTicks.Count; i++)
            builder.Public($"funding tick {i}", begin.FundingTicks[i].Word);
        for (var m = 1; m <= profile.Markets; m++)
            builder.Public($"price {m}", begin.Tables.Market(builder, builder.Constant(Fr.FromUInt64((ulong)m)), Relation<Fr>.Of()).Price);
    }
}

/// <summary>The circuits of the profiles, compiled once, and what they say of a case.</summary>
internal static class GlobalCircuits
{
    private static readonly Dictionary<int, Lazy<Circuit<Fr, GlobalCase>>> _circuits =
        PerpetualProfile.All.ToDictionary(p => p.Size, p => new Lazy<Circuit<Fr, GlobalCase>>(() => Circuit.Compile(new GlobalCircuit(p))));

    public static Circuit<Fr, GlobalCase> Compiled(this GlobalCase globals) => _circuits[globals.Profile.Size].Value;

    /// <summary>The public inputs of a case, by name, that the circuit accepts; the reference must agree with each of them that it knows.</summary>
    public static IReadOnlyDictionary<string, Fr> Accept(this GlobalCase globals)
    {
        using var assignment = globals.Compiled().Assign(globals, 1);
        Assert.That(WitnessChecker<Fr>.Check(globals.Compiled().Compiled, assignment), Is.Empty);
        var outputs = globals.Compiled().PublicInputs.Zip(assignment.PublicInputs).ToDictionary(p => p.First, p => p.Second);
        if (globals.Batch is not var (state, batch))
            return outputs;
        Assert.That(PerpetualReference.TryApply(state, batch, out var transition, out var violation), Is.True, () => violation!.ToString());
        Assert.That(outputs["prevRoot"], Is.EqualTo(transition!.Before.Root));
        Assert.That(outputs["nextRoot"], Is.EqualTo(transition.After.Root));
        Assert.That(GlobalWitness.Create(transition, globals.Profile).OracleTicks.SelectMany(t => t.Prices), Is.EqualTo(globals.Globals.OracleTicks.SelectMany(t => t.Prices)));
        var words = transition.Words(globals.Profile).List;
        var ticks = outputs.Where(o => o.Key.Contains("tick", StringComparison.Ordinal)).Select(o => o.Value).ToArray();
        Assert.That(ticks, Is.EqualTo(words.Skip(PerpetualData.HeaderWords).Take(ticks.Length)));
        return outputs;
    }

    /// <summary>Asserts that circuit and reference refuse a case, and that rows or copies of a scope do.</summary>
    public static void Refuse(this GlobalCase globals, string caughtBy)
    {
        globals.RefuseCheat(caughtBy);
        if (globals.Batch is var (state, batch))
            Assert.That(PerpetualReference.TryApply(state, batch, out _, out _), Is.False, "the reference accepts what the circuit refuses");
    }

    /// <summary>Asserts that the circuit refuses a witness that stands for no batch, with some of its wires replaced.</summary>
    public static void RefuseCheat(this GlobalCase globals, string caughtBy, params (Wire, Fr)[] lies)
    {
        var failures = CircuitAssert.Rejects(globals.Compiled(), globals, lies);
        Assert.That(failures.Select(f => f.Label), Has.Some.Contains(caughtBy), string.Join('\n', failures));
    }

    /// <summary>Asserts that the circuit accepts a case and leads to these markets and scalars.</summary>
    public static IReadOnlyDictionary<string, Fr> LeadsTo(this GlobalCase globals, PerpetualScalars scalars, params IReadOnlyList<MarketState> firstMarkets)
    {
        var outputs = globals.Accept();
        var witness = globals.Globals;
        Assert.That(outputs["prevRoot"], Is.EqualTo(Root(GlobalCircuit.Accounts, witness.Markets, witness.PreviousTime, witness.Scalars)));
        IReadOnlyList<MarketState> markets = [.. firstMarkets, .. witness.Markets.Skip(firstMarkets.Count)];
        Assert.That(outputs["nextRoot"], Is.EqualTo(Root(GlobalCircuit.Accounts, markets, witness.Time, scalars)));
        return outputs;
    }

    private static Fr Root(Fr accounts, IReadOnlyList<MarketState> markets, uint time, PerpetualScalars scalars) =>
        Poseidon2.Hash(HashDomains.PerpetualState, [accounts, Poseidon2.Hash(HashDomains.PerpetualMarkets, [.. markets.SelectMany(m => m.Elements)]), scalars.Element(time)]);
}
