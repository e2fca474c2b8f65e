using System.Numerics;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>What the state holds beside accounts and markets, and its time.</summary>
/// <param name="Tripped">Whether the circuit breaker has tripped: then signed orders only reduce positions.</param>
/// <param name="Insurance">The insurance fund, below 2^63.</param>
/// <param name="WindowStart">When the volume's window began.</param>
/// <param name="WindowVolume">The quotes of all trades and liquidations of the window, below 2^95.</param>
public readonly record struct PerpetualScalars(bool Tripped, ulong Insurance, uint WindowStart, UInt128 WindowVolume)
{
    internal const int TrippedShift = 32;
    internal const int InsuranceShift = 33;
    internal const int WindowStartShift = 96;
    internal const int WindowVolumeShift = 128;

    /// <summary>With the time, g = time + 2^32 tripped + 2^33 insurance + 2^96 windowStart + 2^128 windowVolume.</summary>
    public Fr Element(uint time) => Fr.FromBigInteger(time
        + ((BigInteger)(Tripped ? 1 : 0) << TrippedShift)
        + ((BigInteger)Insurance << InsuranceShift)
        + ((BigInteger)WindowStart << WindowStartShift)
        + ((BigInteger)WindowVolume << WindowVolumeShift));
}
