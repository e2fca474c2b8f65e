namespace Zk.Field;

/// <summary>The multiplications of one kernel and the registers that suit the rest.</summary>
internal unsafe interface IBlockKernel
{
    /// <inheritdoc cref="IBlockArithmetic{T}.LimbBound"/>
    static abstract long LimbBound { get; }

    /// <inheritdoc cref="IBlockArithmetic{T}.Multiply"/>
    static abstract void Multiply<T, TShape>(long* r, long* a, long* b)
        where T : unmanaged, IMontgomeryField<T>
        where TShape : struct, IBlockShape;

    /// <inheritdoc cref="IBlockArithmetic{T}.Square"/>
    static abstract void Square<T, TShape>(long* r, long* a)
        where T : unmanaged, IMontgomeryField<T>
        where TShape : struct, IBlockShape;
}
