using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The size of a circuit <c>settlement/perpetual/P</c>: markets of the state, slots of each type, accounts that a batch may touch. A state belongs to the
/// profiles with its number of markets.
/// </summary>
public sealed class PerpetualProfile
{
    /// <summary>The family of circuits; a profile makes it a circuit: <c>settlement/perpetual/8</c>.</summary>
    public const string Family = "settlement/perpetual";

    /// <summary>Positions of an account.</summary>
    public const int Positions = 16;

    /// <summary>Margin tiers of a market.</summary>
    public const int Tiers = 4;

    /// <summary>Oracle signers that a configuration may name.</summary>
    public const int Signers = 8;

    /// <summary>Signed prices that an oracle tick may have.</summary>
    public const int PricesOfATick = 5;

    private readonly int[] _slots;

    private PerpetualProfile(int size, int markets, int accounts, int[] slots)
    {
        Size = size;
        Markets = markets;
        Accounts = accounts;
        _slots = slots;
    }

    /// <summary>The profiles, smallest first.</summary>
    public static IReadOnlyList<PerpetualProfile> All { get; } =
    [
        new(1, 2, 8, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
        new(8, 8, 32, [4, 4, 4, 8, 4, 4, 2, 4, 2, 1]),
        new(32, 16, 140, [8, 8, 4, 16, 4, 32, 8, 4, 2, 1]),
        new(64, 16, 106, [4, 4, 4, 64, 4, 2, 1, 4, 1, 1]),
    ];

    /// <summary>P, the number in the circuit's name.</summary>
    public int Size { get; }

    /// <summary>M, the markets of the state.</summary>
    public int Markets { get; }

    /// <summary>A, the different accounts that a batch may touch, the fee account among them.</summary>
    public int Accounts { get; }

    /// <summary>The circuit's name.</summary>
    public string Circuit => $"{Family}/{Size}";

    /// <summary>Data words of a batch: four of the header and those of every slot.</summary>
    public int DataWords => PerpetualData.HeaderWords + PerpetualSlots.All.Sum(slot => slot.Words() * this[slot]);

    /// <summary>The profile as the contract registers it with a verifier: slots of each type in 16 bits from the lowest on, and above them the markets.</summary>
    public BigInteger Shape => PerpetualSlots.All.Aggregate(
        (BigInteger)Markets << (PerpetualData.CountBits * PerpetualSlots.Count), (shape, slot) => shape + ((BigInteger)this[slot] << (PerpetualData.CountBits * (int)slot)));

    /// <summary>Slots of a type.</summary>
    public int this[PerpetualSlot slot] => _slots[(int)slot];

    /// <summary>The profile of a size; null when there is none.</summary>
    public static PerpetualProfile? Find(int size) => All.FirstOrDefault(profile => profile.Size == size);

    /// <summary>The smallest profile that proves a transition; null when none does.</summary>
    public static PerpetualProfile? Smallest(PerpetualTransition transition) => All.FirstOrDefault(profile => profile.Excess(transition) is null);

    /// <summary>Why the profile cannot prove a transition, in a few words; null when it can.</summary>
    public string? Excess(PerpetualTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        if (transition.Before.Markets.Count != Markets)
            return $"the state has {transition.Before.Markets.Count} markets, not {Markets}";
        foreach (var slot in PerpetualSlots.All)
        {
            var used = transition.Batch.Operations.Count(slot);
            if (used > this[slot])
                return $"{used} slots of type {slot.Name()}, of {this[slot]}";
        }

        return transition.Touched.Count > Accounts ? $"{transition.Touched.Count} accounts touched, of {Accounts}" : null;
    }
}
