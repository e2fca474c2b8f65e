using Zk.Field;

namespace Zk.Circuits;

/// <summary>A wire times a constant.</summary>
/// <typeparam name="TF">The scalar field.</typeparam>
/// <param name="Coefficient">The constant.</param>
/// <param name="Wire">The wire.</param>
public readonly record struct Term<TF>(TF Coefficient, Wire Wire)
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>The wire itself.</summary>
    public static implicit operator Term<TF>(Wire wire) => new(TF.One, wire);

    /// <summary>The negative term.</summary>
    public static Term<TF> operator -(Term<TF> term) => new(-term.Coefficient, term.Wire);
}

/// <summary>
/// One arithmetic row to be: the terms plus <see cref="Product"/> times the wires of <see cref="A"/> and <see cref="B"/> plus
/// <see cref="Constant"/> vanish.
/// </summary>
internal readonly record struct Relation<TF>(Term<TF> A, Term<TF> B, Term<TF> C, Term<TF> D, TF Product, TF Constant)
    where TF : unmanaged, IPrimeField<TF>
{
    /// <summary>The cell among c and d that the relation computes, or −1. Its coefficient is −1.</summary>
    public int Output { get; init; } = -1;

    /// <summary>Where in the witness program the computation belongs.</summary>
    public int Slot { get; init; } = -1;

    /// <exception cref="ArgumentException">A term counts but has no wire: an empty cell would stand for any value.</exception>
    public static Relation<TF> Of(Term<TF> a = default, Term<TF> b = default, Term<TF> c = default, Term<TF> d = default, TF product = default, TF constant = default)
    {
        if (IsEmpty(a) || IsEmpty(b) || IsEmpty(c) || IsEmpty(d) || (!product.IsZero && !(a.Wire.Exists && b.Wire.Exists)))
            throw new ArgumentException("a term that counts has no wire");
        return new(a, b, c, d, product, constant);
    }

    /// <summary>The same relation with a given wire in cell d; false if it has four other terms.</summary>
    public bool TryWithD(Wire wire, out Relation<TF> relation)
    {
        relation = this;
        if (D.Wire == wire)
            return true;
        if (C.Wire == wire || !D.Wire.Exists)
        {
            relation = this with
            {
                C = C.Wire == wire ? D : C,
                D = C.Wire == wire ? C : new Term<TF>(TF.Zero, wire),
                Output = Output < 2 ? Output : C.Wire == wire ? 5 - Output : Output,
            };
            return true;
        }

        if (!C.Wire.Exists)
        {
            relation = this with { C = D, D = new Term<TF>(TF.Zero, wire), Output = Output == 3 ? 2 : Output };
            return true;
        }

        // Without a product the first two terms may move too.
        if (Product.IsZero && A.Wire == wire)
        {
            relation = this with { A = D, D = A, Output = Output == 3 ? 0 : Output };
            return true;
        }

        if (Product.IsZero && B.Wire == wire)
        {
            relation = this with { B = D, D = B, Output = Output == 3 ? 1 : Output };
            return true;
        }

        return false;
    }

    private static bool IsEmpty(in Term<TF> term) => !term.Coefficient.IsZero && !term.Wire.Exists;

    /// <summary>Places the row and records its computation.</summary>
    public void Place(CircuitBuilder<TF> builder)
    {
        var row = builder.Place(
            RowKind<TF>.Arithmetic,
            new(A.Coefficient, B.Coefficient, C.Coefficient, D.Coefficient, Product, Constant),
            A.Wire,
            B.Wire,
            C.Wire,
            D.Wire);
        if (Output >= 0 && Slot >= 0)
            builder.Program.Fill(Slot, row, Output);
        else if (Output >= 0)
            builder.Program.Solve(row, Output);
    }
}
