namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>
/// The secret inputs of the circuit's global part: everything that is not about accounts. It holds whatever it is given, so tests can ask the circuit to
/// prove false statements.
/// </summary>
/// <param name="Config">The configuration.</param>
/// <param name="PreviousTime">The time of the batch before.</param>
/// <param name="Scalars">The scalars before the batch.</param>
/// <param name="Markets">The markets before the batch, one for each of the profile.</param>
/// <param name="Time">The batch time.</param>
/// <param name="Reset">Whether the breaker is reset.</param>
/// <param name="OracleTicks">One for each slot.</param>
/// <param name="FundingTicks">One for each slot.</param>
public sealed record GlobalWitness(
    PerpetualConfig Config,
    uint PreviousTime,
    PerpetualScalars Scalars,
    IReadOnlyList<MarketState> Markets,
    uint Time,
    bool Reset,
    IReadOnlyList<OracleTickWitness> OracleTicks,
    IReadOnlyList<FundingTickWitness> FundingTicks)
{
    /// <summary>The witness of a valid transition.</summary>
    /// <exception cref="ArgumentException">The profile cannot prove it.</exception>
    public static GlobalWitness Create(PerpetualTransition transition, PerpetualProfile profile)
    {
        ArgumentNullException.ThrowIfNull(transition);
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Excess(transition) is { } excess)
            throw new ArgumentException(excess, nameof(profile));
        var (batch, before) = (transition.Batch, transition.Before);
        return new(
            batch.Config,
            before.Time,
            before.Scalars,
            before.Markets,
            batch.Time,
            batch.Reset,
            Padded(batch.Operations.OracleTicks.Select(OracleTickWitness.Of), OracleTickWitness.Unused, profile[PerpetualSlot.OracleTick]),
            Padded(batch.Operations.FundingTicks.Select(FundingTickWitness.Of), FundingTickWitness.Unused, profile[PerpetualSlot.FundingTick]));
    }

    private static List<T> Padded<T>(IEnumerable<T> used, T unused, int slots)
    {
        List<T> list = [.. used];
        while (list.Count < slots)
            list.Add(unused);
        return list;
    }
}
