using System.Numerics;

namespace Zk.Circuits.Settlement;

/// <summary>
/// The secret inputs of <see cref="PaymentsCircuit"/>, in the form in which the circuit takes them. It holds whatever it is given, so tests can ask
/// the circuit to prove false statements.
/// </summary>
/// <param name="Domain">D.</param>
/// <param name="PreviousRoot">The root before the batch.</param>
/// <param name="Challenge">z.</param>
/// <param name="Time">The batch time.</param>
/// <param name="Slots">One for each slot of the circuit.</param>
/// <param name="FeeAccount">The place that the fees go to, in the state after the last operation.</param>
public sealed record PaymentsWitness(
    Fr Domain, Fr PreviousRoot, Fr Challenge, BigInteger Time, IReadOnlyList<PaymentsSlot> Slots, PaymentsPlace FeeAccount)
{
    /// <summary>The witness of a valid transition.</summary>
    /// <param name="transition">The transition.</param>
    /// <param name="statement">Its public inputs.</param>
    /// <param name="capacity">Slots of the circuit.</param>
    public static PaymentsWitness Create(PaymentsTransition transition, SettlementStatement statement, int capacity)
    {
        ArgumentNullException.ThrowIfNull(transition);
        ArgumentNullException.ThrowIfNull(statement);
        var batch = transition.Batch;
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, batch.Operations.Count);
        var slots = new List<PaymentsSlot>(capacity);
        var before = transition.Before;
        foreach (var step in transition.Steps)
        {
            slots.Add(PaymentsSlot.Of(step, before, batch.Time));
            before = step.State;
        }

        var unused = PaymentsSlot.Unused(transition.BeforeFees, batch.Time);
        while (slots.Count < capacity)
            slots.Add(unused);
        var feeAccount = PaymentsPlace.Of(transition.BeforeFees.Open(batch.FeeAccount));
        return new PaymentsWitness(statement.Domain, statement.PreviousRoot, statement.Challenge, batch.Time, slots, feeAccount);
    }
}

/// <summary>A place of the account tree as a circuit opens it. For an empty place the account's values do not matter but for the key.</summary>
/// <param name="Index">The place.</param>
/// <param name="Exists">Whether an account is there.</param>
/// <param name="Key">Its key; for an empty place, the key that a deposit names or any other good key.</param>
/// <param name="Balance">Its balance.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Siblings">The siblings from the leaf up.</param>
public sealed record PaymentsPlace(
    BigInteger Index, bool Exists, EdwardsPoint Key, BigInteger Balance, BigInteger Nonce, IReadOnlyList<Fr> Siblings)
{
    /// <summary>A place as it is.</summary>
    public static PaymentsPlace Of(AccountOpening opening, EdwardsPoint? keyIfEmpty = null)
    {
        ArgumentNullException.ThrowIfNull(opening);
        var account = opening.Account ?? new Account(keyIfEmpty ?? BabyJubJub.Base, 0, 0);
        return new PaymentsPlace(opening.Index, opening.Account is not null, account.PublicKey, account.Balance, account.Nonce, opening.Siblings);
    }
}

/// <summary>The secret inputs of one slot.</summary>
/// <param name="IsDeposit">Whether it is a deposit.</param>
/// <param name="IsWithdrawal">Whether it is a withdrawal.</param>
/// <param name="IsTransfer">Whether it is a transfer.</param>
/// <param name="QueueId">A deposit's queue entry, else 0.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Fee">The fee.</param>
/// <param name="Recipient">A withdrawal's L1 address, else 0.</param>
/// <param name="Expiry">The expiry; the batch time where nothing is signed.</param>
/// <param name="Signature">The signature; <see cref="NoSignature"/> where nothing is signed.</param>
/// <param name="Root">The root before the slot.</param>
/// <param name="Debit">The debited place, or place 0.</param>
/// <param name="Credit">The credited place in the tree after the debit, or place 0.</param>
public sealed record PaymentsSlot(
    bool IsDeposit,
    bool IsWithdrawal,
    bool IsTransfer,
    BigInteger QueueId,
    BigInteger Amount,
    BigInteger Fee,
    BigInteger Recipient,
    BigInteger Expiry,
    EdDsaSignature Signature,
    Fr Root,
    PaymentsPlace Debit,
    PaymentsPlace Credit)
{
    private static readonly byte[] _nobody = Keccak256.Hash("zk/payments/nobody/1"u8);

    /// <summary>
    /// The key whose fixed signature of 0 is verified in a slot that needs none. Its secret is public; it has no meaning anywhere else.
    /// </summary>
    public static EdwardsPoint NoKey { get; } = EdDsa.PublicKey(_nobody);

    /// <summary>The signature of 0 by <see cref="NoKey"/>.</summary>
    public static EdDsaSignature NoSignature { get; } = EdDsa.Sign(_nobody, Fr.Zero);

    /// <summary>A slot without operation.</summary>
    public static PaymentsSlot Unused(AccountTree state, uint time)
    {
        ArgumentNullException.ThrowIfNull(state);
        var place = PaymentsPlace.Of(state.Open(0));
        return new PaymentsSlot(false, false, false, 0, 0, 0, 0, time, NoSignature, state.Root, place, place);
    }

    /// <summary>The slot of an operation.</summary>
    /// <param name="step">What the operation opened.</param>
    /// <param name="before">The state before it.</param>
    /// <param name="time">The batch time.</param>
    public static PaymentsSlot Of(PaymentsStep step, AccountTree before, uint time)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(before);
        var slot = Unused(before, time) with { Amount = step.Operation.Amount };
        if (step.Operation is SignedOperation signed)
            slot = slot with { Fee = signed.Fee, Expiry = signed.Expiry, Signature = signed.Signature!.Value, Debit = PaymentsPlace.Of(step.Debit!) };
        return step.Operation switch
        {
            Deposit deposit => slot with
            {
                IsDeposit = true,
                QueueId = deposit.QueueId,
                Credit = PaymentsPlace.Of(step.Credit!, deposit.PublicKey),
            },
            Withdrawal withdrawal => slot with
            {
                IsWithdrawal = true,
                Recipient = withdrawal.Recipient.Value,
                Credit = PaymentsPlace.Of(step.State.Open(0)),
            },
            _ => slot with { IsTransfer = true, Credit = PaymentsPlace.Of(step.Credit!) },
        };
    }
}
