using Zk.Field;

namespace Zk.Plonk;

/// <summary>A named polynomial constraint that must vanish on every usable row; its selector is part of the expression.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
/// <param name="Name">Shown when a witness breaks the gate.</param>
/// <param name="Constraint">The expression that must be zero.</param>
public sealed record Gate<TF>(string Name, Expression<TF> Constraint)
    where TF : unmanaged, IPrimeField<TF>;

/// <summary>
/// One summand s/(χ + v_0 + θ v_1 + ...) of the bus: over all usable rows and all terms the numerators of equal tuples must cancel.
/// A lookup has a fixed selector as numerator; the table side has minus a multiplicity column (Haboeck, eprint 2022/1530).
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
/// <param name="Name">Shown when the bus does not balance.</param>
/// <param name="Numerator">
/// How often the tuple is put on the bus: an expression of fixed and multiplicity columns only. A table whose tuples are advice cells multiplies
/// its multiplicity by a fixed selector, so that the other rows offer nothing.
/// </param>
/// <param name="Tuple">The values v_0, v_1, ...; shorter tuples are as if padded with zeros, so different tables need a distinguishing tag.</param>
public sealed record BusTerm<TF>(string Name, Expression<TF> Numerator, IReadOnlyList<Expression<TF>> Tuple)
    where TF : unmanaged, IPrimeField<TF>;
