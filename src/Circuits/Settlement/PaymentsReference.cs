using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Zk.Circuits.Settlement;

/// <summary>What one operation opened: the debited place in the state before it, then the credited one in the state after the debit.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Debit">The debited account before; null for a deposit.</param>
/// <param name="Credit">The credited place before; null for a withdrawal.</param>
/// <param name="State">The state after the operation.</param>
public sealed record PaymentsStep(Operation Operation, AccountOpening? Debit, AccountOpening? Credit, AccountTree State);

/// <summary>A batch that keeps all rules, with everything its proof opens.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Before">The state before it.</param>
/// <param name="Steps">One step for each operation.</param>
/// <param name="BeforeFees">The state after the last operation.</param>
/// <param name="TotalFees">The sum of the fees.</param>
/// <param name="FeeCredit">The fee account before it is paid; null when there are no fees.</param>
/// <param name="After">The state after the batch.</param>
public sealed record PaymentsTransition(
    PaymentsBatch Batch,
    AccountTree Before,
    IReadOnlyList<PaymentsStep> Steps,
    AccountTree BeforeFees,
    ulong TotalFees,
    AccountOpening? FeeCredit,
    AccountTree After)
{
    /// <summary>The public inputs of this transition for a circuit and key (<see cref="SettlementStatement.Create"/>).</summary>
    public SettlementStatement Statement(int capacity, string circuit, ReadOnlySpan<byte> keyDigest) =>
        SettlementStatement.Create(Batch.Context, circuit, keyDigest, Before.Root, After.Root, Batch.Data(capacity));
}

/// <summary>
/// The rules of payments in plain code. The sum of all balances changes by deposits minus withdrawals only: a transfer takes amount + fee from one
/// account and gives the amount to another, a withdrawal takes amount + fee, and all fees go to the fee account at the end.
/// </summary>
public sealed class PaymentsReference
{
    private readonly PaymentsBatch _batch;
    private readonly List<PaymentsStep> _steps = [];
    private readonly HashSet<ulong> _queueIds = [];
    private AccountTree _state;
    private UInt128 _fees;

    private PaymentsReference(AccountTree state, PaymentsBatch batch)
    {
        _state = state;
        _batch = batch;
    }

    /// <summary>Applies a batch to a state.</summary>
    /// <param name="state">The state before; it is not changed.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="transition">The transition, when every rule is kept.</param>
    /// <param name="violation">The first rule broken, otherwise.</param>
    public static bool TryApply(
        AccountTree state,
        PaymentsBatch batch,
        [NotNullWhen(true)] out PaymentsTransition? transition,
        [NotNullWhen(false)] out PaymentsViolation? violation)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(batch);
        var run = new PaymentsReference(state, batch);
        transition = null;
        foreach (var operation in batch.Operations)
        {
            violation = run.Settle(operation);
            if (violation is not null)
                return false;
        }

        var last = run._state;
        violation = run.PayFees(out var feeCredit);
        if (violation is not null)
            return false;
        transition = new PaymentsTransition(batch, state, run._steps, last, (ulong)run._fees, feeCredit, run._state);
        return true;
    }

    private PaymentsViolation? Settle(Operation operation) => operation switch
    {
        Deposit deposit => Settle(deposit),
        SignedOperation signed => Settle(signed),
        _ => throw new ArgumentException($"no rule settles {operation.GetType().Name}", nameof(operation)),
    };

    private PaymentsViolation? Settle(Deposit deposit)
    {
        if (!_queueIds.Add(deposit.QueueId))
            return Broken(PaymentsRule.DuplicateQueueId, $"another deposit of the batch has queue id {deposit.QueueId}");
        if (!EdDsa.CheckPublicKey(deposit.PublicKey, out var reason))
            return Broken(PaymentsRule.BadKey, reason);
        var place = _state.Open(deposit.Account);
        var account = place.Account ?? new Account(deposit.PublicKey, 0, 0);
        if (account.PublicKey != deposit.PublicKey)
            return WrongKey(deposit.Account);
        return Credit(deposit.Account, account, deposit.Amount) ?? Record(deposit, null, place);
    }

    private PaymentsViolation? Settle(SignedOperation operation)
    {
        var debit = _state.Open(operation.From);
        if (debit.Account is not { } sender)
            return Unknown(operation.From);
        if (Judge(operation, sender) is { } refused)
            return refused;
        var left = sender.Balance - ((BigInteger)operation.Amount + operation.Fee);
        if (left < 0)
            return Broken(PaymentsRule.Overdraft, $"account {operation.From} holds {sender.Balance}, not {operation.Amount} and a fee of {operation.Fee}");
        _state = _state.SetTrusted(operation.From, sender with { Balance = (ulong)left, Nonce = sender.Nonce + 1 });
        _fees += operation.Fee;
        if (operation is not Transfer transfer)
            return Record(operation, debit, null);
        if (transfer.To == transfer.From)
            return Broken(PaymentsRule.SelfTransfer, $"account {transfer.From} is sender and receiver");
        var credit = _state.Open(transfer.To);
        if (credit.Account is not { } receiver)
            return Unknown(transfer.To);
        if (receiver.PublicKey != transfer.ToKey)
            return WrongKey(transfer.To);
        return Credit(transfer.To, receiver, transfer.Amount) ?? Record(operation, debit, credit);
    }

    /// <summary>Whether the sender has allowed this operation, now and once.</summary>
    private PaymentsViolation? Judge(SignedOperation operation, Account sender)
    {
        if (operation.Expiry < _batch.Time)
            return Broken(PaymentsRule.Expired, $"it expired at {operation.Expiry}, the batch time is {_batch.Time}");
        if (operation.Nonce != sender.Nonce)
            return Broken(PaymentsRule.WrongNonce, $"account {operation.From} has nonce {sender.Nonce}, not {operation.Nonce}");
        if (sender.Nonce == uint.MaxValue)
            return Broken(PaymentsRule.NonceExhausted, $"account {operation.From} has used its last nonce");
        if (operation.Signature is not { } signature)
            return Broken(PaymentsRule.BadSignature, "it is not signed");
        return EdDsa.Verify(sender.PublicKey, operation.Message(_batch.Context.Domain.Value), signature, out var reason)
            ? null
            : Broken(PaymentsRule.BadSignature, reason);
    }

    private PaymentsViolation? PayFees(out AccountOpening? credit)
    {
        credit = null;
        if (_fees == 0)
            return null;
        credit = _state.Open(_batch.FeeAccount);
        return credit.Account is { } account ? Credit(_batch.FeeAccount, account, _fees) : Unknown(_batch.FeeAccount);
    }

    private PaymentsViolation? Credit(uint index, Account account, UInt128 amount)
    {
        var balance = account.Balance + amount;
        if (balance > ulong.MaxValue)
            return Broken(PaymentsRule.BalanceOverflow, $"account {index} holds {account.Balance} and cannot take {amount} more");
        _state = _state.SetTrusted(index, account with { Balance = (ulong)balance });
        return null;
    }

    private PaymentsViolation? Record(Operation operation, AccountOpening? debit, AccountOpening? credit)
    {
        _steps.Add(new PaymentsStep(operation, debit, credit, _state));
        return null;
    }

    private PaymentsViolation Unknown(uint index) => Broken(PaymentsRule.UnknownAccount, $"account {index} does not exist");

    private PaymentsViolation WrongKey(uint index) => Broken(PaymentsRule.WrongKey, $"account {index} has another key");

    private PaymentsViolation Broken(PaymentsRule rule, string detail) =>
        new(rule, _steps.Count < _batch.Operations.Count ? _steps.Count : null, detail);
}
