using System.Numerics;
using Zk.Circuits.Settlement;
using Zk.Curves;
using static Zk.Solidity.Tests.Settlement.SettlementWorld;

namespace Zk.Solidity.Tests.Settlement;

/// <summary>
/// A settlement contract of either family on the node, over a fresh token. The verifier is a stand-in that accepts the statement which the reference computes and no
/// other, so each batch compares the contract's public inputs with <see cref="SettlementStatement"/>.
/// </summary>
internal abstract class ContractWorld(Address token, ulong unit, Address verifier)
{
    /// <summary>The circuit of the verifier that counts from the start.</summary>
    public abstract string Circuit { get; }

    public ulong Unit { get; } = unit;

    public Address Token { get; } = token;

    public Address Verifier { get; } = verifier;

    public Address Contract { get; protected init; }

    /// <summary>The number of the next batch.</summary>
    public ulong Number { get; set; } = 1;

    /// <summary>D of the contract.</summary>
    public SettlementDomain Domain => new((ulong)Evm.ChainId, ToEthereum(Contract));

    public SettlementContext Context => new(Domain, Number, ToEthereum(Operator));

    /// <summary>Sends a transaction that must succeed.</summary>
    public Receipt Send(Address from, string function, params object[] arguments) => Must(Evm.Send(Contract, Abi.Call(function, arguments), from, ValueOf(function)));

    /// <summary>Sends a transaction in a block of a given time, which must succeed.</summary>
    public Receipt SendAt(long time, Address from, string function, params object[] arguments)
    {
        Evm.Request("evm_setNextBlockTimestamp", Hex.Of(time));
        return Send(from, function, arguments);
    }

    /// <summary>A call that must revert with a custom error.</summary>
    public void Refuses(string error, Address from, string function, params object[] arguments) => AssertRefused(Contract, error, from, function, arguments);

    /// <summary>A call in a block of a given time that must revert with a custom error.</summary>
    public void RefusesAt(long time, string error, Address from, string function, params object[] arguments)
    {
        MineAt(time);
        Refuses(error, from, function, arguments);
    }

    /// <summary>A word of what a view answers.</summary>
    public BigInteger Read(string function, params object[] arguments) => ReadWord(0, function, arguments);

    public BigInteger ReadWord(int index, string function, params object[] arguments)
    {
        var result = Evm.Call(Contract, Abi.Call(function, arguments));
        Assert.That(result.Success, Is.True, $"{function}: {result.Message}");
        return Abi.UintAt(result.Data, index);
    }

    public BigInteger TokenBalance(Address of) => Abi.UintAt(Evm.Call(Token, Abi.Call("balanceOf(address)", of)).Data, 0);

    /// <summary>Makes a deposit on L1.</summary>
    /// <returns>The operation with which a batch settles it.</returns>
    public Deposit Enqueue(uint account, ulong amount, Address? from = null, EdwardsPoint? key = null)
    {
        var id = (ulong)Read("nextDeposit()");
        var owner = key ?? Key(account);
        Send(from ?? Alice, MakeDeposit, account, Number256(owner.X), Number256(owner.Y), amount);

        // Unlike Ethereum's, blocks of the node may have equal times, and a deposit does not settle at its own.
        Evm.IncreaseTime(1);
        return new Deposit(id, account, owner, amount);
    }

    public object[] Expected(SettlementContext context, Fr previousRoot, Fr nextRoot, BatchData data, byte[]? digest = null, string? circuit = null)
    {
        var statement = SettlementStatement.Create(context, circuit ?? Circuit, digest ?? KeyDigest, previousRoot, nextRoot, data);
        Expect(statement);
        return [context.BatchNumber, digest ?? KeyDigest, Number256(nextRoot), Number256(statement.Commitment), data.List.Select(w => (object)Number256(w)).ToArray(), Array.Empty<byte>()];
    }

    public void Expect(SettlementStatement statement) =>
        Must(Evm.Send(Verifier, Abi.Call("expect(uint256[6])", [statement.ToArray().Select(x => (object)Number256(x)).ToArray()])));

    public bool Frozen => !Read("frozen()").IsZero;

    /// <summary>Lets the users hold tokens, which the contract may take.</summary>
    protected void FundUsers()
    {
        foreach (var user in Users)
        {
            Must(Evm.Send(Token, Abi.Call("mint(address,uint256)", user, BigInteger.Pow(10, 30)), user));
            Must(Evm.Send(Token, Abi.Call("approve(address,uint256)", Contract, BigInteger.Pow(10, 40)), user));
        }
    }
}
