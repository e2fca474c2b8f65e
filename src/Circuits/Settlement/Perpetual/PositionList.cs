using System.Collections;

namespace Zk.Circuits.Settlement.Perpetual;

/// <summary>The positions of an account: at most 16, strictly ascending by market, none of balance 0. Immutable; equal when the positions are.</summary>
public sealed class PositionList : IReadOnlyList<Position>, IEquatable<PositionList>
{
    private readonly Position[] _positions;

    private PositionList(Position[] positions) => _positions = positions;

    /// <summary>No position.</summary>
    public static PositionList Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _positions.Length;

    /// <inheritdoc/>
    public Position this[int index] => _positions[index];

    /// <summary>Takes positions.</summary>
    /// <exception cref="ArgumentException">They are more than 16, not strictly ascending by market from 1 on, or one has balance 0.</exception>
    public static PositionList Create(IEnumerable<Position> positions)
    {
        Position[] list = [.. positions];
        if (list.Length > PerpetualProfile.Positions)
            throw new ArgumentException($"{list.Length} positions, of {PerpetualProfile.Positions}", nameof(positions));
        var last = 0;
        foreach (var position in list)
        {
            if (position.Market <= last)
                throw new ArgumentException("the markets must ascend strictly from 1", nameof(positions));
            if (position.Balance == 0)
                throw new ArgumentException("a position of balance 0 is none", nameof(positions));
            last = position.Market;
        }

        return new(list);
    }

    /// <summary>The balance in a market; 0 where there is no position.</summary>
    public long Balance(int market) => _positions.FirstOrDefault(position => position.Market == market).Balance;

    /// <summary>The positions with another balance in one market: 0 removes it, a new one takes its place in the order.</summary>
    /// <param name="market">The market.</param>
    /// <param name="balance">The new balance.</param>
    /// <param name="funding">The market's funding index, at which every other position stands already.</param>
    /// <returns>Null when there would be more than 16.</returns>
    public PositionList? With(int market, long balance, long funding)
    {
        var others = _positions.Where(position => position.Market != market);
        if (balance == 0)
            return new([.. others]);
        Position[] list = [.. others.Append(new Position(market, balance, funding)).OrderBy(position => position.Market)];
        return list.Length <= PerpetualProfile.Positions ? new(list) : null;
    }

    /// <summary>The same balances, each settled at its market's index.</summary>
    internal PositionList Settled(Func<int, long> funding) =>
        new([.. _positions.Select(position => position with { CachedFunding = funding(position.Market) })]);

    /// <inheritdoc/>
    public IEnumerator<Position> GetEnumerator() => _positions.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(PositionList? other) => other is not null && _positions.AsSpan().SequenceEqual(other._positions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PositionList);

    /// <inheritdoc/>
    public override int GetHashCode() => _positions.Aggregate(0, HashCode.Combine);
}
