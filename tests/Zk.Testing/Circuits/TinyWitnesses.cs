using NUnit.Framework;
using Zk.Circuits;
using Zk.Field;

namespace Zk.Testing;

/// <summary>
/// Enumerates every witness of a circuit over a field small enough for it: all wires but the inputs and constants take all values, pruned as soon
/// as a constraint on known wires fails.
/// </summary>
public static class TinyWitnesses
{
    /// <summary>
    /// Asserts that each input has exactly one witness if the honest one satisfies the circuit, and none otherwise; and that the two kinds of input
    /// are as expected.
    /// </summary>
    public static void AssertUnique<TPrime, TInput>(Circuit<TinyFp<TPrime>, TInput> circuit, IEnumerable<TInput> inputs, Func<TInput, bool> satisfiable)
        where TPrime : struct, ITinyPrime
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(satisfiable);
        var search = new Search<TPrime, TInput>(circuit);
        foreach (var input in inputs)
            Assert.That(search.Count(input), Is.EqualTo(satisfiable(input) ? 1 : 0), () => $"witnesses of {input}");
    }

    private sealed class Search<TPrime, TInput>
        where TPrime : struct, ITinyPrime
    {
        private readonly Circuit<TinyFp<TPrime>, TInput> _circuit;
        private readonly WireChecker<TinyFp<TPrime>, TInput> _checker;
        private readonly List<int> _order = [];
        private readonly List<List<WireChecker<TinyFp<TPrime>, TInput>.Item>> _checks = [];
        private readonly List<WireChecker<TinyFp<TPrime>, TInput>.Item> _inputChecks = [];
        private readonly List<int[]> _equal = [];
        private readonly List<TinyFp<TPrime>[]> _domains = [];
        private readonly List<WireChecker<TinyFp<TPrime>, TInput>.Item?> _lookups = [];
        private TinyFp<TPrime>[] _values = [];

        public Search(Circuit<TinyFp<TPrime>, TInput> circuit)
        {
            _circuit = circuit;
            _checker = new WireChecker<TinyFp<TPrime>, TInput>(circuit);
            var known = circuit.Builder.Inputs.Select(i => i.Wire.Index).Concat(circuit.Builder.Constants.Values.Select(w => w.Index)).ToHashSet();
            var open = _checker.Items.Select(i => (Item: i, Wires: _checker.Deciding(i))).ToList();
            var lookups = _checker.Items.ToList();
            Settle(open, known, _inputChecks);

            // In the order in which gadgets made them, wires become decidable soon.
            while (open.Count > 0)
            {
                var wire = open.SelectMany(i => i.Wires).Where(w => !known.Contains(w)).Min();
                known.Add(wire);
                _order.Add(wire);
                _lookups.Add(lookups.Find(l => _checker.CanList(l, wire, known)));
                _checks.Add([]);
                Settle(open, known, _checks[^1]);
            }

            for (var i = 0; i < _order.Count; i++)
                _domains.Add(Domain(i));
            foreach (var (left, right) in circuit.Builder.Equalities)
                _equal.Add([left.Index, right.Index]);
        }

        public int Count(TInput input)
        {
            using var buffer = _circuit.Start(input);
            _values = buffer.Slice(0, _circuit.Builder.WireCount).ToArray();
            return _inputChecks.TrueForAll(c => _checker.Holds(c, _values)) ? Count(0) : 0;
        }

        private int Count(int depth)
        {
            if (depth == _order.Count)
                return _equal.TrueForAll(e => _values[e[0]] == _values[e[1]]) ? 1 : 0;
            var total = 0;
            foreach (var value in Candidates(depth))
            {
                _values[_order[depth]] = value;
                if (_checks[depth].TrueForAll(c => _checker.Holds(c, _values)))
                    total += Count(depth + 1);
            }

            return total;
        }

        /// <summary>The wire's domain, or what a gate linear in the wire or the entries of a table that it is looked up in leave of it.</summary>
        private TinyFp<TPrime>[] Candidates(int depth)
        {
            var wire = _order[depth];
            if (_lookups[depth] is { } lookup)
                return [.. _domains[depth].Intersect(_checker.EntriesOf(lookup, wire, _values))];
            foreach (var gate in _checks[depth])
            {
                if (gate.Kind != WireChecker<TinyFp<TPrime>, TInput>.ItemKind.Gate || _checker.DegreeIn(gate, wire) != 1)
                    continue;
                _values[wire] = TinyFp<TPrime>.Zero;
                var atZero = _checker.ValueOf(gate, _values);
                _values[wire] = TinyFp<TPrime>.One;
                var slope = _checker.ValueOf(gate, _values) - atZero;
                if (slope.IsZero)
                    return atZero.IsZero ? _domains[depth] : [];
                var only = -atZero * slope.Inverse();
                return _domains[depth].Contains(only) ? [only] : [];
            }

            return _domains[depth];
        }

        /// <summary>The values that survive the constraints on this wire alone.</summary>
        private TinyFp<TPrime>[] Domain(int depth)
        {
            var alone = _checks[depth].FindAll(c => _checker.Deciding(c).All(w => w == _order[depth]));
            _checks[depth].RemoveAll(alone.Contains);
            var values = new TinyFp<TPrime>[_circuit.Builder.WireCount];
            return [.. TinyFp<TPrime>.All.Where(v =>
            {
                values[_order[depth]] = v;
                return alone.TrueForAll(c => _checker.Holds(c, values));
            })];
        }

        private static void Settle(
            List<(WireChecker<TinyFp<TPrime>, TInput>.Item Item, IReadOnlyCollection<int> Wires)> open,
            HashSet<int> known,
            List<WireChecker<TinyFp<TPrime>, TInput>.Item> into)
        {
            into.AddRange(open.Where(i => i.Wires.All(known.Contains)).Select(i => i.Item));
            open.RemoveAll(i => i.Wires.All(known.Contains));
        }
    }
}
