using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// Round 3: the quotient T = Σ α^i C_i / Z. It is computed on as many cosets c_j·⟨ω⟩ of n points as it has pieces of n coefficients, one after another; interpolation
/// on each gives T mod (X^n − c_j^n), and a small Vandermonde system in c_j^n separates the pieces. The scheme may commit to several of them as one. ζ follows.
/// </summary>
internal static class Round3Quotient
{
    public static void Run<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        var system = session.Circuit.System;
        var pieces = system.Degree - 1;
        session.Begin(ProverRound.Quotient, (pieces * session.CosetParts) + session.Layout.QuotientPieces);
        var shifts = Shifts<TF>(pieces, session.Circuit.Log2);
        var buffers = new EngineBuffer<TF>[pieces];
        for (var i = 0; i < pieces; i++)
            buffers[i] = session.Engine.Allocate(system.QuotientCoefficients(session.Circuit.Rows) - ((pieces - 1) * session.Circuit.Rows));
        session.QuotientPieces = buffers;

        AddSpecialColumns(session);
        using (var columns = new CosetColumns<TF>(session, session.Programs.Quotient))
        {
            for (var i = 0; i < pieces; i++)
            {
                columns.Evaluate(shifts[i], buffers[i]);
                session.Engine.Interpolate(buffers[i], session.Circuit.Log2, shifts[i]);
            }
        }

        var powers = Array.ConvertAll(shifts, shift => shift.Pow((ulong)session.Circuit.Rows));
        Separate(session, powers);
        AddTop(session, powers);
        RemoveSpecialColumns(session);
        Join(session);
        Blind(session);

        var first = session.Commitments.Count;
        foreach (var piece in session.QuotientPieces)
            session.Commit(piece);
        session.Transcript.Quotient(session.Commitments.Skip(first));
    }

    /// <summary>g, g², ...: the generator's powers, whose cosets differ from each other and from ⟨ω⟩, where Z vanishes.</summary>
    private static TF[] Shifts<TF>(int count, int log2)
        where TF : unmanaged, IPrimeField<TF>
    {
        var factors = PermutationArgument.CosetFactors<TF>(count + 1);
        if (!PermutationArgument.CosetsAreDisjoint(factors, log2))
            throw new InvalidOperationException($"the field has too few cosets of a subgroup of order 2^{log2}");
        return factors[1..];
    }

    /// <summary>L_0 (all its coefficients are 1/n), PI and the selector of the public-input rows, as far as the constraints mention them.</summary>
    private static void AddSpecialColumns<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        var engine = session.Engine;
        var first = engine.Allocate(session.Circuit.Rows);
        session.AddColumn(ExpressionKind.FirstRow, 0, first);
        engine.FillPowers(first, TF.FromUInt64((ulong)session.Circuit.Rows).Inverse(), TF.One);
        if (session.PublicInputs.Length == 0)
            return;
        var selector = new TF[session.PublicInputs.Length];
        selector.AsSpan().Fill(TF.One);
        foreach (var (kind, values) in new[] { (ExpressionKind.Instance, session.PublicInputs), (ExpressionKind.InstanceSelector, selector) })
        {
            var column = engine.Allocate(session.Circuit.Rows);
            session.AddColumn(kind, 0, column);
            engine.Write(column, 0, values);
            engine.Interpolate(column, session.Circuit.Log2, TF.One);
        }
    }

    private static void RemoveSpecialColumns<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        session.RemoveColumn(ExpressionKind.FirstRow);
        session.RemoveColumn(ExpressionKind.Instance);
        session.RemoveColumn(ExpressionKind.InstanceSelector);
    }

    /// <summary>
    /// The interpolant on coset j is (c_j^n − 1) Σ_t c_j^(tn) T_t: the program leaves out the division by X^n − 1, a constant there. The inverse of
    /// that matrix, applied to each coefficient, gives the pieces T_t of the quotient's remainder modulo ∏ (X^n − c_j^n).
    /// </summary>
    private static void Separate<TF>(ProverSession<TF> session, TF[] powers)
        where TF : unmanaged, IPrimeField<TF>
    {
        var count = powers.Length;
        var matrix = new TF[count, count];
        for (var j = 0; j < count; j++)
        {
            var entry = powers[j] - TF.One;
            for (var t = 0; t < count; t++, entry *= powers[j])
                matrix[j, t] = entry;
        }

        var inverse = LinearAlgebra.Invert(matrix);
        var rows = new Expression<TF>[count];
        for (var t = 0; t < count; t++)
        {
            rows[t] = 0;
            for (var j = 0; j < count; j++)
                rows[t] += Expression<TF>.Constant(inverse[t, j]) * Expression<TF>.Advice(j);
        }

        var program = GateProgram<TF>.Compile(rows);
        var inputs = program.Inputs.Select(input => new ColumnView<TF>(session.QuotientPieces[input.Index])).ToArray();
        session.Engine.Run(program, [], session.Circuit.Rows, inputs, session.QuotientPieces);
    }

    /// <summary>
    /// With constraints of degree d and b blinding rows the quotient has up to b + 1 − d coefficients more than its d − 1 pieces hold. They follow from
    /// the highest coefficients of the columns, and X^((d−1)n) ≡ X^((d−1)n) − ∏ (X^n − c_j^n) says what they added to the others.
    /// </summary>
    private static void AddTop<TF>(ProverSession<TF> session, TF[] powers)
        where TF : unmanaged, IPrimeField<TF>
    {
        var pieces = session.QuotientPieces;
        var top = TopCoefficients.OfQuotient(session, ConstraintSystem<TF>.BlindingRows - pieces.Count);
        if (top.Length == 0)
            return;

        // The coefficients of ∏ (Y − c_j^n), lowest first.
        var product = new TF[powers.Length + 1];
        product[0] = TF.One;
        for (var j = 0; j < powers.Length; j++)
        {
            for (var t = j + 1; t > 0; t--)
                product[t] = product[t - 1] - (powers[j] * product[t]);
            product[0] = -(powers[j] * product[0]);
        }

        var low = new TF[top.Length];
        for (var t = 0; t < pieces.Count; t++)
        {
            session.Engine.Read(pieces[t], 0, low);
            for (var i = 0; i < low.Length; i++)
                low[i] += product[t] * top[i];
            session.Engine.Write(pieces[t], 0, low);
        }

        session.Engine.Write(pieces[^1], session.Circuit.Rows, top);
    }

    /// <summary>Makes one piece of each w neighbours, w the layout's.</summary>
    private static void Join<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        var joined = new List<EngineBuffer<TF>>();
        foreach (var group in session.QuotientPieces.Chunk(session.Layout.QuotientWidth))
        {
            if (group is [var single])
            {
                joined.Add(single);
                continue;
            }

            joined.Add(session.Engine.Allocate(((group.Length - 1) * session.Circuit.Rows) + group[^1].Length));
            for (var i = 0; i < group.Length; i++)
            {
                // Beyond n coefficients a piece but the last has zeros, which the next one overwrites.
                session.Engine.Scatter(group[i], joined[^1], i * session.Circuit.Rows, 1);
                group[i].Dispose();
            }
        }

        session.QuotientPieces = joined;
    }

    /// <summary>T_i gains b_i X^(wn) − b_{i−1}: the sum Σ X^(iwn) T_i stays, and all pieces but one become independently uniform commitments.</summary>
    private static void Blind<TF>(ProverSession<TF> session)
        where TF : unmanaged, IPrimeField<TF>
    {
        var pieces = session.QuotientPieces;
        var constant = new TF[1];
        for (var i = 0; i + 1 < pieces.Count; i++)
        {
            var b = TF.Random();
            session.Engine.Write(pieces[i], session.Layout.QuotientWidth * session.Circuit.Rows, [b]);
            session.Engine.Read(pieces[i + 1], 0, constant);
            session.Engine.Write(pieces[i + 1], 0, [constant[0] - b]);
        }
    }
}
