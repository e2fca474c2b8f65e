using System.Numerics;

namespace Zk.Circuits;

/// <summary>One of the slots in which signers of a list sign.</summary>
/// <param name="Used">Whether somebody signs here.</param>
/// <param name="Signer">The signer's place in the list; ignored where nobody signs.</param>
/// <param name="Message">What is signed; ignored where nobody signs.</param>
/// <param name="R">R of the signature.</param>
/// <param name="S">S of the signature.</param>
public readonly record struct SignerSlot(Bit Used, UInt Signer, Wire Message, (Wire X, Wire Y) R, Wire S);

/// <summary>Signatures by at least k of the n members of a committed list, each over a message of its own.</summary>
public static class ThresholdSignatures
{
    /// <summary>
    /// The list of keys that a digest commits to: <see cref="Poseidon2.Hash"/> of [x_0, y_0, x_1, y_1, ...], which fixes their number too. 24 rows a key.
    /// The keys need not be valid, since a signature under one that is not is refused; that they differ is for whoever makes the list to see to.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="domain">The hash's domain.</param>
    /// <param name="digest">The digest.</param>
    /// <param name="keys">The keys, from the prover.</param>
    public static PairArray<Fr> SignerList(this CircuitBuilder<Fr> builder, ulong domain, Wire digest, IReadOnlyList<(Wire X, Wire Y)> keys)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(keys);
        using var scope = builder.Scope("signer list");
        var array = builder.AddArray("keys", keys);
        builder.AssertEqual(builder.Poseidon2Hash(domain, [.. keys.SelectMany(k => new[] { k.X, k.Y })]), digest);
        return array;
    }

    /// <summary>
    /// Asserts that at least <paramref name="quorum"/> different members of a list have signed: one in each used slot, over the slot's message. Used
    /// slots come first, their signers in strictly ascending order. 520 rows a slot.
    /// </summary>
    /// <remarks>
    /// A used slot looks up its key at its signer's place, which the lookup proves to be in the list, and asserts the signature; an unused one asserts
    /// nothing and does not count. The order is proven of places as they are compared: an unused slot counts as place n + its number, above all
    /// real ones, so no used slot can follow it and no member can sign twice.
    /// </remarks>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="signers">The list.</param>
    /// <param name="slots">The slots, at least one.</param>
    /// <param name="quorum">How many must sign.</param>
    /// <returns>How many have signed.</returns>
    public static UInt AssertThreshold(this CircuitBuilder<Fr> builder, PairArray<Fr> signers, IReadOnlyList<SignerSlot> slots, UInt quorum)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(signers);
        ArgumentNullException.ThrowIfNull(slots);
        ArgumentOutOfRangeException.ThrowIfZero(slots.Count);
        using var scope = builder.Scope("threshold");
        var last = signers.Count + slots.Count - 1;
        UInt? previous = null;
        for (var i = 0; i < slots.Count; i++)
        {
            var slot = slots[i];
            var place = new UInt(
                builder.SelectConstant(slot.Used, slot.Signer, Fr.FromUInt64((ulong)(signers.Count + i))),
                Math.Max(slot.Signer.Bits, (int)((BigInteger)last).GetBitLength()));
            if (previous is { } before)
                builder.AssertLess(before, place);
            previous = place;
        }

        // Places are compared in order, signatures need none.
        builder.Parallel(slots.Count, i =>
        {
            var slot = slots[i];
            var key = signers.At(builder.Gate(slot.Used, slot.Signer));
            builder.AssertSignatureIf(slot.Used, key, slot.Message, slot.R, slot.S);
        });
        var count = builder.Sum<Fr>([.. slots.Select(s => (UInt)s.Used)]);
        builder.AssertLessOrEqual(quorum, count);
        return count;
    }
}
