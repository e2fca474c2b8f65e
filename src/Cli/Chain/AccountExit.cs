using System.Numerics;
using System.Text.Json.Nodes;
using Zk.Circuits.Settlement;

namespace Zk.Cli;

/// <summary>How an account's owner gets out without the operator: a withdrawal that must be served, a freeze if it is not, and the way out after it. docs/contracts.md, flows.</summary>
/// <param name="node">The contract.</param>
/// <param name="state">Its present state.</param>
/// <param name="sender">Who sends the transaction; it need not be the owner.</param>
internal sealed class AccountExit(SettlementNode node, AccountTree state, string sender)
{
    private const string WithdrawalType = "(uint32,uint32,uint32,uint64,uint64,address,uint256,uint256)";
    private const string SignatureType = "(uint256,uint256,uint256)";

    /// <summary>Publishes a signed withdrawal that a batch must contain in time. What the state does not allow is not sent: whoever refuses it would get the bond.</summary>
    /// <param name="path">The signed withdrawal.</param>
    /// <returns>The receipt, and what the request took along, in the chain's smallest unit.</returns>
    /// <exception cref="CliException">The state or the contract does not allow it (exit code 1); the file cannot be used (exit code 2).</exception>
    public async Task<(JsonObject Receipt, BigInteger Bond)> ForceAsync(string path)
    {
        var withdrawal = Read(path);
        var batch = new PaymentsBatch(new SettlementContext(node.Domain, 0, default), (uint)await node.TimeAsync().ConfigureAwait(false), withdrawal.From, [withdrawal]);
        if (!PaymentsReference.TryApply(state, batch, out _, out var violation))
            throw CliException.Invalid($"{path}: {violation.RuleName}: {violation.Detail}");
        var bond = await node.ReadAsync("REQUEST_BOND()").ConfigureAwait(false);
        var call = Add(Of($"forceWithdrawal({WithdrawalType},{SignatureType})", withdrawal), withdrawal.Signature!.Value);
        return (await node.Rpc.SendAsync(sender, node.Contract, call.Encode(), bond).ConfigureAwait(false), bond);
    }

    /// <summary>Freezes the contract for ever because no batch has served a request in time.</summary>
    /// <param name="path">The signed withdrawal that was requested.</param>
    /// <returns>The receipt.</returns>
    public Task<JsonObject> FreezeAsync(string path) => node.Rpc.SendAsync(sender, node.Contract, Of($"freeze({WithdrawalType})", Read(path)).Encode());

    /// <summary>Takes an account's whole balance out of a frozen contract. The order is signed here, and only after a freeze: it would be good for ever.</summary>
    /// <param name="account">The account's place.</param>
    /// <param name="recipient">Whom the balance is owed to then.</param>
    /// <param name="secretKey">The account's key.</param>
    /// <returns>The receipt, and the balance.</returns>
    /// <exception cref="CliException">The contract is not frozen, or the account or its key is another; exit code 1.</exception>
    public async Task<(JsonObject Receipt, ulong Balance)> EscapeAsync(uint account, EthereumAddress recipient, byte[] secretKey)
    {
        if ((await node.ReadAsync("frozen()").ConfigureAwait(false)).IsZero)
            throw CliException.Invalid("the contract is not frozen; an escape order must not be signed before");
        var place = state.Open(account);
        if (place.Account is not { } held)
            throw CliException.Invalid($"--account: the state has no account {account}");
        if (held.PublicKey != EdDsa.PublicKey(secretKey))
            throw CliException.Invalid($"--key: is not the key of account {account}");
        var call = ContractCall.Of($"escape(uint32,(uint256,uint256,uint64,uint32),uint256[32],address,{SignatureType})")
            .Add(account).Add(held.PublicKey.X.ToBigInteger()).Add(held.PublicKey.Y.ToBigInteger()).Add(held.Balance).Add(held.Nonce);
        foreach (var sibling in place.Siblings)
            call.Add(sibling.ToBigInteger());
        call = Add(call.Add(recipient.ToWord()), new EscapeOrder(account, recipient).Sign(secretKey, node.Domain.Value));
        return (await node.Rpc.SendAsync(sender, node.Contract, call.Encode()).ConfigureAwait(false), held.Balance);
    }

    private Withdrawal Read(string path) =>
        node.ReadOperation(path) as Withdrawal ?? throw CliException.BadFile(path, "operation.kind: only a withdrawal can be requested");

    /// <summary>A call of which the first argument is a withdrawal, with the key that the account has.</summary>
    private ContractCall Of(string function, Withdrawal w)
    {
        var key = state.Find(w.From)?.PublicKey ?? throw CliException.Invalid($"the state has no account {w.From}");
        return ContractCall.Of(function)
            .Add(w.From).Add(w.Nonce).Add(w.Expiry).Add(w.Amount).Add(w.Fee).Add(w.Recipient.ToWord()).Add(key.X.ToBigInteger()).Add(key.Y.ToBigInteger());
    }

    private static ContractCall Add(ContractCall call, EdDsaSignature signature) =>
        call.Add(signature.R.X.ToBigInteger()).Add(signature.R.Y.ToBigInteger()).Add(signature.S);
}
