using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Circuits.Settlement.Perpetual;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.PerpetualWorld;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>The configuration that batches keep to: who changes it, when, and that everybody can leave before.</summary>
[TestFixture]
public sealed class PerpetualConfigTests
{
    private const string Activate = "activateConfig()";
    private const string Withdraw = "withdrawConfig()";
    private const string WrongConfig = "WrongConfig(uint256)";
    private const string NoneAnnounced = "NoConfigAnnounced()";

    private static readonly PerpetualConfig _next = SampleConfig(2);

    private PerpetualWorld _world = null!;

    [SetUp]
    public void Start() => _world = new PerpetualWorld();

    [Test]
    public void ABatchKeepsToTheConfigurationInForce()
    {
        var hash = HashOf(_world.Config);
        Assert.That(_world.Read("configHash()"), Is.EqualTo(hash));
        foreach (var bit in new[] { 0, 127, 128, 253 })
            _world.RefusesBatch(WrongConfig, new(Config: hash ^ (BigInteger.One << bit)));
        _world.RefusesBatch(WrongConfig, new(Config: 0));

        // Halves that are none, though their sum is the hash.
        var words = _world.Data(new()).List.ToArray();
        (words[2], words[3]) = (words[2] + Fr.FromBigInteger(BigInteger.One << 128), words[3] - Fr.One);
        _world.Refuses(WrongConfig, Operator, Settle, _world.Arguments(new BatchData(words)));
        _world.Submit(new());
    }

    [Test]
    public void AConfigurationCountsAfterItsDelay()
    {
        var receipt = _world.Send(Governor, Announce, [Elements(_next)]);
        var announced = receipt.Logs.Single();
        var from = Now + (14 * Day);
        Assert.That(Abi.UintAt(announced.Topics[1], 0), Is.EqualTo(HashOf(_next)));
        Assert.That(Abi.UintAt(announced.Data, 0), Is.EqualTo(new BigInteger(from)));
        for (var i = 0; i < 58; i++)
            Assert.That(Abi.UintAt(announced.Data, 3 + i), Is.EqualTo((BigInteger)Elements(_next)[i]));
        _world.RefusesAt(from - 1, "ConfigTooSoon(uint256)", Stranger, Activate);
        _world.RefusesBatch(WrongConfig, new(Config: HashOf(_next)));
        receipt = _world.SendAt(from, Stranger, Activate);
        Assert.That(receipt.Logs.Single().Topics[0], Is.EqualTo(Abi.Topic("ConfigChanged(uint256)")));
        _world.RefusesBatch(WrongConfig, new());
        _world.Config = _next;
        _world.Submit(new());
        _world.Refuses(NoneAnnounced, Stranger, Activate);
    }

    [Test]
    public void AnAnnouncedConfigurationCanBeWithdrawnOrReplaced()
    {
        _world.Refuses(NoneAnnounced, Governor, Withdraw);
        _world.Send(Governor, Announce, [Elements(_next)]);
        _world.Send(Governor, Withdraw);
        Evm.IncreaseTime(14 * Day);
        _world.Refuses(NoneAnnounced, Stranger, Activate);

        // Another one starts the delay anew.
        _world.Send(Governor, Announce, [Elements(_next)]);
        Evm.IncreaseTime(13 * Day);
        _world.Send(Governor, Announce, [Elements(SampleConfig(1) with { PriceValidity = 1 })]);
        Evm.IncreaseTime(2 * Day);
        _world.Refuses("ConfigTooSoon(uint256)", Stranger, Activate);
        Evm.IncreaseTime(12 * Day);
        _world.Send(Stranger, Activate);
        Assert.That(_world.Read("configHash()"), Is.EqualTo(HashOf(SampleConfig(1) with { PriceValidity = 1 })));
    }

    [Test]
    public void OnlyTheGovernorConfigures()
    {
        foreach (var sender in new[] { Operator, Guardian, Stranger })
        {
            _world.Refuses("OwnableUnauthorizedAccount(address)", sender, Announce, [Elements(_next)]);
            _world.Refuses("OwnableUnauthorizedAccount(address)", sender, Withdraw);
        }
    }

    [Test]
    public void AConfigurationIsElementsOfTheFieldForAllMarkets()
    {
        var elements = Elements(_next);
        _world.Refuses("WrongConfigLength(uint256)", Governor, Announce, [elements[..^1]]);
        _world.Refuses("WrongConfigLength(uint256)", Governor, Announce, [elements.Append(BigInteger.Zero).ToArray()]);
        foreach (var i in new[] { 0, 17, elements.Length - 1 })
        {
            var changed = elements.ToArray();
            changed[i] = (BigInteger)changed[i] + Fr.Characteristic;
            _world.Refuses("NotReduced()", Governor, Announce, [changed]);
        }
    }

    [Test]
    public void AUserLeavesBeforeAConfigurationThatItDoesNotTrustCounts() =>
        Assert.That(_world.Read("FORCED_PERIOD()") + _world.Read("MAX_PAUSE()"), Is.LessThan(_world.Read("CONFIG_DELAY()")));

    private object[] Elements(PerpetualConfig config) => ElementsOf(config, _world.Profile.Markets);

    private BigInteger HashOf(PerpetualConfig config) => Number256(config.Hash(_world.Profile.Markets));
}
