using System.Numerics;
using Org.BouncyCastle.Crypto.Digests;
using static Zk.Plonk.Tests.SecondVerifier.BigPairing;

namespace Zk.Plonk.Tests.SecondVerifier;

/// <summary>
/// A second verifier, written from docs/protocol.md alone: big integers, its own key reader, its own pairing, Bouncy Castle's Keccak. It derives the
/// permutation and bus constraints from the page rather than from the list in the key, so it also checks that the two agree.
/// </summary>
internal sealed class BigVerifier
{
    private static readonly BigInteger Generator = 5;
    private readonly byte[] _description;
    private readonly KeyReader _key;
    private readonly BigInteger _n;
    private readonly BigInteger _omega;
    private readonly int _usable;
    private readonly List<Node[]> _groups;
    private readonly List<Node> _constraints;

    public BigVerifier(byte[] keyDescription)
    {
        _description = keyDescription;
        _key = new KeyReader(keyDescription);
        _n = BigInteger.One << _key.Log2;
        _usable = (int)_n - 6;
        _omega = BigInteger.ModPow(Generator, (R - 1) / _n, R);
        (_groups, _constraints) = Constraints();
    }

    public int ConstraintCount => _constraints.Count;

    public int ListedConstraintCount => _key.ListedConstraints.Length;

    /// <summary>Section 7, step 3: a denominator would be zero at this zeta.</summary>
    public bool IsExcluded(BigInteger zeta) => zeta.IsZero || BigInteger.ModPow(zeta, _n, R).IsOne;

    /// <summary>Runs the verifier; commitments are 64-byte encodings, evaluations integers.</summary>
    public bool Verify(IReadOnlyList<byte[]> commitments, IReadOnlyList<BigInteger> evaluations, IReadOnlyList<BigInteger> publicInputs)
    {
        var parts = _constraints.Max(c => c.Degree) - 1;
        var pieces = _key.IsPacked ? 1 : _key.IsWide ? (parts / 2) + (parts % 2) : parts;
        var accumulators = 1 + _groups.Count;
        var (round1, round2) = _key.IsPacked ? (1, 1) : (_key.AdviceColumns + _key.MultiplicityColumns, accumulators);
        if (publicInputs.Count != _key.PublicInputs || publicInputs.Any(p => p.Sign < 0 || p >= R))
            return false;
        if (commitments.Count != round1 + round2 + pieces + 2 || evaluations.Any(e => e.Sign < 0 || e >= R))
            return false;
        var points = commitments.Select(Decode).ToList();
        if (points.Any(p => p is null))
            return false;

        // Section 4: rounds and challenges.
        var transcript = new BigTranscript();
        transcript.Absorb(BigTranscript.Keccak(_description));
        foreach (var input in publicInputs)
            transcript.Absorb(Bytes(input));
        foreach (var c in commitments.Take(round1))
            transcript.Absorb(c);
        var challenges = transcript.Draw(4);
        foreach (var c in commitments.Skip(round1).Take(round2))
            transcript.Absorb(c);
        var alpha = transcript.Draw(1)[0];
        foreach (var c in commitments.Skip(round1 + round2).Take(pieces))
            transcript.Absorb(c);
        var zeta = transcript.Draw(1)[0];
        foreach (var e in evaluations)
            transcript.Absorb(Bytes(e));
        var v = transcript.Draw(1)[0];
        transcript.Absorb(commitments[^2]);
        var y = transcript.Draw(1)[0];

        // Section 6: which polynomial is opened where, in the order of the page.
        var used = _constraints.SelectMany(c => c.All()).Select(l => (l.Kind, l.Index, l.Rotation)).ToHashSet();
        var opened = new List<(byte Kind, int Index, Point? Commitment, bool Twice)>();
        void Open(byte kind, int count, bool twice, Func<int, Point?> commitment)
        {
            for (var i = 0; i < count; i++)
            {
                var next = used.Contains((kind, i, 1));
                if (next == twice && (next || used.Contains((kind, i, 0))) && commitment(i) is { } point)
                    opened.Add((kind, i, point, twice));
            }
        }

        var packs = new List<BigFflonk.Pack>();
        void OpenPack(Point? commitment, params (byte Kind, int Count)[] columns)
        {
            // Section 10: every column of a pack is opened, and all of them where one of them is.
            var all = columns.SelectMany(c => Enumerable.Range(0, c.Count).Select(i => (c.Kind, Index: i))).ToList();
            var twice = all.Any(c => used.Contains((c.Kind, c.Index, 1)));
            opened.AddRange(all.Select(c => (c.Kind, c.Index, commitment, twice)));
            packs.Add(new(commitment, all.Count, twice));
        }

        if (_key.IsPacked)
        {
            OpenPack(DecodeKey(_key.FixedCommitments[0]), (Node.Fixed, _key.FixedColumns + _key.AdviceColumns));
            OpenPack(points[0], (Node.Advice, _key.AdviceColumns), (Node.Multiplicity, _key.MultiplicityColumns));
            OpenPack(points[1], (Node.Accumulator, accumulators));
        }
        else
        {
            Open(Node.Advice, _key.AdviceColumns, true, i => points[i]);
            Open(Node.Accumulator, accumulators, true, i => points[round1 + i]);
            Open(Node.Fixed, _key.FixedColumns + _key.AdviceColumns, false, i => DecodeKey(_key.FixedCommitments[i]));
            Open(Node.Multiplicity, _key.MultiplicityColumns, false, i => points[_key.AdviceColumns + i]);
            Open(Node.Advice, _key.AdviceColumns, false, i => points[i]);
        }

        var values = new Dictionary<(byte, int, int), BigInteger>();
        var at = 0;
        if (evaluations.Count != opened.Sum(o => o.Twice ? 2 : 1))
            return false;
        foreach (var o in opened)
        {
            values[(o.Kind, o.Index, 0)] = evaluations[at++];
            if (o.Twice)
                values[(o.Kind, o.Index, 1)] = evaluations[at++];
        }

        // A fixed column of zeros is not opened: its value is zero.
        for (var i = 0; i < _key.FixedCommitments.Length; i++)
            values.TryAdd((Node.Fixed, i, 0), 0);

        // Section 5: T(zeta) = C(zeta)/Z(zeta).
        if (IsExcluded(zeta))
            return false;
        var zetaN = BigInteger.ModPow(zeta, _n, R);
        BigInteger Lagrange(int i)
        {
            var w = BigInteger.ModPow(_omega, i, R);
            return Mod(w * (zetaN - 1) * Inverse(_n * (zeta - w), R), R);
        }

        BigInteger instance = 0, selector = 0;
        for (var i = 0; i < publicInputs.Count; i++)
        {
            instance += publicInputs[i] * Lagrange(i);
            selector += Lagrange(i);
        }

        BigInteger Evaluate(Node node) => node.Kind switch
        {
            Node.Constant => node.Value,
            Node.Challenge => challenges[node.Index],
            Node.X => zeta,
            Node.FirstRow => Lagrange(0),
            Node.LastRow => Lagrange(_usable - 1),
            Node.Instance => instance,
            Node.InstanceSelector => selector,
            Node.Sum => Mod(Evaluate(node.Left!) + Evaluate(node.Right!), R),
            Node.Product => Mod(Evaluate(node.Left!) * Evaluate(node.Right!), R),
            _ => values[(node.Kind, node.Index, node.Rotation)],
        };

        BigInteger combined = 0;
        for (var i = _constraints.Count - 1; i >= 0; i--)
            combined = Mod((combined * alpha) + Evaluate(_constraints[i]), R);
        var cut = BigInteger.One;
        for (var i = _usable; i < (int)_n; i++)
            cut = Mod(cut * (zeta - BigInteger.ModPow(_omega, i, R)), R);
        var quotient = Mod(combined * cut * Inverse(zetaN - 1, R), R);

        if (_key.IsPacked)
        {
            var fflonk = new BigFflonk(zeta, Mod(zeta * _omega, R), v, y);
            return fflonk.Combine(packs, evaluations, points[2], quotient, points[3], points[4]) is { } combination
                && PairingProductIsOne([(combination, G2Generator), (Negate(points[4]), _key.TauG2)]);
        }

        // Section 6: SHPLONK.
        Point? quotientCommitment = null;
        var shift = _key.IsWide ? Mod(zetaN * zetaN, R) : zetaN;
        for (var i = pieces - 1; i >= 0; i--)
            quotientCommitment = Add(Multiply(quotientCommitment, shift), points[round1 + round2 + i]);
        var shifted = Mod(zeta * _omega, R);
        Point? sum = null;
        BigInteger constant = 0, power = 1;
        void Include(Point? commitment, BigInteger factor, BigInteger value)
        {
            var weight = Mod(power * factor, R);
            sum = Add(sum, Multiply(commitment, weight));
            constant = Mod(constant + (weight * value), R);
            power = Mod(power * v, R);
        }

        foreach (var o in opened)
        {
            var value = values[(o.Kind, o.Index, 0)];
            if (o.Twice)
                Include(o.Commitment, 1, value + ((values[(o.Kind, o.Index, 1)] - value) * (y - zeta) * Inverse(shifted - zeta, R)));
            else
                Include(o.Commitment, y - shifted, value);
        }

        Include(quotientCommitment, y - shifted, quotient);
        var vanishing = Mod((y - zeta) * (y - shifted), R);
        var f = Add(sum, Multiply(new Point(1, 2), Mod(-constant, R)));
        f = Add(f, Multiply(points[^2], Mod(-vanishing, R)));
        f = Add(f, Multiply(points[^1], y));
        return PairingProductIsOne([(f, G2Generator), (Negate(points[^1]), _key.TauG2)]);
    }

    private static readonly BigInteger[] G2Generator =
    [
        BigInteger.Parse("10857046999023057135944570762232829481370756359578518086990519993285655852781", System.Globalization.CultureInfo.InvariantCulture),
        BigInteger.Parse("11559732032986387107991004021392285783925812861821192530917403151452391805634", System.Globalization.CultureInfo.InvariantCulture),
        BigInteger.Parse("8495653923123431417604973247489272438418190587263600148770280649306958101930", System.Globalization.CultureInfo.InvariantCulture),
        BigInteger.Parse("4082367875863433681332203403145435568316851327593401208105741076214120093531", System.Globalization.CultureInfo.InvariantCulture),
    ];

    /// <summary>Section 2: all constraints in the order of their powers of alpha.</summary>
    private (List<Node[]> Groups, List<Node> Constraints) Constraints()
    {
        static Node Leaf(byte kind, int index = 0, int rotation = 0) => new(kind, index, rotation, 0, null, null);
        static Node Number(BigInteger value) => new(Node.Constant, 0, 0, Mod(value, R), null, null);
        static Node Plus(Node a, Node b) => new(Node.Sum, 0, 0, 0, a, b);
        static Node Times(Node a, Node b) => new(Node.Product, 0, 0, 0, a, b);
        static Node Minus(Node a, Node b) => Plus(a, Times(Number(-1), b));

        var list = new List<Node>(_key.Gates);
        if (_key.PublicInputs > 0)
            list.Add(Minus(Times(Leaf(Node.InstanceSelector), Leaf(Node.Advice)), Leaf(Node.Instance)));

        Node theta = Leaf(Node.Challenge, 0), chi = Leaf(Node.Challenge, 1), beta = Leaf(Node.Challenge, 2), gamma = Leaf(Node.Challenge, 3);
        Node z = Leaf(Node.Accumulator), zNext = Leaf(Node.Accumulator, 0, 1);
        list.Add(Times(Leaf(Node.FirstRow), Minus(z, Number(1))));
        list.Add(Times(Leaf(Node.LastRow), Minus(zNext, Number(1))));
        Node numerator = z, denominator = zNext;
        for (var j = 0; j < _key.AdviceColumns; j++)
        {
            var cell = Plus(Leaf(Node.Advice, j), gamma);
            denominator = Times(denominator, Plus(cell, Times(beta, Leaf(Node.Fixed, _key.FixedColumns + j))));
            numerator = Times(numerator, Plus(cell, Times(Number(BigInteger.ModPow(Generator, j, R)), Times(beta, Leaf(Node.X)))));
        }

        list.Add(Minus(denominator, numerator));

        Node Step(int group, IReadOnlyList<Term> terms)
        {
            var d = terms.Select(t => t.Tuple.Select((value, i) => Times(value, Enumerable.Range(0, i).Aggregate(Number(1), (p, _) => Times(p, theta)))).Aggregate(chi, Plus)).ToList();
            Node Product(int except) => d.Where((_, i) => i != except).Aggregate(Number(1), Times);
            var step = Times(Minus(Leaf(Node.Accumulator, 1 + group, 1), Leaf(Node.Accumulator, 1 + group)), Product(-1));
            return terms.Select((t, i) => Times(t.Numerator, Product(i))).Aggregate(step, Minus);
        }

        var groups = new List<List<Term>>();
        foreach (var term in _key.Terms)
        {
            if (groups.Count > 0 && Step(0, [.. groups[^1], term]).Degree <= 6)
                groups[^1].Add(term);
            else
                groups.Add([term]);
        }

        for (var h = 0; h < groups.Count; h++)
        {
            list.Add(Times(Leaf(Node.FirstRow), Leaf(Node.Accumulator, 1 + h)));
            list.Add(Step(h, groups[h]));
        }

        if (groups.Count > 0)
            list.Add(Times(Leaf(Node.LastRow), Enumerable.Range(0, groups.Count).Select(h => Leaf(Node.Accumulator, 1 + h, 1)).Aggregate(Plus)));
        return ([.. groups.Select(g => g.Select(t => t.Numerator).ToArray())], list);
    }

    private static Point? Decode(byte[] encoded)
    {
        if (encoded.Length != 64)
            return null;
        var point = new Point(new BigInteger(encoded.AsSpan(0, 32), isUnsigned: true, isBigEndian: true), new BigInteger(encoded.AsSpan(32), isUnsigned: true, isBigEndian: true));
        return point.X < Q && point.Y < Q && point.IsOnCurve ? point : null;
    }

    private static Point? DecodeKey(byte[] encoded) => encoded.All(b => b == 0) ? null : Decode(encoded);

    private static byte[] Bytes(BigInteger value)
    {
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private sealed class BigTranscript
    {
        private readonly List<byte> _pending = [];
        private byte[] _state = Keccak("zk/plonk/1"u8.ToArray());

        public static byte[] Keccak(byte[] data)
        {
            var digest = new KeccakDigest(256);
            digest.BlockUpdate(data, 0, data.Length);
            var result = new byte[32];
            digest.DoFinal(result, 0);
            return result;
        }

        public void Absorb(byte[] data) => _pending.AddRange(data);

        public BigInteger[] Draw(int count)
        {
            _state = Keccak([.. _state, .. _pending]);
            _pending.Clear();
            return [.. Enumerable.Range(0, count).Select(i => new BigInteger(Keccak([.. _state, 0, 0, 0, (byte)i]), isUnsigned: true, isBigEndian: true) % R)];
        }
    }
}
