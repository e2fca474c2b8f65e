using System.Numerics;
using Zk.Circuits.Settlement;

namespace Zk.Circuits.Tests.Settlement;

/// <summary>What a place is opened for.</summary>
internal enum PlaceRole
{
    Debit,
    Credit,
    Fees,
}

/// <summary>What a cheating operator says of a place when he opens it; slots count from 0, the fee account is opened after the last one.</summary>
internal delegate PaymentsPlace PlaceLie(int slot, PlaceRole role, PaymentsPlace place);

/// <summary>
/// Applies operations without judging them, in integers that the field reduces, and opens every place that a proof needs. So for a batch that
/// breaks one rule it yields the witness that breaks nothing else: what a cheating operator would use. A lie about a place is carried on as the
/// circuit would: into the balances, the leaf, the later roots and openings and the statement.
/// </summary>
internal sealed class ForcedPayments
{
    private readonly PaymentsBatch _batch;
    private readonly PlaceLie _lie;
    private readonly List<PaymentsSlot> _slots = [];
    private SparseMerkleTree<PaymentsPlace> _tree;

    private ForcedPayments(AccountTree state, PaymentsBatch batch, PlaceLie? lie)
    {
        _batch = batch;
        _lie = lie ?? ((_, _, place) => place);
        _tree = SparseMerkleTree<PaymentsPlace>.Create([.. state.Accounts.Select(a => (a.Index, Place(a.Index, a.Account), a.Account.Leaf))]);
    }

    /// <summary>The witness, and the root that the circuit would arrive at.</summary>
    public static PaymentsWitness Create(AccountTree state, PaymentsBatch batch, int capacity, Fr challenge, PlaceLie? lie = null)
    {
        var run = new ForcedPayments(state, batch, lie);
        for (var i = 0; i < capacity; i++)
            run.Apply(i < batch.Operations.Count ? batch.Operations[i] : null);
        var feeAccount = run.Open(batch.FeeAccount, PlaceRole.Fees);
        return new PaymentsWitness(batch.Context.Domain.Value, state.Root, challenge, batch.Time, run._slots, feeAccount);
    }

    private static PaymentsPlace Place(uint index, Account account) => new(index, true, account.PublicKey, account.Balance, account.Nonce, []);

    private void Apply(Operation? operation)
    {
        var signed = operation as SignedOperation;
        var root = _tree.Root;
        var debit = Open(signed?.From ?? 0, PlaceRole.Debit);
        var (taken, used) = signed is null ? (BigInteger.Zero, 0) : (new BigInteger(signed.Amount) + signed.Fee, 1);
        Set(debit with { Balance = debit.Balance - taken, Nonce = debit.Nonce + used });
        var slot = new PaymentsSlot(false, false, false, 0, operation?.Amount ?? 0, 0, 0, _batch.Time, PaymentsSlot.NoSignature, root, debit, debit);
        if (signed is not null)
            slot = slot with { Fee = signed.Fee, Expiry = signed.Expiry, Signature = signed.Signature!.Value };
        slot = operation switch
        {
            Deposit deposit => slot with
            {
                IsDeposit = true,
                QueueId = deposit.QueueId,
                Credit = Open(deposit.Account, PlaceRole.Credit, deposit.PublicKey),
            },
            Transfer transfer => slot with { IsTransfer = true, Credit = Open(transfer.To, PlaceRole.Credit) },
            Withdrawal withdrawal => slot with { IsWithdrawal = true, Recipient = withdrawal.Recipient.Value, Credit = Open(0, PlaceRole.Credit) },
            _ => slot with { Credit = Open(0, PlaceRole.Credit) },
        };
        var given = operation is Deposit or Transfer ? operation.Amount : 0;
        Set(slot.Credit with { Exists = slot.Credit.Exists || slot.IsDeposit, Balance = slot.Credit.Balance + given });
        _slots.Add(slot);
    }

    private PaymentsPlace Open(uint index, PlaceRole role, EdwardsPoint? key = null)
    {
        var place = _tree.TryGet(index, out var found) && found.Exists ? found : new PaymentsPlace(index, false, BabyJubJub.Base, 0, 0, []);
        return _lie(_slots.Count, role, place with { Key = key ?? place.Key, Siblings = _tree.Siblings(index) });
    }

    /// <summary>The leaf as the circuit makes it: 0 where nothing exists.</summary>
    private void Set(PaymentsPlace place)
    {
        var packed = Fr.FromBigInteger(place.Balance + (place.Nonce << 64));
        var leaf = place.Exists ? Poseidon2.Hash(HashDomains.AccountLeaf, [place.Key.X, place.Key.Y, packed]) : Fr.Zero;
        _tree = _tree.Set((uint)place.Index, place with { Siblings = [] }, leaf);
    }
}
