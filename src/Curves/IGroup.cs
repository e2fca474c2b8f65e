namespace Zk.Curves;

/// <summary>A commutative group written additively. Values are immutable; every operation handles every input exactly.</summary>
/// <typeparam name="TSelf">The element type itself.</typeparam>
public interface IGroup<TSelf> : IEquatable<TSelf>
    where TSelf : unmanaged, IGroup<TSelf>
{
    /// <summary>The neutral element.</summary>
    static abstract TSelf Identity { get; }

    /// <summary>Whether this is the neutral element.</summary>
    bool IsIdentity { get; }

    /// <summary>This element added to itself.</summary>
    TSelf Double();

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(in TSelf left, in TSelf right);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(in TSelf left, in TSelf right);

    /// <summary>Inverse.</summary>
    static abstract TSelf operator -(in TSelf value);
}
