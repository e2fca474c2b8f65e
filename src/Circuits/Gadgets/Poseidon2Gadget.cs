namespace Zk.Circuits;

/// <summary>
/// Poseidon2 over the BN254 scalar field in a circuit, with the results of <see cref="Poseidon2"/>. A permutation takes 23 rows: one for its
/// input, four of full rounds, fourteen of four partial rounds each, four of full rounds; its output row is the input row of the next in a chain,
/// so only the last one costs a row more. See <see cref="Poseidon2Gates{TF}"/> for the rows.
/// </summary>
public static class Poseidon2Gadget
{
    private const int HalfFull = Poseidon2.FullRounds / 2;
    private const int PartialRows = Poseidon2.PartialRounds / 4;

    /// <summary>S-box inputs of all rounds, then the output.</summary>
    private const int Outputs = (Poseidon2.FullRounds * 3) + Poseidon2.PartialRounds + 3;

    private static readonly RowKind<Fr> _input = new(Poseidon2Gates<Fr>.Input);
    private static readonly RowKind<Fr> _full = new(Poseidon2Gates<Fr>.Full);
    private static readonly RowKind<Fr> _fullToPartial = new(Poseidon2Gates<Fr>.FullToPartial);
    private static readonly RowKind<Fr> _partial = new(Poseidon2Gates<Fr>.Partial);
    private static readonly RowKind<Fr> _partialToFull = new(Poseidon2Gates<Fr>.PartialToFull);
    private static readonly (RowKind<Fr> Kind, RowParameters<Fr> Parameters)[] _rows = [.. Rows()];

    /// <summary>The 2-to-1 compression of Merkle trees, <see cref="Poseidon2.Compress"/>. 24 rows.</summary>
    public static Wire Poseidon2Compress(this CircuitBuilder<Fr> builder, Wire left, Wire right)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var scope = builder.Scope("poseidon2");
        var output = Permute(builder, left, default, default, builder.Constant(Fr.Zero), right, true, Fr.Zero);
        return Finish(builder, output);
    }

    /// <summary>The sponge, <see cref="Poseidon2.Hash"/>. 23 rows for each pair of inputs and one more.</summary>
    public static Wire Poseidon2Hash(this CircuitBuilder<Fr> builder, ulong domain, ReadOnlySpan<Wire> inputs)
    {
        var pairs = Math.Max(0, (inputs.Length - 1) / 2);
        return builder.Poseidon2HashEach(domain, inputs[..(2 * pairs)], [inputs[(2 * pairs)..].ToArray()])[0];
    }

    /// <summary>
    /// Sponges that differ in their last block only: the digests of prefix and ending for each ending of one or two wires (or none, for the digest of
    /// nothing). The prefix is absorbed once. 23 rows for each of its pairs, 24 for each ending.
    /// </summary>
    /// <param name="builder">Takes the rows.</param>
    /// <param name="domain">What is hashed, as for <see cref="Poseidon2.Hash"/>.</param>
    /// <param name="prefix">An even number of wires.</param>
    /// <param name="endings">The endings, all of one length.</param>
    /// <exception cref="ArgumentException">The lengths are not as said.</exception>
    public static Wire[] Poseidon2HashEach(this CircuitBuilder<Fr> builder, ulong domain, ReadOnlySpan<Wire> prefix, IReadOnlyList<Wire[]> endings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(endings);
        ArgumentOutOfRangeException.ThrowIfZero(domain);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(domain, (ulong)int.MaxValue);
        if (prefix.Length % 2 != 0)
            throw new ArgumentException("the prefix has whole pairs", nameof(prefix));
        if (endings.Count == 0 || endings[0].Length > 2 || (endings[0].Length == 0 && prefix.Length > 0) || endings.Any(e => e.Length != endings[0].Length))
            throw new ArgumentException("the endings have one or two wires each, all the same number", nameof(endings));
        using var scope = builder.Scope("poseidon2");
        var zero = builder.Constant(Fr.Zero);
        var capacity = Fr.FromUInt64((domain << 32) + (ulong)(prefix.Length + endings[0].Length));
        (Wire A, Wire B, Wire C)? state = null;

        // The first block is compressed in order, on a constant capacity; the others are absorbed.
        (Wire A, Wire B, Wire C) Absorb(Wire first, Wire second) => state is { } s
            ? Permute(builder, s.A, s.B, s.C, first, second, false, Fr.Zero)
            : Permute(builder, first, default, default, zero, second, true, capacity);
        for (var i = 0; i < prefix.Length; i += 2)
            state = Absorb(prefix[i], prefix[i + 1]);
        return [.. endings.Select(e => Finish(builder, Absorb(e.Length > 0 ? e[0] : zero, e.Length > 1 ? e[1] : zero)))];
    }

    /// <summary>
    /// The rows of a permutation but for its output row, which the caller places next with the returned wires in a, b, c: as a row of data or as the
    /// input row of the next permutation.
    /// </summary>
    internal static (Wire A, Wire B, Wire C) Permute(CircuitBuilder<Fr> builder, Wire a, Wire b, Wire c, Wire d, Wire nextD, bool compress, Fr capacity)
    {
        var wires = compress
            ? builder.Hint("poseidon2", "the rows of the permutation", [a, d, nextD], Outputs, (input, output) =>
            {
                var swap = input[1] * (input[2] - input[0]);
                Compute(input[0] + swap, input[2] - swap, capacity, output);
            })
            : builder.Hint("poseidon2", "the rows of the permutation", [a, b, c, d, nextD], Outputs, static (input, output) =>
                Compute(input[0] + input[3], input[1] + input[4], input[2], output));
        var constants = Poseidon2.RoundConstants;
        builder.Place(
            _input,
            new(constants[0] + capacity, constants[1] + capacity, constants[2] + capacity.Double(), default, compress ? Fr.One : Fr.Zero),
            a,
            b,
            c,
            d);
        var at = 0;
        foreach (var (kind, parameters) in _rows)
        {
            if (kind == _partial || kind == _partialToFull)
            {
                builder.Place(kind, parameters, wires[at], wires[at + 1], wires[at + 2], wires[at + 3]);
                at += 4;
            }
            else
            {
                builder.Place(kind, parameters, wires[at], wires[at + 1], wires[at + 2], at == 0 ? nextD : default);
                at += 3;
            }
        }

        return (wires[at], wires[at + 1], wires[at + 2]);
    }

    internal static Wire Finish(CircuitBuilder<Fr> builder, (Wire A, Wire B, Wire C) output)
    {
        builder.Place(RowKind<Fr>.None, default, output.A, output.B, output.C);
        return output.A;
    }

    /// <summary>The kinds and constants of the 22 rows after the input row.</summary>
    private static IEnumerable<(RowKind<Fr> Kind, RowParameters<Fr> Parameters)> Rows()
    {
        var c = Poseidon2.RoundConstants.ToArray();
        const int partial = 3 * HalfFull;
        const int last = partial + Poseidon2.PartialRounds - 1;
        var five = Fr.FromUInt64(5);

        // x_i = u_i + c_i: what the recurrence in the u_i leaves of the constants.
        Fr Recurrence(int i) => c[i] - (five * (c[i - 1] - c[i - 2]));
        for (var round = 1; round < HalfFull; round++)
            yield return (_full, new(c[3 * round], c[(3 * round) + 1], c[(3 * round) + 2]));
        yield return (_fullToPartial, new(c[partial], c[partial + 1], c[partial + 2], Recurrence(partial + 3)));
        for (var row = 1; row < PartialRows; row++)
        {
            var i = partial + (4 * row);
            yield return (_partial, new(Recurrence(i), Recurrence(i + 1), Recurrence(i + 2), Recurrence(i + 3)));
        }

        // The constants after the last partial one are those of a full round, so element 0 continues the recurrence with them.
        var full = last + 1;
        yield return (_partialToFull, new(
            Recurrence(full),
            c[full + 1] - (five * c[last]),
            c[full + 2] - (five * c[full]) + (five.Double() * c[last])));
        for (var round = 1; round < HalfFull; round++)
            yield return (_full, new(c[full + (3 * round)], c[full + (3 * round) + 1], c[full + (3 * round) + 2]));
        yield return (_full, default);
    }

    /// <summary>The S-box inputs of a permutation in the order of its rows, then its output.</summary>
    private static void Compute(Fr x, Fr y, Fr z, Span<Fr> output)
    {
        var constants = Poseidon2.RoundConstants;
        External(ref x, ref y, ref z);
        var (at, k) = (0, 0);
        for (var round = 0; round < Poseidon2.FullRounds + Poseidon2.PartialRounds; round++)
        {
            if (round is < HalfFull or >= HalfFull + Poseidon2.PartialRounds)
            {
                output[at++] = x += constants[k++];
                output[at++] = y += constants[k++];
                output[at++] = z += constants[k++];
                x = Quintic(x);
                y = Quintic(y);
                z = Quintic(z);
                External(ref x, ref y, ref z);
            }
            else
            {
                output[at++] = x += constants[k++];
                x = Quintic(x);
                var sum = x + y + z;
                x += sum;
                y += sum;
                z += z + sum;
            }
        }

        output[at++] = x;
        output[at++] = y;
        output[at] = z;
    }

    private static void External(ref Fr x, ref Fr y, ref Fr z)
    {
        var sum = x + y + z;
        x += sum;
        y += sum;
        z += sum;
    }

    private static Fr Quintic(in Fr x) => x.Square().Square() * x;
}
