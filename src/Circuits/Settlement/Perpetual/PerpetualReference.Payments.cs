using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>Deposits, transfers and withdrawals.</summary>
public sealed partial class PerpetualReference
{
    private void Settle(Deposit deposit)
    {
        CheckAmounts(deposit.Amount);
        if (_run.QueueIds.Contains(deposit.QueueId))
            Break(PerpetualRule.DuplicateQueueId, $"another deposit of the batch has queue id {deposit.QueueId}");
        if (!EdDsa.CheckPublicKey(deposit.PublicKey, out var reason))
            Break(PerpetualRule.BadKey, reason);
        var account = _run.Find(deposit.Account) ?? PerpetualAccount.Create(deposit.PublicKey);
        CheckKey(deposit.Account, account, deposit.PublicKey);
        var access = Credit(deposit.Account, account, deposit.Amount);
        _run.Commit(new DepositStep(deposit, access, _run.Scalars), [access], deposited: deposit.Amount);
        _run.QueueIds.Add(deposit.QueueId);
    }

    private void Settle(Transfer transfer)
    {
        var sender = Debit(transfer);
        if (transfer.To == transfer.From)
            Break(PerpetualRule.SelfTransfer, $"account {transfer.From} is sender and receiver");
        var account = Existing(transfer.To);
        CheckKey(transfer.To, account, transfer.ToKey);
        var receiver = Credit(transfer.To, account, transfer.Amount);
        _run.Commit(new TransferStep(transfer, sender, receiver, _run.Scalars), [sender, receiver], fees: transfer.Fee);
    }

    private void Settle(Withdrawal withdrawal)
    {
        var access = Debit(withdrawal);
        _run.Commit(new WithdrawalStep(withdrawal, access, _run.Scalars), [access], fees: withdrawal.Fee, withdrawn: withdrawal.Amount);
    }

    /// <summary>Takes amount and fee from the account that signed for it; it must be healthy afterwards.</summary>
    private AccountAccess Debit(SignedOperation operation)
    {
        var account = Existing(operation.From);
        CheckAmounts(operation.Amount, operation.Fee);
        if (operation.Expiry < _batch.Time)
            Break(PerpetualRule.Expired, $"it expired at {operation.Expiry}, the batch time is {_batch.Time}");
        if (operation.Nonce != account.Nonce)
            Break(PerpetualRule.WrongNonce, $"account {operation.From} has nonce {account.Nonce}, not {operation.Nonce}");
        if (account.Nonce == uint.MaxValue)
            Break(PerpetualRule.NonceExhausted, $"account {operation.From} has used its last nonce");
        CheckSignature(account.PublicKey, operation.Message(_domain), operation.Signature);
        var open = Open(operation.From);
        var change = Changed(open, -((BigInteger)operation.Amount + operation.Fee));
        Break(change.Faults);
        if (!change.Value.IsHealthy)
            Break(PerpetualRule.Margin, $"account {operation.From} would be worth {change.Value.Total} in .32, with an initial margin of {change.Value.Initial} in .64");
        return Keep(open, change, UseNonce);
    }

    private static PerpetualAccount UseNonce(PerpetualAccount account) => account with { Nonce = unchecked(account.Nonce + 1) };

    private void CheckKey(uint index, PerpetualAccount account, EdwardsPoint key)
    {
        if (account.PublicKey != key)
            Break(PerpetualRule.WrongKey, $"account {index} has another key");
    }

    private void CheckAmounts(params ReadOnlySpan<ulong> amounts)
    {
        foreach (var amount in amounts)
        {
            if (amount >= PerpetualUnits.AmountLimit)
                Break(PerpetualRule.AmountTooLarge, $"{amount} is not below 2^63");
        }
    }
}
