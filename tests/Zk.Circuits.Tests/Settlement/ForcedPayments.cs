using System.Numerics;
using Zk.Circuits.Settlement;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>
/// Applies operations without judging them, in integers that the field reduces, and opens every place that a proof needs. So for a batch that
/// breaks one rule it yields the witness that breaks nothing else: what a cheating operator would use.
/// </summary>
internal sealed class ForcedPayments
{
    private readonly PaymentsBatch _batch;
    private readonly List<PaymentsSlot> _slots = [];
    private SparseMerkleTree<PaymentsPlace> _tree;
    private BigInteger _fees;

    private ForcedPayments(AccountTree state, PaymentsBatch batch)
    {
        _batch = batch;
        _tree = SparseMerkleTree<PaymentsPlace>.Create([.. state.Accounts.Select(a => (a.Index, Place(a.Index, a.Account), a.Account.Leaf))]);
    }

    /// <summary>The witness, and the root that the circuit would arrive at.</summary>
    public static PaymentsWitness Create(AccountTree state, PaymentsBatch batch, int capacity, Fr challenge)
    {
        var run = new ForcedPayments(state, batch);
        foreach (var operation in batch.Operations)
            run.Apply(operation);
        var root = run._tree.Root;
        while (run._slots.Count < capacity)
            run._slots.Add(run.Blank() with { Root = root });
        return new PaymentsWitness(batch.Context.Domain.Value, state.Root, challenge, batch.Time, run._slots, run.Open(batch.FeeAccount));
    }

    private static PaymentsPlace Place(uint index, Account account) => new(index, true, account.PublicKey, account.Balance, account.Nonce, []);

    private void Apply(Operation operation)
    {
        var slot = Blank() with { Amount = operation.Amount };
        if (operation is SignedOperation signed)
        {
            slot = slot with { Fee = signed.Fee, Expiry = signed.Expiry, Signature = signed.Signature!.Value, Debit = Open(signed.From) };
            _fees += signed.Fee;
            Set(signed.From, slot.Debit with { Balance = slot.Debit.Balance - signed.Amount - signed.Fee, Nonce = slot.Debit.Nonce + 1 });
        }

        slot = operation switch
        {
            Deposit deposit => slot with { IsDeposit = true, QueueId = deposit.QueueId, Credit = Open(deposit.Account) with { Key = deposit.PublicKey } },
            Transfer transfer => slot with { IsTransfer = true, Credit = Open(transfer.To) },
            Withdrawal withdrawal => slot with { IsWithdrawal = true, Recipient = withdrawal.Recipient.Value, Credit = Open(0) },
            _ => throw new ArgumentException("no such operation", nameof(operation)),
        };
        if (operation is not Withdrawal)
            Set((uint)slot.Credit.Index, slot.Credit with { Balance = slot.Credit.Balance + operation.Amount });
        _slots.Add(slot);
    }

    private PaymentsSlot Blank() =>
        new(false, false, false, 0, 0, 0, 0, _batch.Time, PaymentsSlot.NoSignature, _tree.Root, Open(0), Open(0));

    private PaymentsPlace Open(uint index)
    {
        var place = _tree.TryGet(index, out var found) ? found : new PaymentsPlace(index, false, BabyJubJub.Base, 0, 0, []);
        return place with { Siblings = _tree.Siblings(index) };
    }

    private void Set(uint index, PaymentsPlace place)
    {
        var packed = Fr.FromBigInteger(place.Balance + (place.Nonce << 64));
        var leaf = Poseidon2.Hash(HashDomains.AccountLeaf, [place.Key.X, place.Key.Y, packed]);
        _tree = _tree.Set(index, place with { Exists = true, Siblings = [] }, leaf);
    }
}
