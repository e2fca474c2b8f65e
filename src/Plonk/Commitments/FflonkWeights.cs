using Zk.Field;

namespace Zk.Plonk;

/// <summary>A pack's place in the opening proof: t columns, opened at the roots of X^t − ζ or of (X^t − ζ)(X^t − ζω).</summary>
/// <param name="Openings">Its t columns.</param>
internal readonly record struct FflonkPack(IReadOnlyList<Opening> Openings)
{
    /// <summary>t.</summary>
    public int Size => Openings.Count;

    /// <summary>Whether the columns are opened at ζω too; all are or none is.</summary>
    public bool AtNext => Openings[0].AtNext;

    /// <summary>The packs C_0, C_1, C_2 of a proof.</summary>
    public static FflonkPack[] Of<TF>(ProofLayout<TF> layout)
        where TF : unmanaged, IPrimeField<TF>
    {
        var packs = new List<FflonkPack>();
        var start = 0;
        foreach (var columns in layout.Packs)
        {
            packs.Add(new([.. layout.Openings.Skip(start).Take(columns.Count)]));
            start += columns.Count;
        }

        return [.. packs];
    }
}

/// <summary>
/// The factors v^i Z_0(y)/Z_i(y) of the four polynomials C_0, C_1, C_2, T in fflonk's final combination, with Z_i the vanishing polynomial of
/// polynomial i's opening points. The first is one: the combination is scaled so that the key's commitment needs no multiplication.
/// </summary>
/// <typeparam name="TF">The scalar field.</typeparam>
internal readonly struct FflonkWeights<TF>
    where TF : unmanaged, IPrimeField<TF>
{
    private FflonkWeights(TF[] factors, TF vanishing) => (Factors, Vanishing) = (factors, vanishing);

    /// <summary>v^i Z_0(y)/Z_i(y).</summary>
    public TF[] Factors { get; }

    /// <summary>Z_0(y).</summary>
    public TF Vanishing { get; }

    /// <summary>Computes the factors, unless y is an opening point.</summary>
    public static FflonkWeights<TF>? At(FflonkPack[] packs, TF zeta, TF next, TF v, TF y)
    {
        var denominators = Denominators(packs, zeta, next, y);
        if (denominators.Any(value => value.IsZero))
            return null;
        var vanishing = denominators[0];
        var scale = vanishing;
        BatchInversion.Invert<TF>(denominators);
        for (var i = 0; i < denominators.Length; i++, scale *= v)
            denominators[i] *= scale;
        return new(denominators, vanishing);
    }

    /// <summary>The Z_i(y) of C_0, C_1, C_2, T.</summary>
    public static TF[] Denominators(FflonkPack[] packs, TF zeta, TF next, TF y)
    {
        var denominators = new TF[packs.Length + 1];
        for (var i = 0; i < packs.Length; i++)
        {
            var power = y.Pow((ulong)packs[i].Size);
            denominators[i] = packs[i].AtNext ? (power - zeta) * (power - next) : power - zeta;
        }

        denominators[^1] = y - zeta;
        return denominators;
    }
}
