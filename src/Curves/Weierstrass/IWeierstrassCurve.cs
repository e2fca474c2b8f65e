using Zk.Field;

namespace Zk.Curves;

/// <summary>
/// A curve y^2 = x^3 + b, b not zero, with a distinguished subgroup of prime order. Implementations are empty structs of parameters; all
/// arithmetic is in the generic points.
/// </summary>
/// <typeparam name="TField">The field of the coordinates.</typeparam>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IWeierstrassCurve<TField, TSelf>
    where TField : unmanaged, IField<TField>
    where TSelf : struct, IWeierstrassCurve<TField, TSelf>
{
    /// <summary>The coefficient b.</summary>
    static abstract TField B { get; }

    /// <summary>The generator of the subgroup.</summary>
    static abstract AffinePoint<TField, TSelf> Generator { get; }

    /// <summary>Whether a point of the curve lies in the subgroup; infinity does. The point must be on the curve.</summary>
    static abstract bool IsInSubgroup(in AffinePoint<TField, TSelf> point);
}
