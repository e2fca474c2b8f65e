namespace Zk.Solidity.Tests;

/// <summary>One node for all tests of this assembly, started when the first test asks for it.</summary>
[SetUpFixture]
public sealed class EvmLifetime
{
    private static readonly Lazy<AnvilNode> _node = new(AnvilNode.Start);
    private static readonly Lazy<EvmClient> _client = new(() => new EvmClient(_node.Value.Address));

    /// <summary>The node's client.</summary>
    internal static EvmClient Evm => _client.Value;

    /// <summary>Where the node answers, for programs that talk to it by themselves.</summary>
    internal static Uri Url => _node.Value.Address;

    [OneTimeTearDown]
    public void Stop()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
        if (_node.IsValueCreated)
            _node.Value.Dispose();
    }
}
