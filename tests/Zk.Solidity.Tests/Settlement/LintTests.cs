using Zk.Testing;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>solhint has nothing to say about the contracts; of solc's warnings the build makes errors.</summary>
[TestFixture]
public sealed class LintTests
{
    [Test]
    public void SolhintHasNothingToSay() => Assert.That(NodeOracle.Run("npm", ["run", "--silent", "lint"], SettlementArtifacts.Folder).Trim(), Is.Empty);
}
